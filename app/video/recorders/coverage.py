"""Where a recorder has footage of one camera."""

from __future__ import annotations

import time
from pathlib import Path

from app.video.media import US_PER_S, RecorderPlayback, Span

USUAL_REACH_US = 30 * 24 * 3600 * US_PER_S
"""How far back is offered where the recorder does not tell: shops mostly keep a month."""


def recorded_span(media: RecorderPlayback) -> Span:
    """From the first to the last recorded moment, in true UTC.

    What the recorder does not tell is left open: from a month ago, until now,
    since a recorder goes on recording.
    """
    earliest_us, latest_us = media.earliest_us, media.latest_us
    if media.ability is not None:
        earliest_us = media.ability.earliest_us if earliest_us is None else earliest_us
        latest_us = media.ability.latest_us if latest_us is None else latest_us
    end_us = time.time_ns() // 1000 if latest_us is None else latest_us
    start_us = end_us - USUAL_REACH_US if earliest_us is None else earliest_us
    return Span(start_us, max(start_us, end_us))


def recorded(media: RecorderPlayback, span: Span) -> tuple[Span, ...]:
    """Where within ``span`` it has footage, as far as is known, in order.

    A recorder's own list of gaps is not asked for; those that fetching found are left out,
    and what was fetched counts even where the recorder has overwritten it since.
    """
    part = recorded_span(media).overlap(span)
    spans = [] if part is None else [part]
    if media.fetched is None:
        return tuple(spans)
    from app.video.fetch.folder import FetchFolder, joined

    here = FetchFolder(Path(media.fetched.root), media.fetched.camera)
    inside = [piece for each in here.covered() if (piece := each.overlap(span)) is not None]
    found = joined([*spans, *inside])
    for gap in here.gaps:
        found = tuple(left for each in found for left in _without(each, gap))
    return found


def presumed(media: RecorderPlayback, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """What of the spans is only taken to be there: all that was not fetched."""
    if media.fetched is None:
        return spans
    from app.video.fetch.folder import FetchFolder

    left = spans
    for here in FetchFolder(Path(media.fetched.root), media.fetched.camera).covered():
        left = tuple(part for each in left for part in _without(each, here))
    return left


def _without(span: Span, gap: Span) -> tuple[Span, ...]:
    if span.overlap(gap) is None:
        return (span,)
    parts = (Span(span.start_us, gap.start_us), Span(gap.end_us, span.end_us))
    return tuple(part for part in parts if part.duration_us > 0)
