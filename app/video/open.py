"""From a description of footage to the source that reads it."""

from __future__ import annotations

from app.video.media import LiveStream, Media, RecorderPlayback
from app.video.source import VideoSource


def open_source(media: Media) -> VideoSource:
    """The source for ``media``, not yet opened: call its ``open``."""
    if isinstance(media, LiveStream):
        from app.video.live.source import LiveSource

        return LiveSource(media)
    if isinstance(media, RecorderPlayback):
        if media.fetched is not None:
            from app.video.replay.local import LocalFirstSource

            return LocalFirstSource(media, media.fetched)
        from app.video.replay.source import ReplaySource

        return ReplaySource(media)
    from app.video.recordings.source import RecordingSource

    return RecordingSource(media)
