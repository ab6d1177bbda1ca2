"""Points, boxes and polygons in fractions of the picture.

(0, 0) is the top left corner of the picture, (1, 1) the bottom right one, so a
zone keeps its meaning when the stream changes its size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple, Self

from app.faults import Fault, Sentence

MAX_CORNERS = 200
MIN_AREA = 1e-4
"""Smallest usable zone: one ten-thousandth of the picture (about 14 x 14 px of 1080p)."""


class Point(NamedTuple):
    """A place in the picture; x to the right, y downwards, each 0..1."""

    x: float
    y: float


class Box(NamedTuple):
    """A box around something seen; (x1, y1) top left, (x2, y2) bottom right, 0..1."""

    x1: float
    y1: float
    x2: float
    y2: float


class ZoneFault(Fault):
    """The polygon cannot be a zone; the sentence says what to draw instead."""


_TOO_FEW = Sentence(
    "The zone has {count} different corners. Draw at least three.",
    "区域只有 {count} 个不同的顶点。请至少绘制三个。",
)
_TOO_MANY = Sentence(
    "The zone has {count} corners; at most {limit} are kept. Draw it with fewer.",
    "区域有 {count} 个顶点，最多 {limit} 个。请减少顶点。",
)
_OUTSIDE = Sentence(
    "The corner {number} of the zone lies outside the picture ({x}, {y}). "
    "Draw the zone inside the picture.",
    "区域的第 {number} 个顶点位于画面之外（{x}, {y}）。请在画面内绘制区域。",
)
_CROSSED = Sentence(
    "The edges of the zone cross each other. Draw it again, walking once around it.",
    "区域的边互相交叉。请沿边界依次绘制一圈。",
)
_TOO_SMALL = Sentence(
    "The zone covers no usable area. Draw it larger.",
    "区域面积过小，无法使用。请画大一些。",
)


@dataclass(frozen=True)
class Polygon:
    """A zone: three or more corners, not closed, edges that never cross.

    Raises ZoneFault where the corners enclose nothing that could be watched.
    """

    corners: tuple[Point, ...]

    def __post_init__(self) -> None:
        count = len(set(self.corners))
        if count < 3:
            raise ZoneFault(_TOO_FEW, count=count)
        if len(self.corners) > MAX_CORNERS:
            raise ZoneFault(_TOO_MANY, count=len(self.corners), limit=MAX_CORNERS)
        for number, (x, y) in enumerate(self.corners, start=1):
            # Written so that NaN, which compares false with everything, is refused too.
            if not (0 <= x <= 1 and 0 <= y <= 1):
                raise ZoneFault(_OUTSIDE, number=number, x=x, y=y)
        if _crosses_itself(self.corners):
            raise ZoneFault(_CROSSED)
        if abs(_signed_area(self.corners)) < MIN_AREA:
            raise ZoneFault(_TOO_SMALL)

    @classmethod
    def of(cls, corners: Iterable[Sequence[float]]) -> Self:
        """A polygon of (x, y) pairs; a repeated closing corner and doubles are dropped."""
        points = [Point(float(x), float(y)) for x, y in corners]
        kept = [point for point, _repeats in groupby(points)]
        if len(kept) > 1 and kept[0] == kept[-1]:
            kept.pop()
        return cls(tuple(kept))


def foot_point(box: Sequence[float]) -> Point:
    """Where somebody stands: the bottom centre of (x1, y1, x2, y2), kept in the picture.

    A box may reach over the border of the picture; the point does not, so that a
    zone drawn down to the border still holds the person cut off by it.
    """
    x1, _y1, x2, y2 = box
    return Point(_clamp((x1 + x2) / 2), _clamp(y2))


def contains(polygon: Polygon, point: Point) -> bool:
    """Whether ``point`` lies in the polygon; its edges and corners belong to it."""
    inside = False
    for start, end in _edges(polygon.corners):
        if _on_segment(start, end, point):
            return True
        # Even-odd rule; the half-open comparison counts a corner once.
        if (start.y > point.y) != (end.y > point.y):
            x = start.x + (point.y - start.y) * (end.x - start.x) / (end.y - start.y)
            if point.x < x:
                inside = not inside
    return inside


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def _edges(corners: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return pairwise((*corners, corners[0]))


def _cross(origin: Point, a: Point, b: Point) -> float:
    return (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x)


def _on_segment(start: Point, end: Point, point: Point) -> bool:
    """Within a millionth of the picture of the line between ``start`` and ``end``."""
    length = math.dist(start, end)
    if length == 0 or abs(_cross(start, end, point)) > 1e-6 * length:
        return math.dist(start, point) <= 1e-6
    along = (point.x - start.x) * (end.x - start.x) + (point.y - start.y) * (end.y - start.y)
    return -1e-6 * length <= along <= length * (length + 1e-6)


def _signed_area(corners: Sequence[Point]) -> float:
    return sum(a.x * b.y - b.x * a.y for a, b in _edges(corners)) / 2


def _crosses_itself(corners: Sequence[Point]) -> bool:
    edges = list(_edges(corners))
    return any(
        _cross_over(*edges[i], *edges[j])
        for i in range(len(edges))
        for j in range(i + 2, len(edges))
        if (j + 1) % len(edges) != i
    )


def _cross_over(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments a-b and c-d share a point that is inside both."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, point: Point) -> int:
    turn = _cross(a, b, point)
    return (turn > 0) - (turn < 0)
