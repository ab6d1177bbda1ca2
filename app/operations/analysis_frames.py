"""Frames for analysis: recordings at a rate in media time, live cameras as they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.video.faults import SourceFault
from app.video.media import US_PER_S, Media, Span
from app.video.open import open_source
from app.video.source import NoRecording, Picture, VideoSource

if TYPE_CHECKING:
    import av

Frame = tuple[int, NDArray[np.uint8]]

_LEARN_FRAMES = 40
_FEWEST_KEYFRAMES = 12
_LEARN_US = 20 * 60 * US_PER_S


def samples(
    media: Media, span: Span, rate_hz: float, max_width: int, keyframes: bool = False
) -> Iterator[Frame | SourceFault | None]:
    """Frames of ``span`` in order of media time, about ``rate_hz`` of them.

    A SourceFault in between tells of a broken stretch; what follows it is read on.
    None: a live camera has nothing new right now. Gaps are passed over. Where
    keyframes alone give the rate, or with ``keyframes``, only they are decoded.
    """
    source = open_source(media)
    scaler = FrameScaler(max_width)
    step_us = max(1, round(US_PER_S / rate_hz))
    due_us = span.start_us
    try:
        _prepare(source, span, step_us, keyframes)
        for picture in _pictures(source, span):
            if not isinstance(picture, Picture):
                yield picture
            elif picture.media_time_us >= due_us:
                due_us = max(due_us + step_us, picture.media_time_us + step_us // 2)
                yield picture.media_time_us, scaler.bgr(picture.frame)
    except SourceFault as fault:
        yield fault
    finally:
        source.close()


def learning_frames(media: Media, span: Span, max_width: int) -> list[NDArray[np.uint8]]:
    """A few dozen frames spread over the first part of ``span``, to learn the scene from."""
    part = Span(span.start_us, min(span.end_us, span.start_us + _LEARN_US))
    rate_hz = _LEARN_FRAMES * US_PER_S / max(1, part.duration_us)
    found = _frames(samples(media, part, rate_hz, max_width, keyframes=True))
    if len(found) < _FEWEST_KEYFRAMES:  # a short clip, or keyframes far apart
        found = _frames(samples(media, part, rate_hz, max_width))
    return found


def _frames(found: Iterator[Frame | SourceFault | None]) -> list[NDArray[np.uint8]]:
    # What is broken is told by the reading that follows.
    return [sample[1] for sample in found if isinstance(sample, tuple)]


class FrameScaler:
    """Decoded pictures to small BGR arrays; keeps one scaler, since making one is dear."""

    def __init__(self, max_width: int) -> None:
        from av.video.reformatter import Interpolation, VideoReformatter

        self._max_width = max_width
        self._scaler = VideoReformatter()
        self._way = Interpolation.AREA

    def bgr(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """H x W x 3 uint8, at most as wide as asked, proportions kept."""
        width = min(self._max_width, frame.width)
        height = max(1, round(frame.height * width / frame.width))
        small = self._scaler.reformat(
            frame, width=width, height=height, format="bgr24", interpolation=self._way
        )
        return np.ascontiguousarray(small.to_ndarray(), dtype=np.uint8)


def _prepare(source: VideoSource, span: Span, step_us: int, keyframes: bool) -> None:
    source.open()
    if source.live:
        return
    interval_us = source.keyframe_interval_us
    source.set_keyframes_only(keyframes or (interval_us is not None and step_us >= interval_us))
    source.seek(span.start_us)


def _pictures(source: VideoSource, span: Span) -> Iterator[Picture | SourceFault | None]:
    while True:
        try:
            read = source.read()
        except SourceFault as fault:
            yield fault
            continue
        if isinstance(read, NoRecording):
            if read.span.end_us >= span.end_us:
                return
        elif not isinstance(read, Picture):
            yield None
        elif read.media_time_us >= span.end_us:
            return
        elif source.live or read.media_time_us >= span.start_us:
            yield read
