"""One exact picture of any footage, at full resolution."""

from __future__ import annotations

import time

from app.video.media import Media, Still
from app.video.open import open_source
from app.video.source import Picture, VideoSource

LIVE_WAIT_S = 10.0
_PAUSE_S = 0.01


def take_still(media: Media, media_time_us: int) -> Still:
    """The picture shown at that time: the last one at or before it.

    Raises SourceFault where there is no footage at that time. A live address
    is connected for it and gives its first picture, or its fault, within ten
    seconds; a source that is already playing gives one sooner by its ``still``.
    """
    source = open_source(media)
    try:
        if source.live:
            source.open()
            _await_picture(source)
        return source.still(media_time_us)
    finally:
        source.close()


def _await_picture(source: VideoSource) -> None:
    deadline_s = time.monotonic() + LIVE_WAIT_S
    while not isinstance(source.read(), Picture) and time.monotonic() < deadline_s:
        time.sleep(_PAUSE_S)
