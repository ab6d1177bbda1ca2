"""Skipping the quiet, as plain reckoning: which stretch, how much of it is played. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.video.media import Span
from app.widgets.local_time import local, to_us, zone_of


@dataclass(frozen=True)
class CondensePlan:
    """What is played of a stretch of footage. ``footage_us``: how much was recorded in it."""

    stretch: Span
    course: tuple[Span, ...]
    footage_us: int

    def left_us(self, media_time_us: int, *, backwards: bool = False) -> int:
        """How much of the course is still to be played from a moment on."""
        if backwards:
            return total_us(self.course, Span(self.stretch.start_us, media_time_us))
        return total_us(self.course, Span(media_time_us, self.stretch.end_us))


def local_day(media_time_us: int, zone: str) -> Span:
    """The store's day around a moment; 23 or 25 hours long where the clocks change."""
    day = local(media_time_us, zone).date()
    return Span(_midnight_us(day, zone), _midnight_us(day + timedelta(days=1), zone))


def _midnight_us(day: date, zone: str) -> int:
    return to_us(datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches that any of the spans covers, in order."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start_us):
        if found and span.start_us <= found[-1].end_us:
            last = found[-1]
            found[-1] = Span(last.start_us, max(last.end_us, span.end_us))
        elif span.duration_us > 0:
            found.append(span)
    return tuple(found)


def total_us(spans: Sequence[Span], within: Span) -> int:
    """How long the spans (apart from each other) are within a stretch."""
    parts = (span.overlap(within) for span in spans if within.duration_us > 0)
    return sum(part.duration_us for part in parts if part is not None)


def make_plan(stretch: Span, busy: Sequence[Span], footage: Iterable[Span]) -> CondensePlan:
    """Of the footage of all cameras in a stretch, what goes on: ``busy``, apart and in order."""
    course = tuple(part for span in busy if (part := span.overlap(stretch)) is not None)
    return CondensePlan(stretch, course, total_us(joined(footage), stretch))
