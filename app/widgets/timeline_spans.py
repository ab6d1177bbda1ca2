"""Stretches and instants of media time as runs of pixels, quick for any number: no Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from app.video.media import Span
from app.widgets.timeline_scale import TimelineScale

Run = tuple[float, float]
"""From where to where, in pixels from the left edge of the lanes."""


class SpanIndex:
    """Sorted spans that do not overlap, ready to be asked for what is in view."""

    def __init__(self, spans: Sequence[Span]) -> None:
        ordered = sorted(spans, key=lambda span: span.start_us)
        self._starts = [span.start_us for span in ordered]
        self._ends = [span.end_us for span in ordered]
        for place in range(1, len(self._ends)):
            # Should two overlap after all, looking up by the end stays right.
            self._ends[place] = max(self._ends[place], self._ends[place - 1])

    def runs(self, scale: TimelineScale) -> list[Run]:
        """What is in view, merged where no pixel lies between: at most one run per pixel."""
        found: list[Run] = []
        place = bisect_right(self._ends, scale.start_us)
        count = len(self._starts)
        while place < count and self._starts[place] < scale.end_us:
            left = max(scale.x_of(self._starts[place]), 0.0)
            right, place = self._run_from(place, left, scale)
            found.append((left, min(right, float(scale.width_px))))
        return found

    def _run_from(self, place: int, left: float, scale: TimelineScale) -> tuple[float, int]:
        """Where the run ends that begins with a span, and the first span after it."""
        right = max(scale.x_of(self._ends[place]), left + 1.0)
        while right < scale.width_px:
            following = bisect_left(self._starts, scale.us_of(right + 0.5), place + 1)
            if following == place + 1:
                break
            place = following - 1
            right = max(right, scale.x_of(self._ends[place]))
        else:
            return right, bisect_left(self._starts, scale.end_us, place + 1)
        return right, place + 1


def gaps(runs: Sequence[Run], width_px: float) -> list[Run]:
    """What lies between runs: the quiet between what is played."""
    found: list[Run] = []
    at = 0.0
    for left, right in runs:
        if left > at:
            found.append((at, left))
        at = max(at, right)
    if at < width_px:
        found.append((at, width_px))
    return found


class InstantIndex:
    """Sorted instants, ready to be asked which are in view and which is near."""

    def __init__(self, times_us: Sequence[int]) -> None:
        """``times_us``: in order."""
        self._times = times_us

    def cells(self, scale: TimelineScale, cell_px: int) -> list[tuple[float, int, int]]:
        """What is in view, one for each cell: pixel and place of its first, how many."""
        found = []
        times = self._times
        place, end = bisect_left(times, scale.start_us), bisect_left(times, scale.end_us)
        while place < end:
            x = scale.x_of(times[place])
            following = bisect_left(times, scale.us_of(x + cell_px), place + 1, end)
            found.append((x, place, following - place))
            place = following
        return found

    def near(self, scale: TimelineScale, x_px: float, most_px: float) -> int | None:
        """The place of the instant nearest to a pixel, or None where none is near enough."""
        at = bisect_left(self._times, scale.us_of(x_px))
        near = [each for each in (at - 1, at) if 0 <= each < len(self._times)]
        best = min(near, key=lambda each: abs(scale.x_of(self._times[each]) - x_px), default=None)
        if best is None or abs(scale.x_of(self._times[best]) - x_px) > most_px:
            return None
        return best

    def after(self, media_time_us: int) -> int | None:
        """The place of the first instant after a moment."""
        place = bisect_right(self._times, media_time_us)
        return place if place < len(self._times) else None

    def before(self, media_time_us: int) -> int | None:
        """The place of the last instant before a moment."""
        place = bisect_left(self._times, media_time_us)
        return place - 1 if place else None
