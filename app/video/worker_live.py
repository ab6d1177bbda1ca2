"""A live tile inside a worker: the newest picture at once, whatever the clock says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.video.faults import SourceFault
from app.video.picture_shape import Crop
from app.video.picture_writer import PictureWriter
from app.video.source import Picture, VideoSource
from app.video.tiles import PLAYING, TileState
from app.video.worker_tile import Moment, lost

if TYPE_CHECKING:
    from app.video.slots import SlotWriter

_POLL_NS = 10_000_000
_SHOWN_LEAST_NS = 30_000_000  # not more often than a screen is looked at
_READ_MOST = 50  # pictures of one turn; a source that floods must not starve the others
_EPOCH = 0


class LiveTile:
    """A live source; its own thread receives, this one decodes what has come."""

    def __init__(
        self, source: VideoSource, writer: SlotWriter, tell: Callable[[TileState], None]
    ) -> None:
        self.source = source
        self._pictures = PictureWriter(writer)
        self._tell = tell
        self._last: Picture | None = None
        self._written_ns = 0
        self._written_us = -1
        self.visible = True

    def cores(self, speed: float) -> float:  # noqa: ARG002 - a camera has one speed
        """A live camera is decoded in any case and counts for nothing here."""
        return 0.0

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
        return moment.now_ns + _POLL_NS

    def _lost(self, fault: SourceFault) -> TileState:
        """Why there is no picture, and how often it has been tried to get it back."""
        from app.video.live import LiveSource

        state = lost(fault)
        tries = self.source.state().tries if isinstance(self.source, LiveSource) else 0
        return replace(state, values={**state.values, "tries": tries})

    def _newest(self) -> Picture | None:
        newest = None
        for _ in range(_READ_MOST):
            got = self.source.read()
            if not isinstance(got, Picture):
                break
            newest = got
        return newest

    def find_step(self, from_us: int, frames: int) -> int | None:  # noqa: ARG002 - no other pictures to step to
        """A live picture cannot be stepped from."""
        return None

    def close(self) -> None:
        """Hang up and detach from the block."""
        self.source.close()
        self._pictures.ring.release()
