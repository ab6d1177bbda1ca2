"""Activity on a fixed grid of time: bins of two seconds, counted from the epoch.

A bin holds 0 where nobody has looked yet, else 1 (nothing) to 255 (all of the
picture). Arrays of one UTC day are the unit in memory and on disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.video.media import US_PER_S, Span

BIN_US = 2 * US_PER_S
DAY_US = 86_400 * US_PER_S
DAY_BINS = DAY_US // BIN_US
FAR_APART_US = 6 * US_PER_S
"""Between pictures further apart than this anything may have happened: it counts as busy."""
UNSEEN = 0

Bins = NDArray[np.uint8]


def code(level: float) -> int:
    """A level of 0..1 as it is kept in a bin."""
    return 1 + round(254 * min(1.0, max(0.0, level)))


def bins_of(times_us: Sequence[int], levels: Sequence[float], span: Span) -> tuple[int, Bins]:
    """The first bin of ``span`` and the bins it covers.

    The level at a picture tells what was there then and what moved since the
    picture before, so it holds from that one on.
    """
    first = span.start_us // BIN_US
    behind = -(-span.end_us // BIN_US)
    bins = np.ones(max(0, behind - first), np.uint8)
    edges = [span.start_us, *times_us, span.end_us]
    held = [*levels, levels[-1] if levels else 1.0]
    for (start_us, end_us), level in zip(pairwise(edges), held, strict=True):
        value = 255 if end_us - start_us > FAR_APART_US else code(level)
        part = bins[start_us // BIN_US - first : end_us // BIN_US + 1 - first]
        np.maximum(part, value, out=part)
    return first, bins


def add_bins(day: Bins, day_number: int, first: int, bins: Bins) -> None:
    """Lay bins over a day's array; what lies outside the day is left out."""
    at = first - day_number * DAY_BINS
    begin, end = max(0, at), min(DAY_BINS, at + len(bins))
    if begin < end:
        part = day[begin:end]
        np.maximum(part, bins[begin - at : end - at], out=part)


def days_of(span: Span) -> range:
    """The UTC days (counted from the epoch) that a span touches."""
    return range(span.start_us // DAY_US, (span.end_us - 1) // DAY_US + 1)


def lane_of(bins: Bins, first: int, span: Span, parts: int) -> tuple[float | None, ...]:
    """``span`` in equal parts: the most activity of each; None where nobody looked at all.

    ``bins`` begin at bin ``first`` and cover the span.
    """
    edges = span.start_us + np.arange(parts + 1, dtype=np.int64) * span.duration_us // parts
    inside = bins[: -(-span.end_us // BIN_US) - first]
    begins = np.clip(edges[:-1] // BIN_US - first, 0, len(inside) - 1)
    most = np.maximum.reduceat(inside, begins)
    # reduceat takes a part up to the next begin, the last one up to the end of the bins;
    # one shorter than a bin is that bin.
    return tuple(None if value == UNSEEN else (int(value) - 1) / 254 for value in most)


def spans_of(mask: NDArray[np.bool_], first: int) -> list[Span]:
    """The runs of set bins, as spans."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [
        Span(int(first + begin) * BIN_US, int(first + end) * BIN_US)
        for begin, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def joined(spans: Iterable[Span], margin_us: int, within: Span) -> tuple[Span, ...]:
    """The union of the spans, each widened by the margin to both sides, cut to ``within``."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start_us):
        wide = Span(span.start_us - margin_us, span.end_us + margin_us).overlap(within)
        if wide is None:
            continue
        if found and found[-1].end_us >= wide.start_us:
            wide = Span(found[-1].start_us, max(found.pop().end_us, wide.end_us))
        found.append(wide)
    return tuple(found)
