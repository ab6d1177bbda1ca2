"""Pictures for analysis, at its own rate in media time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.video.media import US_PER_S, Media, Span
from app.video.open import open_source
from app.video.picture_png import bgr_of
from app.video.source import NoRecording, Picture, VideoSource


def frames(
    media: Media, span: Span, rate_hz: float, max_width: int | None = None
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """``(media_time_us, H x W x 3 BGR)`` in order of media time, about ``rate_hz`` of them.

    Gaps and broken segments are skipped. Where keyframes alone give the rate,
    only they are decoded. Raises SourceFault where nothing can be opened.
    """
    step_us = max(1, round(US_PER_S / rate_hz))
    source = open_source(media)
    try:
        source.open()
        interval_us = source.keyframe_interval_us
        source.set_keyframes_only(interval_us is not None and step_us >= interval_us)
        source.seek(span.start_us)
        due_us = span.start_us
        for picture in _pictures(source, span):
            if picture.media_time_us < due_us:
                continue
            due_us = max(due_us + step_us, picture.media_time_us + step_us // 2)
            yield picture.media_time_us, bgr_of(picture.frame, max_width)
    finally:
        source.close()


def _pictures(source: VideoSource, span: Span) -> Iterator[Picture]:
    from app.video.faults import SourceFault

    while True:
        try:
            read = source.read()
        except SourceFault:
            continue  # the broken stretch is skipped; the source stands behind it
        if isinstance(read, NoRecording):
            if read.span.end_us >= span.end_us:
                return
            continue
        if not isinstance(read, Picture) or read.media_time_us >= span.end_us:
            return
        if read.media_time_us >= span.start_us:
            yield read
