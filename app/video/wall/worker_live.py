"""A live tile inside a worker: the newest picture at once, whatever the clock says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.video.faults import SourceFault
from app.video.live.facts import LiveFacts
from app.video.media import LiveStream, Still
from app.video.pictures.shape import Crop
from app.video.source import Picture, VideoSource
from app.video.tiles import PLAYING, TileFacts, TileState
from app.video.wall.moment import Moment
from app.video.wall.picture_writer import PictureWriter
from app.video.wall.saving_steps import Load
from app.video.wall.stream_choice import StreamName
from app.video.wall.worker_tile import lost

if TYPE_CHECKING:
    from app.video.live.source import LiveSource
    from app.video.wall.slots import SlotWriter

_POLL_NS = 10_000_000
_LOOK_NS = 60_000_000  # where the source calls by itself: only to see what it did not call for
_SHOWN_LEAST_NS = 15_000_000  # not more often than a screen is painted
_TURN_NS = 30_000_000  # a tile that has much to catch up with must not starve the others
_FRESH_US = 200_000
"""A picture no older than this is shown before the next is decoded.

On a busy machine pictures are decoded several at a time. All tiles then show one
after another in turn, instead of each the last of its own.
"""
_EPOCH = 0


class LiveTile:
    """A live source; its own thread receives, this one decodes what has come."""

    def __init__(
        self,
        source: VideoSource,
        writer: SlotWriter,
        tell: Callable[[TileState], None],
        tell_facts: Callable[[TileFacts, bool], None] = lambda _facts, _slow: None,
        call: Callable[[], None] | None = None,
    ) -> None:
        """``call``: from any thread, has ``turn`` come at once."""
        self.source = source
        self._camera = _camera(source)
        self._tell_facts = tell_facts
        self._facts = None if self._camera is None else LiveFacts(self._camera)
        self._pictures = PictureWriter(writer)
        self._tell = tell
        self._last: Picture | None = None
        self._written_ns = 0
        self._written_us = -1
        self._visible = True
        self._rest_ns = _POLL_NS
        if self._camera is not None and call is not None:
            self._camera.on_arrival = call
            self._rest_ns = _LOOK_NS

    @property
    def visible(self) -> bool:
        """Whether the tile can be seen; while it cannot, keyframes alone are decoded."""
        return self._visible

    @visible.setter
    def visible(self, on: bool) -> None:
        self._visible = on
        self.source.set_keyframes_only(not on)

    def load(self, speed: float) -> Load:  # noqa: ARG002 - a camera has one speed
        """A live camera is decoded in any case: there is nothing to save."""
        return Load()

    def replace_writer(self, writer: SlotWriter, moment: Moment) -> None:
        """Go on in a block of another size, beginning with the last picture."""
        self._pictures.replace(writer)
        if self._last is not None:
            self._pictures.write(self._last, _EPOCH, moment.now_us)

    def set_crop(self, crop: Crop | None, moment: Moment) -> None:
        """Show that part of the picture (None: the whole), of the last one at once."""
        if self._pictures.crop != crop:
            self._pictures.crop = crop
            if self._last is not None:
                self._pictures.write(self._last, _EPOCH, moment.now_us)

    def turn(self, moment: Moment) -> int:
        """Show the newest picture that has come; returns when to look again (ns)."""
        try:
            newest = self._newest()
        except SourceFault as fault:
            self._tell(self._lost(fault))
            return moment.now_ns + 10 * _POLL_NS
        if newest is not None:
            self._last = newest
        waited = moment.now_ns - self._written_ns >= _SHOWN_LEAST_NS
        new = self._last is not None and self._last.media_time_us != self._written_us
        if self._last is not None and new and waited and self.visible:
            self._pictures.write(self._last, _EPOCH, self._last.media_time_us)
            self._written_ns, self._written_us = moment.now_ns, self._last.media_time_us
            self._tell(PLAYING)
            if self._facts is not None:
                self._facts.shown(time.time_ns() // 1000 - self._written_us)
        self._tell_of_stream(moment.now_ns)
        if self._camera is not None and self._camera.backlog:
            return moment.now_ns
        return moment.now_ns + (self._rest_ns if waited or not new else _SHOWN_LEAST_NS)

    def choose(self, stream: StreamName) -> None:
        """Show the camera's main or small stream, without a gap."""
        if self._camera is not None:
            self._camera.choose(stream)

    @property
    def shows_small(self) -> bool:
        """Whether the pictures are the small stream's, beside which there is a main one."""
        return self._camera is not None and self._camera.stream == "sub"

    def _tell_of_stream(self, now_ns: int) -> None:
        facts = self._facts.look(now_ns) if self._facts is not None else None
        if facts is not None and self._facts is not None:
            self._tell_facts(facts, self._facts.slow)

    def _lost(self, fault: SourceFault) -> TileState:
        """Why there is no picture, and how often it has been tried to get it back."""
        state = lost(fault)
        tries = self._camera.state().tries if self._camera is not None else 0
        return replace(state, values={**state.values, "tries": tries})

    def _newest(self) -> Picture | None:
        newest, until_ns = None, time.monotonic_ns() + _TURN_NS
        while time.monotonic_ns() < until_ns:
            got = self.source.read()
            if not isinstance(got, Picture):
                break
            newest = got
            if self._worth_showing(got):
                break
        return newest

    def _worth_showing(self, picture: Picture) -> bool:
        """Whether it is shown although a newer one may wait."""
        if self._camera is None or time.monotonic_ns() - self._written_ns < _SHOWN_LEAST_NS:
            return False
        return time.time_ns() // 1000 - picture.media_time_us < _FRESH_US

    def find_step(self, from_us: int, frames: int) -> int | None:  # noqa: ARG002 - no other pictures to step to
        """A live picture cannot be stepped from."""
        return None

    def close(self) -> None:
        """Hang up and detach from the block."""
        self.source.close()
        self._pictures.ring.release()


def _camera(source: VideoSource) -> LiveSource | None:
    """The source as a camera; other live sources (tests) have no streams to choose from."""
    from app.video.live.source import (
        LiveSource,  # the window's process must start without the codecs
    )

    return source if isinstance(source, LiveSource) else None


def main_picture(media: LiveStream) -> Still:
    """The first picture that the main stream gives from now on. Raises SourceFault."""
    from app.video.stills import take_still

    return take_still(replace(media, sub_url=""), 0)
