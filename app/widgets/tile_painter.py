"""Paints one tile: picture, caption, state, frame. Text is drawn once and kept as a picture.

Everything is in device pixels; the surface has scaled the painter accordingly.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from app.video.tiles import TileFacts, TileStateKind
from app.widgets.icons import make_pixmap
from app.widgets.theme import BASE_PX, DARK, SMALL_PX, STEP, Colours, ui_font
from app.widgets.tile_caption import chosen_clock, fitting_title
from app.widgets.tile_facts import brief_lines, draw_facts, facts_lines, facts_place
from app.widgets.tile_live import draw_live
from app.widgets.tile_map import paint_map
from app.widgets.tile_picture import Placement, TileFace, bars, placement
from app.widgets.tile_texts import DROP_HERE, LIVE, TileTexts, clock_in, state_icon
from app.widgets.tile_words import whole_lines, words_height, wrapped
from app.widgets.wall_layout import CAPTION_PX, Area

_CAPTION_ALPHA = 150
_KEPT_TEXTS = 256
_ICON_PX = 20
_FRAME_PX = 2
_FLASH_PX = 6


class TilePainter:
    """Draws tiles; keeps the pictures of the texts it has drawn."""

    def __init__(self, texts: TileTexts) -> None:
        self._texts = texts
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._clocks: dict[tuple[str, int, int], str] = {}  # the time's form in each caption
        self.tells_live = False
        self._colours: Colours = DARK  # pictures are looked at on dark, in either theme
        self.set_ratio(1.0)

    def set_ratio(self, ratio: float) -> None:
        """Device pixels for each logical pixel: texts are drawn that much larger."""
        self.ratio = ratio
        self._font = self._scaled_font(SMALL_PX)
        self._words_font = self._scaled_font(BASE_PX)
        self.forget()

    def forget(self) -> None:
        """Drop the kept texts (language or ratio changed)."""
        self._clocks.clear()
        self._kept.clear()

    def place(self, area: Area, face: TileFace) -> Placement | None:
        """Where and how the tile's picture is to be painted; None where it shows none."""
        if face.state.kind is not TileStateKind.PLAYING or face.picture is None:
            return None
        return placement(area, face.picture, face.zoom)

    def paint_picture(self, painter: QPainter, place: Placement, face: TileFace) -> None:
        """Paint the picture; pixel by pixel where it has the size, as it has once settled."""
        if face.image is None:
            return
        if place.view != face.picture_part:  # what the old part does not hold stays black
            painter.fillRect(place.where, QColor(self._colours.picture))
        if place.unscaled:
            painter.drawImage(place.where.topLeft(), face.image)
        else:  # the tile has just changed its size or part: stretched until decoded anew
            painter.drawImage(place.target, face.image, place.source)

    def paint_over(
        self, painter: QPainter, area: Area, face: TileFace, place: Placement | None
    ) -> None:
        """Paint what stands around and over the picture, or in its stead."""
        if place is None:
            self._paint_words(painter, area, face)
        else:
            black = QColor(self._colours.picture)
            for bar in bars(area, place.where):
                painter.fillRect(bar, black)
        if face.title:
            self._paint_caption(painter, area, face, with_time=place is not None)
        if place is not None and face.zoom is not None:
            paint_map(painter, place, self._font, self.ratio)
        if place is not None and face.facts is not None:
            self._paint_facts(painter, area, place, face.facts)

    def paint_frame(self, painter: QPainter, area: Area, *, flashing: bool, target: bool) -> None:
        """The frame of the selected tile, wider for a moment when evidence was taken."""
        width = round((_FLASH_PX if flashing else _FRAME_PX) * self.ratio)
        colour = QColor(self._colours.text if flashing else self._colours.accent)
        style = Qt.PenStyle.DashLine if target else Qt.PenStyle.SolidLine
        painter.setPen(
            QPen(colour, width, style, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRect(
            QRectF(area.x + half, area.y + half, area.width - width, area.height - width)
        )

    def paint_notice(self, painter: QPainter, area: Area, text: str) -> None:
        """Words in the middle of the whole wall."""
        painter.setFont(self._words_font)
        painter.setPen(QColor(self._colours.quiet))
        painter.drawText(
            QRect(area.x, area.y, area.width, area.height),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            text,
        )

    def _paint_words(self, painter: QPainter, area: Area, face: TileFace) -> None:
        empty = face.state.kind is TileStateKind.EMPTY
        ground = self._colours.panel if empty else self._colours.picture
        painter.fillRect(area.x, area.y, area.width, area.height, QColor(ground))
        words = (
            self._texts.say(DROP_HERE) if empty else self._texts.state(face.state, face.time_zone)
        )
        icon = state_icon(face.state.kind)
        if words and area.height > 3 * CAPTION_PX:
            key = ("words", words, icon, area.width, area.height)
            free = area.height - 2 * self._strip_height  # as much below as above: the middle
            text = self._keep(key, lambda: self._draw_words(words, icon, area.width, free))
            top = area.y + max(self._strip_height, (area.height - text.height()) // 2)
            painter.drawPixmap(area.x + (area.width - text.width()) // 2, top, text)

    def _paint_caption(
        self, painter: QPainter, area: Area, face: TileFace, *, with_time: bool
    ) -> None:
        clock: QPixmap | None = None
        live = self._live_word() if face.live and self.tells_live else None
        live_width = 0 if live is None else live.width()
        if with_time and face.picture is not None:
            pattern = self._clock_for(face.title, area.width, live_width)
            text = clock_in(face.picture.media_time_us, face.time_zone, pattern)
            if text:
                clock = self._keep(("time", text), lambda: self._draw_time(text))
        clock_width = 0 if clock is None else clock.width()
        key = ("caption", face.title, area.width, clock_width, live_width)
        strip = self._keep(
            key, lambda: self._draw_caption(face.title, area.width, clock_width, live_width)
        )
        painter.drawPixmap(area.x, area.y, strip)
        if live is not None:
            painter.drawPixmap(area.x, area.y, live)
        if clock is not None:
            painter.drawPixmap(area.x + area.width - clock_width, area.y, clock)

    def _clock_for(self, title: str, width: int, live_width: int) -> str:
        key = (title, width, live_width)
        if key not in self._clocks:
            room = width - (live_width or self._pad)
            self._clocks[key] = chosen_clock(
                title, self._metrics, room, self._pad, self.ratio, live=live_width > 0
            )
        return self._clocks[key]

    def _live_word(self) -> QPixmap:
        word = self._texts.say(LIVE)
        return self._keep(("live", word), lambda: draw_live(word, self._font, self.ratio))

    def _paint_facts(
        self, painter: QPainter, area: Area, place: Placement, facts: TileFacts
    ) -> None:
        """As much of it as the tile has room for."""
        strip = QRect(area.x, area.y, area.width, self._strip_height)
        for lines in (facts_lines(facts, self._texts), *brief_lines(facts, self._texts)):
            if not lines:
                return
            block = self._facts_block(lines)
            where = facts_place(place.where, block, strip)
            if where is not None:
                painter.drawPixmap(where.topLeft(), block)
                return

    def _facts_block(self, lines: tuple[str, ...]) -> QPixmap:
        return self._keep(("facts", lines), lambda: draw_facts(lines, self._font, self.ratio))

    @property
    def _pad(self) -> int:
        return round(2 * STEP * self.ratio)

    @property
    def _strip_height(self) -> int:
        return round(CAPTION_PX * self.ratio)

    @property
    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font)

    def _scaled_font(self, pixels: int) -> QFont:
        font = ui_font(pixels)
        font.setPixelSize(round(pixels * self.ratio))
        return font

    def _keep(self, key: tuple[object, ...], draw: Callable[[], QPixmap]) -> QPixmap:
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = draw()
            if len(self._kept) > _KEPT_TEXTS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return kept

    def _draw_caption(self, title: str, width: int, time_width: int, left: int) -> QPixmap:
        strip = _clear(width, self._strip_height)
        painter = QPainter(strip)
        ground = QColor(self._colours.ground)
        ground.setAlpha(_CAPTION_ALPHA)
        painter.fillRect(strip.rect(), ground)
        # The time brings its own distance.
        left = left or self._pad
        room = max(0, width - left - (time_width or self._pad))
        fitting = fitting_title(title, self._metrics, room)
        self._draw_text(painter, QRect(left, 0, room, strip.height()), fitting)
        painter.end()
        return strip

    def _draw_time(self, text: str) -> QPixmap:
        picture = _clear(self._metrics.horizontalAdvance(text) + 2 * self._pad, self._strip_height)
        painter = QPainter(picture)
        self._draw_text(painter, picture.rect().adjusted(self._pad, 0, 0, 0), text)
        painter.end()
        return picture

    def _draw_text(self, painter: QPainter, where: QRect, text: str) -> None:
        painter.setFont(self._font)
        painter.setPen(QColor(self._colours.text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(where, flags, text)

    def _draw_words(self, words: str, icon: str | None, width: int, height: int) -> QPixmap:
        """In a small tile first without the icon, then in small letters, then their first lines."""
        room, icon_px = max(1, width - 2 * self._pad), round(_ICON_PX * self.ratio)
        font, high = self._words_font, words_height(words, self._words_font, room)
        if icon and icon_px + self._pad + high > height:
            icon = None
        if high > height:
            font = self._font
            words = whole_lines(words, font, room, height + self._strip_height)
            high = words_height(words, font, room)
        icon_room = icon_px + self._pad if icon else 0
        picture = _clear(room, icon_room + high)
        painter = QPainter(picture)
        if icon:
            drawn = make_pixmap(icon, self._colours.attention, icon_px)
            painter.drawPixmap((room - icon_px) // 2, 0, drawn)
        painter.setFont(font)
        painter.setPen(QColor(self._colours.quiet))
        painter.drawText(QRectF(0, icon_room, room, high), words, wrapped())
        painter.end()
        return picture


def _clear(width: int, height: int) -> QPixmap:
    picture = QPixmap(max(width, 1), max(height, 1))
    picture.fill(Qt.GlobalColor.transparent)
    return picture
