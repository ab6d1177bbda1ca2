"""Stretches and instants of media time as runs of pixels, quick for any number: no Qt."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.video.media import Span
from app.widgets.timeline_scale import TimelineScale

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANY = 300  # spans in view

Run = tuple[float, float]
"""From where to where, in pixels from the left edge of the lanes."""


class SpanIndex:
    """Sorted spans that do not overlap, ready to be asked for what is in view."""

    def __init__(self, spans: Sequence[Span]) -> None:
        ordered = sorted(spans, key=lambda span: span.start_us)
        self._starts = [span.start_us for span in ordered]
        # Should two overlap after all, looking up by the end stays right.
        self._ends = list(itertools.accumulate((span.end_us for span in ordered), max))
        self._arrays: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    def runs(self, scale: TimelineScale) -> list[Run]:
        """What is in view, merged where less than a pixel lies between."""
        first = bisect_right(self._ends, scale.start_us)
        end = bisect_left(self._starts, scale.end_us)
        merge = self._merge_many if end - first >= MANY else self._merge_few
        most = float(scale.width_px)
        return [(left, min(right, most)) for left, right in merge(first, end, scale)]

    def _merge_few(self, first: int, end: int, scale: TimelineScale) -> list[Run]:
        found: list[Run] = []
        for place in range(first, end):
            left = max(scale.x_of(self._starts[place]), 0.0)
            right = max(scale.x_of(self._ends[place]), left + 1.0)
            if found and left <= found[-1][1] + 1.0:
                found[-1] = (found[-1][0], max(right, found[-1][1]))
            else:
                found.append((left, right))
        return found

    def _merge_many(self, first: int, end: int, scale: TimelineScale) -> list[Run]:
        """The same for so many spans that a loop over them would be felt."""
        import numpy as np  # only who has so much footage pays for loading it

        if self._arrays is None:
            self._arrays = np.array(self._starts), np.array(self._ends)
        starts, ends = (array[first:end] for array in self._arrays)
        per_us = scale.width_px / scale.span_us
        left = np.maximum((starts - scale.start_us) * per_us, 0.0)
        right = np.maximum.accumulate(np.maximum((ends - scale.start_us) * per_us, left + 1.0))
        breaks = np.flatnonzero(left[1:] > right[:-1] + 1.0)
        lefts = left[np.concatenate(([0], breaks + 1))]
        rights = right[np.concatenate((breaks, [len(right) - 1]))]
        return list(zip(lefts.tolist(), rights.tolist(), strict=True))


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
