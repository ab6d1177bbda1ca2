"""Where a recorder has footage of one camera."""

from __future__ import annotations

import time

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
