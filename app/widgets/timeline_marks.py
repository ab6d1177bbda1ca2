"""Hints, evidence and bookmarks in order of time: quick to draw, to find and to go through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from app.video.media import Span
from app.widgets.timeline_scale import TimelineScale
from app.widgets.timeline_spans import InstantIndex, SpanIndex
from app.widgets.timeline_values import MARK_KINDS, MarkKind, TimelineMark

NEAR_PX = 8.0


class MarkIndex:
    """All marks of a timeline, by kind and time."""

    def __init__(self, marks: Sequence[TimelineMark] = ()) -> None:
        ordered = sorted(marks, key=lambda mark: mark.start_us)
        self._marks = {kind: [mark for mark in ordered if mark.kind == kind] for kind in MARK_KINDS}
        self._times = {
            kind: InstantIndex([mark.start_us for mark in found])
            for kind, found in self._marks.items()
        }
        self.stretches = SpanIndex(
            [Span(mark.start_us, mark.end_us) for mark in ordered if mark.end_us > mark.start_us]
        )

    def cells(self, scale: TimelineScale, cell_px: int) -> Iterator[tuple[MarkKind, float, int]]:
        """What is in view, back to front: kind, pixel, how many it stands for."""
        for kind in MARK_KINDS:
            for x, _place, count in self._times[kind].cells(scale, cell_px):
                yield kind, x, count

    def near(self, scale: TimelineScale, x_px: float) -> list[TimelineMark]:
        """The marks drawn at a pixel: those of the topmost kind that has one there."""
        for kind in reversed(MARK_KINDS):
            place = self._times[kind].near(scale, x_px, NEAR_PX)
            if place is not None:
                marks = self._marks[kind]
                at_us = marks[place].start_us
                same_us = round(NEAR_PX * scale.span_us / max(scale.width_px, 1) / 2)
                return [
                    marks[place],
                    *(
                        mark
                        for mark in marks[max(place - 50, 0) : place + 50]
                        if mark is not marks[place] and abs(mark.start_us - at_us) < same_us
                    ),
                ]
        return []

    def after(self, kind: MarkKind, media_time_us: int) -> TimelineMark | None:
        """The first mark of a kind after a moment."""
        place = self._times[kind].after(media_time_us)
        return None if place is None else self._marks[kind][place]

    def before(self, kind: MarkKind, media_time_us: int) -> TimelineMark | None:
        """The last mark of a kind before a moment."""
        place = self._times[kind].before(media_time_us)
        return None if place is None else self._marks[kind][place]

    def twin(self, mark: TimelineMark, direction: int) -> TimelineMark | None:
        """The one after (1) or before (-1) a mark at the very same moment; None at the end."""
        marks = self._marks[mark.kind]
        first = bisect_left(marks, mark.start_us, key=_starts)
        same = marks[first : bisect_right(marks, mark.start_us, key=_starts)]
        here = next((place for place, each in enumerate(same) if each.id == mark.id), None)
        there = -1 if here is None else here + direction
        return same[there] if 0 <= there < len(same) else None

    def of(self, kind: MarkKind) -> tuple[TimelineMark, ...]:
        """All of a kind, in order of time."""
        return tuple(self._marks[kind])

    def count(self, kind: MarkKind) -> int:
        """How many there are of a kind."""
        return len(self._marks[kind])


def _starts(mark: TimelineMark) -> int:
    return mark.start_us
