"""Paints the timeline: ruler, lanes, marks, playhead. Reads, never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF

from app.video.media import Span
from app.widgets.local_time import zone_of
from app.widgets.theme import SMALL_PX, Theme, ui_font
from app.widgets.timeline_scale import TimelineScale

RULER_PX = 24
MARKS_PX = 16
TITLE_PX = 132
LANE_MOST_PX = 20
LANE_LEAST_PX = 3
TITLE_FROM_PX = 13  # lanes lower than this have no room for words


@dataclass(frozen=True)
class Lane:
    """One camera's footage. ``selected``: the camera of the selected tile."""

    camera_id: int
    title: str
    spans: tuple[Span, ...]
    live: bool = False
    selected: bool = False


@dataclass(frozen=True)
class TimelineMark:
    """Something worth jumping to. ``end_us`` is ``start_us`` for an instant."""

    kind: Literal["hint", "evidence"]
    camera_id: int
    start_us: int
    end_us: int
    text: str


@dataclass(frozen=True)
class Places:
    """Where the parts of the timeline stand, in widget pixels."""

    width: int
    height: int
    lane_count: int

    @property
    def lanes_left(self) -> int:
        """Left edge of the lanes: room for titles only where lanes are high enough."""
        return TITLE_PX if self.lane_px >= TITLE_FROM_PX else 8

    @property
    def lanes_top(self) -> int:
        """Below ruler and marks."""
        return RULER_PX + MARKS_PX

    @property
    def lane_px(self) -> int:
        """Height of one lane."""
        room = self.height - self.lanes_top - 4
        return max(LANE_LEAST_PX, min(LANE_MOST_PX, room // max(self.lane_count, 1)))

    @property
    def lanes_width(self) -> int:
        """Pixels that media time spreads over."""
        return max(self.width - self.lanes_left - 8, 1)

    def lane_top(self, lane: int) -> int:
        """Upper edge of a lane."""
        return self.lanes_top + lane * self.lane_px

    def lane_at(self, y_px: float) -> int | None:
        """The lane under a height, or None."""
        lane = int(y_px - self.lanes_top) // self.lane_px
        return lane if y_px >= self.lanes_top and lane < self.lane_count else None


@dataclass(frozen=True)
class TimelineView:
    """Everything one painting needs."""

    scale: TimelineScale
    places: Places
    lanes: Sequence[Lane]
    marks: Sequence[TimelineMark]
    time_zone: str
    playhead_us: int | None
    hover_us: int | None
    hover_text: str
    playhead_text: str


class TimelinePainter:
    """One painting of a timeline."""

    def __init__(self, painter: QPainter, theme: Theme, view: TimelineView) -> None:
        self._painter = painter
        self._theme = theme
        self._view = view
        self._small: QFont = ui_font(SMALL_PX)
        self._metrics = QFontMetrics(self._small)

    def paint(self) -> None:
        """Paint all parts, back to front."""
        places = self._view.places
        self._painter.fillRect(0, 0, places.width, places.height, self._theme.colour("panel"))
        self._painter.setFont(self._small)
        self._ruler()
        for number, lane in enumerate(self._view.lanes):
            self._lane(number, lane)
        self._marks()
        self._hover()
        self._playhead()

    def _x(self, media_time_us: int) -> float:
        return self._view.places.lanes_left + self._view.scale.x_of(media_time_us)

    def _ruler(self) -> None:
        places = self._view.places
        ticks = list(self._view.scale.ticks(zone_of(self._view.time_zone)))
        self._painter.setPen(self._theme.colour("line"))
        for tick in ticks:
            x = round(self._x(tick.at_us)) + 0.5
            self._painter.drawLine(QPointF(x, RULER_PX - 6), QPointF(x, places.height))
        taken = [self._flag_place()]
        # Days first: their labels win where two would overlap.
        for tick in sorted(ticks, key=lambda each: (not each.day, each.at_us)):
            left = self._x(tick.at_us) + 4
            right = left + self._metrics.horizontalAdvance(tick.label)
            if right > places.width or any(left < b + 8 and a < right + 8 for a, b in taken):
                continue
            taken.append((left, right))
            self._painter.setPen(self._theme.colour("text" if tick.day else "quiet"))
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

    def _lane(self, number: int, lane: Lane) -> None:
        places = self._view.places
        top, high = places.lane_top(number), places.lane_px
        gap = 1 if high < 8 else 3
        ground = QRectF(places.lanes_left, top, places.lanes_width, high - gap)
        self._painter.fillRect(ground, self._theme.colour("ground"))
        colour = self._theme.colour("accent" if lane.selected else "quiet")
        colour.setAlphaF(0.95 if lane.selected else 0.55)
        for span in lane.spans:
            self._span(span, top, high - gap, colour)
        if places.lane_px >= TITLE_FROM_PX:
            self._title(lane, top, high)

    def _span(self, span: Span, top: int, high: int, colour: QColor) -> None:
        places = self._view.places
        left = max(self._x(span.start_us), places.lanes_left)
        right = min(self._x(span.end_us), places.lanes_left + places.lanes_width)
        if right > left:
            self._painter.fillRect(QRectF(left, top, max(right - left, 1.0), high), colour)

    def _title(self, lane: Lane, top: int, high: int) -> None:
        room = TITLE_PX - 16
        words = self._metrics.elidedText(lane.title, Qt.TextElideMode.ElideRight, room)
        self._painter.setPen(self._theme.colour("text" if lane.selected else "quiet"))
        place = QRectF(8, top, room, high - 3)
        self._painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _marks(self) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for mark in self._view.marks:
            box = mark_box(self._view.scale, self._view.places, mark)
            if box is None:
                continue
            if mark.kind == "hint":
                self._painter.setBrush(self._theme.colour("attention"))
                self._painter.drawPolygon(_triangle(box))
                self._under_hint(mark)
            else:
                self._painter.setBrush(self._theme.colour("accent"))
                self._painter.drawPolygon(_diamond(box))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _under_hint(self, mark: TimelineMark) -> None:
        """The stretch that a hint speaks of, as a thin line under its triangle."""
        places = self._view.places
        left = max(self._x(mark.start_us), places.lanes_left)
        right = min(self._x(mark.end_us), places.lanes_left + places.lanes_width)
        if right > left:
            line = QRectF(left, places.lanes_top - 3, right - left, 2)
            self._painter.fillRect(line, self._theme.colour("attention"))

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
        places = self._view.places
        if not places.lanes_left <= x <= places.lanes_left + places.lanes_width:
            return
        colour = self._theme.colour("text")
        self._painter.fillRect(QRectF(x - 1, RULER_PX - 4, 2, places.height), colour)
        if self._view.hover_us is None:
            self._flag(x, self._view.playhead_text, "text", "ground")

    def _flag(self, x: float, text: str, ground: str, colour: str) -> None:
        left, wide = self._flag_box(x, text)
        box = QRectF(left, 1, wide, RULER_PX - 5)
        self._painter.fillRect(box, self._theme.colour(ground))
        self._painter.setPen(self._theme.colour(colour))
        self._painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def mark_box(scale: TimelineScale, places: Places, mark: TimelineMark) -> QRectF | None:
    """Where a mark's symbol stands; None when it is out of view."""
    x = scale.x_of(mark.start_us)
    if not 0 <= x <= places.lanes_width:
        return None
    return QRectF(places.lanes_left + x - 6, RULER_PX, 12, MARKS_PX - 4)


def _triangle(box: QRectF) -> QPolygonF:
    middle = box.center().x()
    return QPolygonF([QPointF(middle, box.top()), box.bottomRight(), box.bottomLeft()])


def _diamond(box: QRectF) -> QPolygonF:
    centre = box.center()
    return QPolygonF(
        [
            QPointF(centre.x(), box.top()),
            QPointF(box.right(), centre.y()),
            QPointF(centre.x(), box.bottom()),
            QPointF(box.left(), centre.y()),
        ]
    )
