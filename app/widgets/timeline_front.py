"""Paints what lies over the timeline's lanes: labels, loop, playhead, pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.widgets.local_time import zone_of
from app.widgets.theme import SMALL_PX, Theme, ui_font
from app.widgets.timeline_values import RULER_PX, FrontView

HANDLE_PX = 14  # width of a loop's handle
HANDLE_HIGH_PX = 14
LOOP_ALPHA = 0.16


class FrontPainter:
    """One painting of the front."""

    def __init__(self, painter: QPainter, theme: Theme, view: FrontView) -> None:
        self._painter = painter
        self._theme = theme
        self._view = view
        small = ui_font(SMALL_PX)
        painter.setFont(small)
        self._metrics = QFontMetrics(small)

    def paint(self) -> None:
        """Paint all parts, back to front."""
        self._labels()
        self._loop()
        self._hover()
        self._playhead()

    def _x(self, media_time_us: int) -> float:
        return self._view.places.lanes_left + self._view.scale.x_of(media_time_us)

    def _in_view(self, x: float) -> bool:
        places = self._view.places
        return places.lanes_left <= x <= places.lanes_left + places.lanes_width

    def _labels(self) -> None:
        places = self._view.places
        ticks = self._view.scale.ticks(zone_of(self._view.time_zone))
        taken = [self._flag_place()]
        # Changes of the clock and days first: their labels win where two would overlap.
        for tick in sorted(ticks, key=lambda each: (not each.change, not each.day, each.at_us)):
            left = self._x(tick.at_us) + 4
            right = left + self._metrics.horizontalAdvance(tick.label)
            if right > places.width or any(left < b + 8 and a < right + 8 for a, b in taken):
                continue
            taken.append((left, right))
            colour = "attention" if tick.change else "text" if tick.day else "quiet"
            self._painter.setPen(self._theme.colour(colour))
            self._painter.drawText(QPointF(left, RULER_PX - 9), tick.label)

    def _flag_place(self) -> tuple[float, float]:
        """From where to where the time flag will cover the ruler."""
        view = self._view
        at_us = view.playhead_us if view.hover_us is None else view.hover_us
        if at_us is None:
            return (-1.0, -1.0)
        text = view.playhead_text if view.hover_us is None else view.hover_text
        left, wide = self._flag_box(self._x(at_us), text)
        return (left, left + wide)

    def _flag_box(self, x: float, text: str) -> tuple[float, float]:
        wide = self._metrics.horizontalAdvance(text) + 12
        return min(max(x - wide / 2, 0), self._view.places.width - wide), wide

    def _loop(self) -> None:
        """What is repeated is tinted; its ends can be dragged."""
        loop, places = self._view.loop, self._view.places
        if loop.span is not None:
            left = max(self._x(loop.span.start_us), places.lanes_left)
            right = min(self._x(loop.span.end_us), places.lanes_left + places.lanes_width)
            tint = self._theme.colour("accent")
            tint.setAlphaF(LOOP_ALPHA)
            if right > left:
                self._painter.fillRect(
                    QRectF(left, RULER_PX, right - left, places.height - RULER_PX), tint
                )
        for letter, at_us in (("A", loop.start_us), ("B", loop.end_us)):
            if at_us is not None and self._in_view(self._x(at_us)):
                self._handle(letter, self._x(at_us))

    def _handle(self, letter: str, x: float) -> None:
        colour = self._theme.colour("accent")
        self._painter.setPen(colour)
        at = round(x) + 0.5
        self._painter.drawLine(QPointF(at, RULER_PX), QPointF(at, self._view.places.height))
        box = handle_box(letter, x)
        self._painter.fillRect(box, colour)
        self._painter.setPen(self._theme.colour("on_accent"))
        self._painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)

    def _hover(self) -> None:
        if self._view.hover_us is None:
            return
        x = round(self._x(self._view.hover_us)) + 0.5
        self._painter.setPen(self._theme.colour("quiet"))
        self._painter.drawLine(QPointF(x, RULER_PX), QPointF(x, self._view.places.height))
        self._flag(x, self._view.hover_text, "raised", "text")

    def _playhead(self) -> None:
        if self._view.playhead_us is None:
            return
        x = round(self._x(self._view.playhead_us)) + 0.5
        if not self._in_view(x):
            return
        colour = self._theme.colour("text")
        self._painter.fillRect(QRectF(x - 1, RULER_PX - 4, 2, self._view.places.height), colour)
        if self._view.hover_us is None:
            self._flag(x, self._view.playhead_text, "text", "ground")

    def _flag(self, x: float, text: str, ground: str, colour: str) -> None:
        left, wide = self._flag_box(x, text)
        box = QRectF(left, 1, wide, RULER_PX - 5)
        self._painter.fillRect(box, self._theme.colour(ground))
        self._painter.setPen(self._theme.colour(colour))
        self._painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def handle_box(letter: str, x: float) -> QRectF:
    """Where the handle of a loop's end stands: A to the left of its line, B to the right."""
    left = x - HANDLE_PX if letter == "A" else x
    return QRectF(left, RULER_PX, HANDLE_PX, HANDLE_HIGH_PX)
