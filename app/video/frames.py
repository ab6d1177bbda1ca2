"""Pictures for analysis, at its own rate in media time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.video.faults import SourceFault
from app.video.media import US_PER_S, Media, Span
from app.video.open import open_source
from app.video.pictures.png import BgrScaler
from app.video.replay.faults import SessionAwaited
from app.video.source import Effort, MediaInfo, NoRecording, Picture, VideoSource

THINNED_FACTOR = 3.0
_COMES_S = 0.01  # to look again for what is on its way from a recorder


def frames(
    media: Media, span: Span, rate_hz: float, max_width: int | None = None
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """``(media_time_us, H x W x 3 BGR)`` in order of media time, about ``rate_hz`` of them.

    Gaps and broken segments are skipped. Where keyframes alone give the rate,
    only they are decoded; at a third of the pictures or fewer, those on which
    no other is built are left out, so that times may be off by a picture or two.
    Raises SourceFault where nothing can be opened, or the folder goes away.
    """
    step_us = max(1, round(US_PER_S / rate_hz))
    scaler = BgrScaler(max_width)
    source = open_source(media)
    try:
        _save_work(source, source.open(), rate_hz)
        source.seek(span.start_us)
        due_us = span.start_us
        for picture in _pictures(source, span):
            if picture.media_time_us < due_us:
                continue
            due_us = max(due_us + step_us, picture.media_time_us + step_us // 2)
            yield picture.media_time_us, scaler.pixels(picture.frame)
    finally:
        source.close()


def _save_work(source: VideoSource, info: MediaInfo, rate_hz: float) -> None:
    """Decode no more than the rate needs."""
    interval_us = info.keyframe_interval_us
    source.set_keyframes_only(interval_us is not None and rate_hz * interval_us <= US_PER_S)
    source.set_effort(
        Effort(thinned=info.rate_hz is not None and info.rate_hz >= THINNED_FACTOR * rate_hz)
    )


def _pictures(source: VideoSource, span: Span) -> Iterator[Picture]:
    while True:
        try:
            read = source.read()
        except SourceFault as fault:
            if isinstance(fault, SessionAwaited):
                time.sleep(_COMES_S)
                continue  # its turn comes
            if fault.until_us is None:
                raise
            continue  # the broken stretch is skipped; the source stands behind it
        if isinstance(read, NoRecording):
            if read.span.end_us >= span.end_us:
                return
            continue
        if not isinstance(read, Picture) and source.far:
            time.sleep(_COMES_S)
            continue
        if not isinstance(read, Picture) or read.media_time_us >= span.end_us:
            return
        if read.media_time_us >= span.start_us:
            yield read
