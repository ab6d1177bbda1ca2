"""Coded pictures of a recorder into decoded ones, in the order of their times."""

from __future__ import annotations

from typing import Any

import av

from app.video.pictures.shape import pixel_aspect
from app.video.replay.store import Coded
from app.video.rtsp.sdp import SdpMedia
from app.video.source import Picture

av.logging.set_level(None)  # its log callback takes the GIL and can stop every decode thread


class ReplayDecoder:
    """One codec context; begins anew where ``restart`` says so, and after what it cannot read."""

    def __init__(self) -> None:
        self._codec: Any = None
        self._stream: SdpMedia | None = None
        self._await_key = True
        self._used = False
        self.errors = 0
        self.size = (0, 0)

    def use(self, stream: SdpMedia) -> None:
        """Decode what that description says."""
        if stream == self._stream:
            return
        codec = av.CodecContext.create(stream.codec, "r")
        codec.thread_count = 1
        if stream.extradata:
            codec.extradata = stream.extradata
        codec.open()
        self._codec, self._stream = codec, stream
        self._await_key, self._used = True, False

    def restart(self) -> None:
        """The next picture does not follow the last one."""
        if self._codec is not None and self._used:
            self._codec.flush_buffers()
        self._await_key, self._used = True, False

    def decode(self, unit: Coded, step_us: int, *, alone: bool) -> list[Picture]:
        """The pictures that come out now; ``alone``: this one at once, and none follows it."""
        if self._codec is None or (self._await_key and not unit.keyframe):
            return []
        self._await_key = False
        self._used = True
        packet: Any = av.Packet(unit.data)
        packet.pts = unit.time_us
        try:
            frames = self._codec.decode(packet)
            if alone:
                frames += self._codec.decode(None)
                self._codec.flush_buffers()
        except av.FFmpegError:
            self._await_key = True
            self.errors += 1
            return []
        return [self._picture(frame, step_us) for frame in frames]

    def drain(self, step_us: int) -> list[Picture]:
        """What the decoder has kept back; it begins anew afterwards."""
        if self._codec is None or not self._used:
            return []
        try:
            frames = self._codec.decode(None)
        except av.FFmpegError:
            frames = []
        self.restart()
        return [self._picture(frame, step_us) for frame in frames]

    def close(self) -> None:
        """Let go of the codec."""
        self._codec = self._stream = None

    def _picture(self, frame: Any, step_us: int) -> Picture:
        self.size = (frame.width, frame.height)
        shape = pixel_aspect(self._codec.sample_aspect_ratio)
        return Picture(int(frame.pts or 0), frame, bool(frame.key_frame), step_us, shape)
