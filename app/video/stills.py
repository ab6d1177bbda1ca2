"""One exact picture of any footage, at full resolution."""

from __future__ import annotations

from app.video.media import Media, Still
from app.video.open import open_source


def take_still(media: Media, media_time_us: int) -> Still:
    """The picture shown at that time: the last one at or before it.

    Raises SourceFault where there is no footage at that time. For a live
    address use ``VideoSource.still`` of the source that is playing it.
    """
    source = open_source(media)
    try:
        if source.live:
            source.open()
        return source.still(media_time_us)
    finally:
        source.close()
