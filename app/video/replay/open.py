"""Which recorders' cameras this process is watching, so that a still needs no further session."""

from __future__ import annotations

import threading

from app.video.media import RecorderPlayback
from app.video.replay.feed import ReplayFeed
from app.video.replay.store import Group

_LOCK = threading.Lock()
_IN_USE: dict[RecorderPlayback, list[ReplayFeed]] = {}


def of_use(media: RecorderPlayback, feed: ReplayFeed) -> None:
    """The feed has begun."""
    with _LOCK:
        _IN_USE.setdefault(media, []).append(feed)


def out_of_use(media: RecorderPlayback, feed: ReplayFeed) -> None:
    """The feed ends."""
    with _LOCK:
        feeds = _IN_USE.get(media, [])
        if feed in feeds:
            feeds.remove(feed)
        if not feeds:
            _IN_USE.pop(media, None)


def was_heard(media: RecorderPlayback) -> bool:
    """Whether the recorder has sent something of the camera to a feed in use."""
    with _LOCK:
        return any(feed.heard for feed in _IN_USE.get(media, ()))


def feed_that_has(media: RecorderPlayback, media_time_us: int) -> tuple[ReplayFeed, Group] | None:
    """A feed in whose store every picture of that moment's group is, up to the moment."""
    with _LOCK:
        feeds = list(_IN_USE.get(media, ()))
    for feed in feeds:
        with feed.lock:
            found = feed.store.at(media_time_us)
            if isinstance(found, Group) and not found.spaced_us:
                return feed, found
    return None
