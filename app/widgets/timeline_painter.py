"""Paints what lies at the back of the timeline: lanes, activity, marks, the quiet.

It is painted into a picture that is kept until the view or the content changes,
so that a running playhead costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPolygonF

from app.widgets.local_time import zone_of
from app.widgets.theme import SMALL_PX, Theme, ui_font
from app.widgets.timeline_marks import MarkIndex
from app.widgets.timeline_scale import TimelineScale
from app.widgets.timeline_spans import Run, SpanIndex, gaps
from app.widgets.timeline_values import (
    MARKS_PX,
    RULER_PX,
    TITLE_FROM_PX,
    TITLE_PX,
    ActivityCurve,
    Lane,
    MarkKind,
    Places,
)

MARK_PX = 12
CELL_PX = 6  # marks nearer than this are drawn as one
QUIET_ALPHA = 0.62
PRESUMED_ALPHA = 0.75
TONES = 32


@dataclass(frozen=True)
class BackView:
    """Everything the back needs. ``course``: what is played; the rest is quiet."""

    scale: TimelineScale
    places: Places
    lanes: Sequence[Lane]
    footage: Sequence[SpanIndex]  # one for each lane
    presumed: Sequence[SpanIndex]  # what of it is only taken to be there
    marks: MarkIndex
    time_zone: str
    activity: ActivityCurve | None = None
    course: SpanIndex | None = None


class BackPainter:
    """One painting of the back."""

    def __init__(self, painter: QPainter, theme: Theme, view: BackView) -> None:
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
        self._ticks()
        for number, lane in enumerate(self._view.lanes):
            self._lane(number, lane)
        self._activity()
        self._quiet()
        self._marks()

    def _left(self) -> int:
        return self._view.places.lanes_left

    def _ticks(self) -> None:
        places, scale = self._view.places, self._view.scale
        for tick in scale.ticks(zone_of(self._view.time_zone)):
            x = round(self._left() + scale.x_of(tick.at_us)) + 0.5
            colour = self._theme.colour("attention" if tick.change else "line")
            self._painter.setPen(colour)
            self._painter.drawLine(QPointF(x, RULER_PX - 6), QPointF(x, places.height))

    def _lane(self, number: int, lane: Lane) -> None:
        places = self._view.places
        top, high = places.lane_top(number), places.lane_px
        gap = 1 if high < 8 else 3
        ground = QRectF(places.lanes_left, top, places.lanes_width, high - gap)
        self._painter.fillRect(ground, self._theme.colour("ground"))
        colour = self._theme.colour("accent" if lane.selected else "quiet")
        colour.setAlphaF(0.95 if lane.selected else 0.55)
        for left, right in self._view.footage[number].runs(self._view.scale):
            wide = max(right - left, 1.0)
            box = QRectF(places.lanes_left + left, top, wide, high - gap)
            self._painter.fillRect(box, colour)
        self._presumed(number, QRectF(ground), colour)
        if high >= TITLE_FROM_PX:
            self._lane_activity(lane, top, high - gap)
            self._title(lane, top, high)

    def _presumed(self, number: int, ground: QRectF, colour: QColor) -> None:
        """Faint and hatched: nobody was asked where gaps are."""
        shade = self._theme.colour("ground")
        shade.setAlphaF(PRESUMED_ALPHA)
        stripes = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        for left, right in self._view.presumed[number].runs(self._view.scale):
            wide = max(right - left, 1.0)
            box = QRectF(ground.left() + left, ground.top(), wide, ground.height())
            self._painter.fillRect(box, shade)
            self._painter.fillRect(box, stripes)

    def _title(self, lane: Lane, top: int, high: int) -> None:
        room = TITLE_PX - 16
        words = self._metrics.elidedText(lane.title, Qt.TextElideMode.ElideRight, room)
        self._painter.setPen(self._theme.colour("text" if lane.selected else "quiet"))
        place = QRectF(8, top, room, high - 3)
        self._painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _lane_activity(self, lane: Lane, top: int, high: int) -> None:
        """How much moves, as a strip in the lane's footage: the darker, the more."""
        curve = self._view.activity
        values = curve.by_camera.get(lane.camera_id) if curve is not None else None
        if curve is None or not values:
            return
        scale, places = self._view.scale, self._view.places
        left, right = scale.x_of(curve.span.start_us), scale.x_of(curve.span.end_us)
        box = QRectF(places.lanes_left + left, top + high / 2, right - left, high / 2)
        self._painter.save()
        self._painter.setClipRect(QRectF(places.lanes_left, top, places.lanes_width, high))
        self._painter.drawImage(box, _strip(values, self._theme.colour("ground")))
        self._painter.restore()

    def _activity(self) -> None:
        """The busiest of all cameras, as one curve over the lanes."""
        curve, places = self._view.activity, self._view.places
        if curve is None or not places.activity_px or not curve.by_camera:
            return
        columns = zip(*curve.by_camera.values(), strict=False)
        busiest = [_busiest(column) for column in columns]
        top, high = places.activity_top, places.activity_px - 4
        self._bars(curve, busiest, top, high, self._theme.colour("passed"))

    def _bars(
        self,
        curve: ActivityCurve,
        values: Sequence[float | None],
        top: float,
        high: float,
        colour: QColor,
    ) -> None:
        scale, most = self._view.scale, float(self._view.places.lanes_width)
        begin = self._left() + scale.x_of(curve.span.start_us)
        wide = (scale.x_of(curve.span.end_us) - scale.x_of(curve.span.start_us)) / max(
            len(values), 1
        )
        first = max(int((self._left() - begin) / wide), 0)
        last = min(int((self._left() + most - begin) / wide) + 1, len(values))
        outline: list[QPointF] = []
        before = top + high
        for number in range(first, last):
            x = min(max(begin + number * wide, self._left()), self._left() + most)
            value = values[number]
            if value is not None:
                level = round(top + high * (1 - min(max(value, 0.0), 1.0)))
                if level != before:
                    outline += [QPointF(x, before), QPointF(x, level)]
                before = level
            elif outline:
                self._area(outline, x, top + high, colour)
                outline, before = [], top + high
        if outline:
            right = min(begin + last * wide, self._left() + most)
            self._area(outline, right, top + high, colour)

    def _area(self, outline: list[QPointF], right: float, foot: float, colour: QColor) -> None:
        """Fill from a stepped outline, drawn on to its right edge, down to its foot."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        ends = [QPointF(right, outline[-1].y()), QPointF(right, foot)]
        self._painter.drawPolygon(QPolygonF([*outline, *ends]))

    def _quiet(self) -> None:
        """What is left out while the quiet is skipped lies in the shade."""
        course, places = self._view.course, self._view.places
        if course is None:
            return
        shade = self._theme.colour("panel")
        shade.setAlphaF(QUIET_ALPHA)
        stripes = QBrush(self._theme.colour("line"), Qt.BrushStyle.BDiagPattern)
        top, high = places.activity_top, places.height - places.activity_top
        for left, right in gaps(course.runs(self._view.scale), places.lanes_width):
            box = QRectF(places.lanes_left + left, top, right - left, high)
            self._painter.fillRect(box, shade)
            self._painter.fillRect(box, stripes)

    def _marks(self) -> None:
        colour = self._theme.colour("attention")
        for run in self._view.marks.stretches.runs(self._view.scale):
            self._under_hints(run, colour)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        self._painter.setPen(Qt.PenStyle.NoPen)
        for kind, x, _count in self._view.marks.cells(self._view.scale, CELL_PX):
            self._painter.setBrush(self._theme.colour(_COLOURS[kind]))
            self._painter.drawPolygon(_SHAPES[kind].translated(self._left() + x, RULER_PX))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _under_hints(self, run: Run, colour: QColor) -> None:
        """The stretches that hints speak of, as a thin line under their triangles."""
        left, right = run
        top = self._view.places.activity_top - 3
        line = QRectF(self._left() + left, top, max(right - left, 1.0), 2)
        self._painter.fillRect(line, colour)


def _busiest(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _strip(values: Sequence[float | None], colour: QColor) -> QImage:
    """One row of pixels, one for each value: the more, the less can be seen through it."""
    tones = [_pixel(colour, level / TONES) for level in range(TONES + 1)]
    row = b"".join(tones[round(min(max(value or 0.0, 0.0), 1.0) * TONES)] for value in values)
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(row, len(values), 1, len(row), form).copy()


def _pixel(colour: QColor, alpha: float) -> bytes:
    parts = (colour.blueF(), colour.greenF(), colour.redF(), 1.0)
    return bytes(round(255 * part * alpha) for part in parts)


def _shape(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


_COLOURS: dict[MarkKind, str] = {
    "hint": "attention",
    "evidence": "accent",
    "bookmark": "not_assessable",
}
_FOOT = MARKS_PX - 4
_SHAPES: dict[MarkKind, QPolygonF] = {
    "hint": _shape((0, 0), (6, _FOOT), (-6, _FOOT)),
    "evidence": _shape((0, 0), (6, _FOOT / 2), (0, _FOOT), (-6, _FOOT / 2)),
    "bookmark": _shape((-4.5, 0), (4.5, 0), (4.5, _FOOT), (0, _FOOT - 4), (-4.5, _FOOT)),
}
"""Told apart by shape as well as by colour; the middle of the upper edge is at (0, 0)."""
