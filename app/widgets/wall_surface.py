"""The wall: one widget that paints all tiles.

A precise timer asks the engine which tiles have another picture due and
repaints those; decoding, converting and scaling happened elsewhere. One widget
and not 25, because every widget costs a repaint of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from app.video.media import LiveStream, Media
from app.video.pictures.shape import Crop
from app.video.tiles import CONNECTING as _WAITING
from app.video.tiles import TileState, TileStateKind
from app.video.wall.engine import WallEngine
from app.video.wall.part import WallPart
from app.widgets.overlay_painter import OverlaySource, paint_boxes
from app.widgets.theme import DARK
from app.widgets.tile_painter import TilePainter
from app.widgets.tile_picture import Placement, TileFace
from app.widgets.tile_texts import EMPTY_WALL, TileTexts
from app.widgets.wall_grid import CAMERAS_MIME, TILE_MIME
from app.widgets.wall_layout import LAYOUTS, Area, told_larger
from app.widgets.wall_surface_hands import WallHands

if TYPE_CHECKING:
    from app.widgets.wall_surface_gpu import GpuCanvas, TilePicture

__all__ = ["CAMERAS_MIME", "TILE_MIME", "WallSurface"]

_TICK_MS = 16
_STATES_EVERY = 6  # ticks; a state's words may come a tenth of a second late
_RESIZE_CALM_MS = 120  # while the window is being dragged larger, nothing is decoded anew
_REST_MS = 30_000
"""Hidden for so long, the wall is not decoded; who only looks something up finds it as it was."""
_FLASH_S = 0.35
_LOST_EVERY = 60  # ticks


class WallSurface(WallHands):
    """Paints up to 36 tiles of a ``WallEngine``.

    The shell opens cameras through ``open_tile`` (which knows the tile's size)
    and names them through ``set_tile``.
    """

    password_wanted = Signal(int)  # a click into a tile that waits for its password
    painted = Signal()
    gpu_failed = Signal(str)  # why the graphics card no longer paints; for the log

    def __init__(
        self,
        engine: WallEngine | WallPart,
        texts: TileTexts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(engine, lambda tile: self._faces[tile].picture is not None, parent)
        self._engine = engine
        self._texts = texts or TileTexts()
        self._painter = TilePainter(self._texts)
        self._faces = [TileFace() for _ in range(LAYOUTS[-1])]
        self._said: dict[int, TileState] = {}
        self._flash_until: dict[int, float] = {}
        self._overlays: OverlaySource | None = None
        self._overlays_visible = True
        self._facts_visible = False
        self._canvas: GpuCanvas | None = None
        self._ticks = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.tile_pressed.connect(self._ask_password)
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._calm = QTimer(self, singleShot=True, interval=_RESIZE_CALM_MS)
        self._calm.timeout.connect(self._resize_tiles)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin_rest)
        self._released = False
        self._resting = False

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
            self._faces[tile].live = False  # nothing is open in it
        self._look_at_states()
        self._update_tile(tile)

    def open_tile(self, tile: int, media: Media) -> None:
        """Have the engine open ``media`` at the size that the tile has."""
        self._faces[tile].take(None)
        self._faces[tile].live = isinstance(media, LiveStream)
        if self._canvas is not None:
            self._canvas.opened(tile)
        self._engine.open(tile, media, *self.picture_size(tile))
        self._tell_visible()
        self._zoom.opened(tile)
        self._look_at_states()
        self._update_tile(tile)

    def clear_tile(self, tile: int) -> None:
        """Empty the tile and its caption."""
        self._faces[tile].take(None)
        self._engine.close(tile)
        self.set_tile(tile, "", "UTC", None)
        self._look_at_states()
        self._update_all()

    def picture_size(self, tile: int) -> tuple[int, int]:
        """The tile's picture area in device pixels; of the first tile for a hidden one."""
        area = self._layout.areas.get(tile) or next(iter(self._layout.areas.values()))
        return area.width, area.height

    def set_overlay_source(self, source: OverlaySource | None) -> None:
        """Where boxes come from: a quick function of (camera id, media time in us)."""
        self._overlays = source
        self._update_all()

    def set_overlays_visible(self, on: bool) -> None:
        """Show or hide boxes and trails."""
        self._overlays_visible = on
        self._update_all()

    @property
    def overlays_visible(self) -> bool:
        """Whether boxes and trails are shown."""
        return self._overlays_visible

    def set_facts_visible(self, on: bool) -> None:
        """Show or hide what each picture is: resolution, codec, rates, losses."""
        self._facts_visible = on
        self._look_at_facts()
        self._update_all()

    @property
    def facts_visible(self) -> bool:
        """Whether the tiles tell what their pictures are."""
        return self._facts_visible

    def tell_live(self, on: bool) -> None:
        """Whether captions tell which pictures are live: where not all of them are."""
        self._painter.tells_live = on
        self._update_all()

    def _camera_of(self, tile: int) -> int | None:
        return self._faces[tile].camera_id

    def flash(self, tile: int) -> None:
        """Evidence was taken: the frame lights up once."""
        self._flash_until[tile] = time.monotonic() + _FLASH_S
        self._update_tile(tile)

    def retranslate(self) -> None:
        """The language of ``texts`` has changed."""
        self._painter.forget()
        self._update_all()

    def release_pictures(self) -> None:
        """Let go of the engine's memory, before the engine stops."""
        self._released = True
        self._timer.stop()
        self._rest.stop()
        if self._canvas is not None:
            self._canvas.stop()
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
        if changed:
            self._repaint(changed)
        if self._canvas is not None and self._ticks % _LOST_EVERY == 0 and self._canvas.lost():
            self._gpu_failed("the OpenGL context is gone")

    def _repaint(self, tiles: list[int]) -> None:
        if self._canvas is not None:
            self._canvas.repaint_tiles(tiles)
        elif 2 * len(tiles) > len(self._layout.areas):
            self.update()
        else:
            region = QRegion()
            for tile in tiles:
                region += self._logical(self._layout.areas[tile])
            self.update(region)

    def _update_all(self) -> None:
        if self._canvas is not None:
            self._canvas.repaint_tiles(None)
        self.update()

    def _update_tile(self, tile: int) -> None:
        if tile in self._layout.areas:
            self._repaint([tile])

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

    def _view(self, tile: int) -> QRectF | None:
        area = self._layout.areas.get(tile)
        place = None if area is None else self._painter.place(area, self._faces[tile])
        if place is None:
            return None
        ratio, where = self._ratio, place.where
        return QRectF(
            where.x() / ratio, where.y() / ratio, where.width() / ratio, where.height() / ratio
        )

    def _zoomed(self, tile: int, part: Crop | None) -> None:
        self._faces[tile].zoom = part
        super()._zoomed(tile, part)

    # Place

    def _lay_out(self) -> None:
        super()._lay_out()
        told = self._ratio * told_larger(self.height())
        if told != self._painter.ratio:
            self._painter.set_ratio(told)
        self._engine.set_places(len(self._layout.areas))
        self._tell_visible()
        self._calm.start()

    def _tell_visible(self) -> None:
        """Which tiles are decoded: none of a wall that has been hidden for long."""
        for tile in self._engine.tiles():
            self._engine.set_visible(tile, not self._resting and tile in self._layout.areas)

    def _begin_rest(self) -> None:
        self._resting = True
        self._tell_visible()

    def _ask_password(self, tile: int) -> None:
        if self._faces[tile].state.kind is TileStateKind.ASK_PASSWORD:
            self.password_wanted.emit(tile)

    def _resize_tiles(self) -> None:
        for tile, area in self._layout.areas.items():
            self._engine.resize(tile, area.width, area.height)

    # Painting

    def set_gpu(self, on: bool) -> None:
        """Have the graphics card paint the pictures, or this widget (the raster) alone.

        Where the card fails, ``gpu_failed`` tells why, and the raster paints on.
        """
        if on == self.gpu:
            return
        if on:
            from app.widgets.wall_surface_gpu import GpuCanvas

            self._canvas = GpuCanvas(self, self)
            self._canvas.failed.connect(self._gpu_failed)
            self._canvas.setGeometry(self.rect())
            self._canvas.show()
        elif self._canvas is not None:
            canvas, self._canvas = self._canvas, None
            canvas.stop()
            canvas.hide()
            canvas.deleteLater()
        self._engine.set_pixel_format("yuv420p" if on else "bgrx")
        self._update_all()

    @property
    def gpu(self) -> bool:
        """Whether the graphics card paints the pictures."""
        return self._canvas is not None

    def _gpu_failed(self, why: str) -> None:
        if self._canvas is not None:
            self.set_gpu(on=False)
            self.gpu_failed.emit(why)

    def tiles_shown(self) -> Iterable[int]:
        """The tiles of the layout."""
        return self._layout.areas.keys()

    def pictures(self, tiles: Iterable[int]) -> Iterator[TilePicture]:
        """Where each tile lies, what it shows, and how its picture is to be painted."""
        for tile in tiles:
            area = self._layout.areas.get(tile)
            if area is not None:
                face = self._faces[tile]
                yield tile, area, face, self._painter.place(area, face)

    def paint_over(self, painter: QPainter, tiles: Iterable[int], *, whole: bool) -> None:
        """What the graphics card does not paint: words, captions, boxes, frames, the ground."""
        self._begin(painter)
        if whole:
            self._paint_gaps(painter)
        for tile, area, face, place in self.pictures(tiles):
            if place is not None and face.picture and face.picture.pixel_format != "yuv420p":
                self._painter.paint_picture(painter, place, face)  # not yet as planes
            self._paint_tile(painter, tile, area, place)
        if not self._engine.tiles():
            self._paint_empty(painter)
        self.painted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that the event touches."""
        if self._canvas is not None:
            return
        painter = QPainter(self)
        self._begin(painter)
        self._paint_gaps(painter)
        region = event.region()
        touched = [
            tile
            for tile, area in self._layout.areas.items()
            if region.intersects(self._logical(area))
        ]
        for tile, area, face, place in self.pictures(touched):
            if place is not None:
                self._painter.paint_picture(painter, place, face)
            self._paint_tile(painter, tile, area, place)
        if not self._engine.tiles():
            self._paint_empty(painter)
        painter.end()
        self.painted.emit()

    def _begin(self, painter: QPainter) -> None:
        """From here on everything is in device pixels."""
        if self._ratio != 1.0:
            painter.scale(1 / self._ratio, 1 / self._ratio)

    def _paint_gaps(self, painter: QPainter) -> None:
        ground = QColor(DARK.ground)
        for gap in self._layout.gaps:
            painter.fillRect(gap.x, gap.y, gap.width, gap.height, ground)

    def _paint_tile(
        self, painter: QPainter, tile: int, area: Area, place: Placement | None
    ) -> None:
        """Everything of the tile but its picture."""
        face = self._faces[tile]
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
        ratio = self._ratio
        whole = Area(0, 0, round(self.width() * ratio), round(self.height() * ratio))
        painter.fillRect(0, 0, whole.width, whole.height, QColor(DARK.ground))
        self._painter.paint_notice(painter, whole, self._texts.say(EMPTY_WALL))

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew; they are decoded to the new size a moment later."""
        super().resizeEvent(event)
        if self._canvas is not None:
            self._canvas.setGeometry(self.rect())
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to ask for pictures."""
        super().showEvent(event)
        self._rest.stop()
        self._resting = False
        self._lay_out()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden or minimised wall paints nothing, and rests after a while."""
        super().hideEvent(event)
        self._timer.stop()
        if not self._released:
            self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
