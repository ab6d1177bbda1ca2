"""Which picture is the n-th after or before a moment, by the source's own pictures."""

from __future__ import annotations

from app.video.media import FAR_FUTURE_US, FAR_PAST_US
from app.video.source import NOTHING, NoRecording, Picture, VideoSource

_PATIENCE = 1000  # reads that give nothing, each up to 10 ms of decoding


def find_step(source: VideoSource, from_us: int, frames: int) -> int | None:
    """Time of the picture ``frames`` after (before, if negative) the one at ``from_us``.

    Moves the source away. None where there is no such picture. Raises its faults.
    """
    backwards = frames < 0
    source.set_backwards(backwards)
    source.seek(from_us - 1 if backwards else from_us)
    at_us: int | None = from_us
    for _ in range(abs(frames)):
        at_us = _next(source, from_us, backwards=backwards)
    return at_us


def _next(source: VideoSource, from_us: int, *, backwards: bool) -> int | None:
    waited = 0
    while waited < _PATIENCE:
        got = source.read()
        if isinstance(got, Picture):
            if backwards or got.media_time_us > from_us:
                return got.media_time_us
        elif isinstance(got, NoRecording) and _is_last(got, backwards=backwards):
            return None
        waited += got is NOTHING
    return None


def _is_last(gap: NoRecording, *, backwards: bool) -> bool:
    """Whether nothing follows a gap, in the direction of reading."""
    if backwards:
        return gap.span.start_us <= FAR_PAST_US
    return gap.span.end_us >= FAR_FUTURE_US
