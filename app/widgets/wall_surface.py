"""The wall: one widget that paints all tiles.

A precise timer asks the engine which tiles have another picture due and
repaints those; decoding, converting and scaling happened elsewhere. One widget
and not 25, because every widget costs a repaint of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.video.engine import WallEngine
from app.video.media import Media
from app.video.picture_shape import Crop
from app.video.tiles import CONNECTING as _WAITING
from app.video.tiles import TileState, TileStateKind
from app.widgets.overlay_painter import OverlaySource, paint_boxes
from app.widgets.theme import DARK
from app.widgets.tile_painter import TilePainter
from app.widgets.tile_picture import Placement, TileFace
from app.widgets.tile_texts import EMPTY_WALL, TileTexts
from app.widgets.tile_zoom import STEP
from app.widgets.wall_grid import CAMERAS_MIME, TILE_MIME, WallGrid
from app.widgets.wall_layout import LAYOUTS, Area
from app.widgets.wall_surface_zoom import WallZoom

__all__ = ["CAMERAS_MIME", "TILE_MIME", "WallSurface"]

_TICK_MS = 16
_STATES_EVERY = 6  # ticks; a state's words may come a tenth of a second late
_RESIZE_CALM_MS = 120  # while the window is being dragged larger, nothing is decoded anew
_FLASH_S = 0.35
_NOTCH = 120  # of a wheel, in eighths of a degree


class WallSurface(WallGrid):
    """Paints up to 36 tiles of a ``WallEngine``.

    The shell opens cameras through ``open_tile`` (which knows the tile's size)
    and names them through ``set_tile``.
    """

    password_wanted = Signal(int)  # a click into a tile that waits for its password
    zoom_changed = Signal(int, object)  # tile, the part of the picture (Crop) or None: all of it
    painted = Signal()

    def __init__(
        self, engine: WallEngine, texts: TileTexts | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(lambda tile: engine.media(tile) is not None, parent)
        self._engine = engine
        self._texts = texts or TileTexts()
        self._painter = TilePainter(self._texts)
        self._faces = [TileFace() for _ in range(LAYOUTS[-1])]
        self._said: dict[int, TileState] = {}
        self._flash_until: dict[int, float] = {}
        self._overlays: OverlaySource | None = None
        self._overlays_visible = True
        self._facts_visible = False
        self._zoom = WallZoom(engine, lambda tile: self._faces[tile].picture is not None, self)
        self._zoom.changed.connect(self._zoomed)
        self._held: tuple[int, QPointF] | None = None  # a zoomed tile under the hand
        self._ticks = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.tile_pressed.connect(self._ask_password)
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._calm = QTimer(self, singleShot=True, interval=_RESIZE_CALM_MS)
        self._calm.timeout.connect(self._resize_tiles)

    # What the shell tells the wall

    def set_tile(self, tile: int, title: str, time_zone: str, camera_id: int | None) -> None:
        """The caption: store and camera, and the zone in which the tile's time is told."""
        face = self._faces[tile]
        if face.camera_id != camera_id:
            self._zoom.reset(tile)
        face.title, face.time_zone, face.camera_id = title, time_zone, camera_id
        self._update_tile(tile)

    def set_state(self, tile: int, state: TileState | None) -> None:
        """What the shell knows better than the engine (no address, password needed).

        None: the engine's state is shown again.
        """
        if state is None:
            self._said.pop(tile, None)
        else:
            self._said[tile] = state
        self._look_at_states()
        self._update_tile(tile)

    def open_tile(self, tile: int, media: Media) -> None:
        """Have the engine open ``media`` at the size that the tile has."""
        self._faces[tile].take(None)
        self._engine.open(tile, media, *self.picture_size(tile))
        self._engine.set_visible(tile, tile in self._layout.areas)
        self._zoom.opened(tile)
        self._look_at_states()
        self._update_tile(tile)

    def clear_tile(self, tile: int) -> None:
        """Empty the tile and its caption."""
        self._faces[tile].take(None)
        self._engine.close(tile)
        self.set_tile(tile, "", "UTC", None)
        self._look_at_states()
        self.update()

    def picture_size(self, tile: int) -> tuple[int, int]:
        """The tile's picture area in device pixels; of the first tile for a hidden one."""
        area = self._layout.areas.get(tile) or next(iter(self._layout.areas.values()))
        return area.width, area.height

    def set_overlay_source(self, source: OverlaySource | None) -> None:
        """Where boxes come from: a quick function of (camera id, media time in us)."""
        self._overlays = source
        self.update()

    def set_overlays_visible(self, on: bool) -> None:
        """Show or hide boxes and trails."""
        self._overlays_visible = on
        self.update()

    @property
    def overlays_visible(self) -> bool:
        """Whether boxes and trails are shown."""
        return self._overlays_visible

    def set_facts_visible(self, on: bool) -> None:
        """Show or hide what each picture is: resolution, codec, rates, losses."""
        self._facts_visible = on
        self._look_at_facts()
        self.update()

    @property
    def facts_visible(self) -> bool:
        """Whether the tiles tell what their pictures are."""
        return self._facts_visible

    def flash(self, tile: int) -> None:
        """Evidence was taken: the frame lights up once."""
        self._flash_until[tile] = time.monotonic() + _FLASH_S
        self._update_tile(tile)

    def retranslate(self) -> None:
        """The language of ``texts`` has changed."""
        self._painter.forget()
        self.update()

    def release_pictures(self) -> None:
        """Let go of the engine's memory, before the engine stops."""
        self._timer.stop()
        for face in self._faces:
            face.take(None)

    # Time

    def _tick(self) -> None:
        now_us = self._engine.clock.now_us()
        changed = [
            tile
            for tile in self._layout.areas
            if self._faces[tile].take(self._engine.picture(tile, now_us))
        ]
        self._ticks += 1
        if self._ticks % _STATES_EVERY == 0:
            changed += self._look_at_states() + self._look_at_facts()
        changed += self._flashes_over()
        if 2 * len(changed) > len(self._layout.areas):
            self.update()
        elif changed:
            region = QRegion()
            for tile in changed:
                region += self._logical(self._layout.areas[tile])
            self.update(region)

    def _look_at_states(self) -> list[int]:
        changed = []
        for tile in self._layout.areas:
            face, state = self._faces[tile], self._said.get(tile) or self._engine.state(tile)
            if state.kind is TileStateKind.PLAYING and face.picture is None:
                state = _WAITING
            if (state.kind, state.sentence, state.values, state.span) != (
                face.state.kind,
                face.state.sentence,
                face.state.values,
                face.state.span,
            ):
                changed.append(tile)
            face.state = state
        return changed

    def _look_at_facts(self) -> list[int]:
        changed = []
        for tile in self._layout.areas:
            face = self._faces[tile]
            facts = self._engine.facts(tile) if self._facts_visible else None
            if facts != face.facts:
                face.facts = facts
                changed.append(tile)
        return changed

    def _flashes_over(self) -> list[int]:
        now_s = time.monotonic()
        over = [tile for tile, until_s in self._flash_until.items() if until_s < now_s]
        for tile in over:
            del self._flash_until[tile]
        return [tile for tile in over if tile in self._layout.areas]

    # Digital zoom

    def zoom_in(self, tile: int) -> None:
        """Look closer at the middle of what the tile shows."""
        self._zoom.zoom(tile, STEP)

    def zoom_out(self, tile: int) -> None:
        """See more of the picture."""
        self._zoom.zoom(tile, 1 / STEP)

    def reset_zoom(self, tile: int) -> None:
        """See the whole picture again."""
        self._zoom.reset(tile)

    def pan(self, tile: int, across: float, down: float) -> None:
        """Move a zoomed tile by fractions of what it shows."""
        self._zoom.pan(tile, across, down)

    def zoom_of(self, tile: int) -> Crop | None:
        """The part of the picture that the tile shows; None: all of it."""
        return self._zoom.of(tile)

    def _zoomed(self, tile: int, part: Crop | None) -> None:
        self._faces[tile].zoom = part
        self._update_tile(tile)
        self.zoom_changed.emit(tile, part)

    def _view(self, tile: int) -> QRectF | None:
        """Where the tile's picture lies, in logical pixels; None where it shows none."""
        area = self._layout.areas.get(tile)
        place = None if area is None else self._painter.place(area, self._faces[tile])
        if place is None:
            return None
        ratio, where = self._ratio, place.where
        return QRectF(
            where.x() / ratio, where.y() / ratio, where.width() / ratio, where.height() / ratio
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        place = event.position()
        tile = self.tile_at(place.toPoint())
        view = None if tile is None else self._view(tile)
        turned = event.angleDelta().y() / _NOTCH
        if tile is None or view is None or not turned:
            event.ignore()
            return
        event.accept()
        across = (place.x() - view.x()) / view.width()
        down = (place.y() - view.y()) / view.height()
        at = (min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))
        self._zoom.zoom(tile, STEP**turned, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a zoomed picture; with Ctrl the tile itself, as of one not zoomed."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        free = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._press is not None and left and free and self._zoom.of(self._press[0]) is not None:
            self._held, self._press = (self._press[0], event.position()), None
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the held picture along."""
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        tile, before = self._held
        view, moved = self._view(tile), event.position() - before
        if view is not None:
            self._zoom.pan(tile, -moved.x() / view.width(), -moved.y() / view.height())
        self._held = (tile, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        if self._held is not None:
            self._held = None
            self.unsetCursor()

    # Place

    def _lay_out(self) -> None:
        super()._lay_out()
        if self._ratio != self._painter.ratio:
            self._painter.set_ratio(self._ratio)
        self._engine.set_places(len(self._layout.areas))
        for tile in self._engine.tiles():
            self._engine.set_visible(tile, tile in self._layout.areas)
        self._calm.start()

    def _ask_password(self, tile: int) -> None:
        if self._faces[tile].state.kind is TileStateKind.ASK_PASSWORD:
            self.password_wanted.emit(tile)

    def _resize_tiles(self) -> None:
        for tile, area in self._layout.areas.items():
            self._engine.resize(tile, area.width, area.height)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that the event touches."""
        painter = QPainter(self)
        ratio = self._painter.ratio
        if ratio != 1.0:
            painter.scale(1 / ratio, 1 / ratio)
        ground = QColor(DARK.ground)
        for gap in self._layout.gaps:
            painter.fillRect(gap.x, gap.y, gap.width, gap.height, ground)
        for tile, area in self._touched(event.region()):
            self._paint_tile(painter, tile, area)
        if not self._engine.tiles():
            self._paint_empty(painter)
        painter.end()
        self.painted.emit()

    def _touched(self, region: QRegion) -> Iterator[tuple[int, Area]]:
        for tile, area in self._layout.areas.items():
            if region.intersects(self._logical(area)):
                yield tile, area

    def _paint_tile(self, painter: QPainter, tile: int, area: Area) -> None:
        face = self._faces[tile]
        place = self._painter.place(area, face)
        if place is not None:
            self._painter.paint_picture(painter, place, face)
        self._painter.paint_over(painter, area, face, place)
        if place is not None:
            self._paint_boxes(painter, place, face)
        flashing = tile in self._flash_until
        target = tile == self._drop_target
        if flashing or target or tile == self.selected:
            self._painter.paint_frame(painter, area, flashing=flashing, target=target)

    def _paint_boxes(self, painter: QPainter, place: Placement, face: TileFace) -> None:
        shown = self._overlays_visible and self._overlays is not None
        if not shown or face.camera_id is None or face.picture is None:
            return
        assert self._overlays is not None
        boxes = self._overlays(face.camera_id, face.picture.media_time_us)
        if boxes:
            paint_boxes(painter, place.where, boxes, self._painter.ratio, place.view)

    def _paint_empty(self, painter: QPainter) -> None:
        ratio = self._painter.ratio
        whole = Area(0, 0, round(self.width() * ratio), round(self.height() * ratio))
        painter.fillRect(0, 0, whole.width, whole.height, QColor(DARK.ground))
        self._painter.paint_notice(painter, whole, self._texts.say(EMPTY_WALL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew; they are decoded to the new size a moment later."""
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to ask for pictures."""
        super().showEvent(event)
        self._lay_out()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden wall paints nothing."""
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
