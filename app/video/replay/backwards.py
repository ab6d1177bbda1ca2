"""A recorder's pictures in falling order of time, from the groups that have come."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace

from app.video.media import FAR_PAST_US, Span
from app.video.pictures.keeping import PictureKeeper
from app.video.replay.decode import ReplayDecoder
from app.video.replay.feed import ReplayFeed
from app.video.replay.store import Group
from app.video.source import NOTHING, NoRecording, Nothing, Picture

KEPT_BYTES = 12 << 20
"""Of one group so much is kept decoded; a longer one is decoded again for its earlier part."""
KEPT_LEAST = 16
_READ_NS = 10_000_000


class ReplayBackwards:
    """Decodes a keyframe's group forwards and gives it backwards, then the one before it."""

    def __init__(self, keeper: PictureKeeper) -> None:
        self._keeper = keeper
        self.decoder = ReplayDecoder()
        self._given: deque[Picture] = deque()
        self._group: Group | None = None
        self._next = 0
        self._before_us = 0
        self.keys = False

    @property
    def position_us(self) -> int:
        """Just before what was given last."""
        return max(self._before_us - 1, FAR_PAST_US)

    def start(self, media_time_us: int) -> None:
        """The next picture is the last one at or before the time."""
        self._given.clear()
        self._group = None
        self._before_us = media_time_us + 1

    def close(self) -> None:
        """Let go of the codec and the pictures."""
        self._given.clear()
        self._group = None
        self.decoder.close()

    def read(self, feed: ReplayFeed) -> Picture | NoRecording | Nothing | None:
        """The one before; NOTHING while it decodes, None while what is needed is not here."""
        if self._group is None and self._given:
            return self._give()
        found = self._locate(feed) if self._group is None else None
        if isinstance(found, NoRecording):
            return found
        if self._group is None:
            return None
        return self._give() if self._decode(feed, self._group) else NOTHING

    def _locate(self, feed: ReplayFeed) -> NoRecording | None:
        with feed.lock:
            found = feed.store.at(self.position_us)
        if isinstance(found, Span):
            self._before_us = min(self._before_us, max(found.start_us, FAR_PAST_US + 1))
            return NoRecording(found)
        if found is not None:
            self._group, self._next = found, 0
            self.decoder.restart()
        return None

    def _decode(self, feed: ReplayFeed, group: Group) -> bool:
        """Decode on for a while; whether the group is done."""
        until_ns = time.monotonic_ns() + _READ_NS
        with feed.lock:
            units = group.units[:1] if self.keys else list(group.units)
            step_us, stream = feed.store.step_us, feed.stream
        if stream is None:
            return False
        self.decoder.use(stream)
        while self._next < len(units):
            unit = units[self._next]
            self._next += 1
            self._keep(self.decoder.decode(unit, step_us, alone=self.keys))
            if time.monotonic_ns() >= until_ns:
                return False
        self._keep(self.decoder.drain(step_us))
        self._group = None
        if not self._given:
            self._before_us = group.key_us  # nothing of it can be decoded
        return True

    def _keep(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            if picture.media_time_us >= self._before_us:
                continue
            frame = self._keeper.kept(picture.frame)
            self._given.append(replace(picture, frame=frame))
            most = max(KEPT_LEAST, KEPT_BYTES * 2 // (3 * frame.width * frame.height + 1))
            if len(self._given) > most:
                self._given.popleft()  # decoded again when it is its turn

    def _give(self) -> Picture | Nothing:
        if not self._given:
            return NOTHING
        picture = self._given.pop()
        self._before_us = picture.media_time_us
        return picture
