"""One picture of a camera to draw its zone on, from its recordings or its live stream."""

from __future__ import annotations

import threading
import time

from app.faults import Fault, Sentence
from app.video.media import LiveStream, Media, Still

PATIENCE_S = 12.0
LOOK_S = 0.05
NO_PICTURE_YET = Sentence(
    "There is no picture of this camera yet. Enter its recording folder, or save its live "
    "address first, then take the picture again.",
    "该摄像机还没有画面。请填写录像文件夹，或先保存实时流地址，然后再次截取画面。",
)
NOTHING_CAME = Sentence(
    "{camera} sent no picture within {seconds} s. Check its address, then try again.",
    "{camera} 在 {seconds} 秒内没有传来画面。请检查地址后重试。",
)


def picture_of(media: Media | None) -> Still:
    """From the middle of the recordings, or the first that a live stream sends.

    Blocks for up to ``PATIENCE_S``: call it off the UI thread. Raises a Fault.
    """
    from app.video.coverage import recorded_span
    from app.video.stills import take_still

    if media is None:
        raise Fault(NO_PICTURE_YET)
    if isinstance(media, LiveStream):
        return _live_picture(media)
    span = recorded_span(media)
    if span is None:
        raise Fault(NO_PICTURE_YET)
    return take_still(media, (span.start_us + span.end_us) // 2)


def _live_picture(media: LiveStream) -> Still:
    from app.video.open import open_source
    from app.video.source import Picture

    source = open_source(media)
    pause = threading.Event()
    until_s = time.monotonic() + PATIENCE_S
    try:
        source.open()
        while time.monotonic() < until_s:
            picture = source.read()
            if isinstance(picture, Picture):
                return source.still(picture.media_time_us)
            pause.wait(LOOK_S)
    finally:
        source.close()
    raise Fault(NOTHING_CAME, camera=media.label or media.url, seconds=int(PATIENCE_S))
