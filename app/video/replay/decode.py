"""Coded pictures of a recorder into decoded ones, in the order of their times.

On the graphics card where the setting wants it; where that breaks off, software decodes
the group again, whose coded pictures are here, so that no picture is lost by it.
"""

from __future__ import annotations

from typing import Any

import av

from app.video import hardware
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
        self._software = False  # a device broke off with this stream
        self._since_key: list[Coded] = []
        self._given_us: int | None = None  # the latest picture of those
        self.errors = 0
        self.size = (0, 0)

    def use(self, stream: SdpMedia) -> None:
        """Decode what that description says."""
        if stream == self._stream:
            return
        self._codec, self._stream = self._made(stream), stream
        self._begin()

    @property
    def word(self) -> str:
        """``software``, or the hardware that decodes."""
        return hardware.word_of(self._codec)

    def _made(self, stream: SdpMedia) -> Any:
        if not self._software:
            accelerated = hardware.here.decoder(stream.codec, stream.extradata or None)
            if accelerated is not None:
                return accelerated
        try:
            return _software_decoder(stream.codec, stream.extradata)
        except av.FFmpegError:  # what was told in advance is broken; the stream may hold it too
            return _software_decoder(stream.codec, None)

    def _begin(self) -> None:
        self._await_key, self._used = True, False
        self._since_key, self._given_us = [], None

    def restart(self) -> None:
        """The next picture does not follow the last one."""
        if self._codec is not None and self._used:
            self._codec.flush_buffers()
        self._begin()

    def decode(self, unit: Coded, step_us: int, *, alone: bool) -> list[Picture]:
        """The pictures that come out now; ``alone``: this one at once, and none follows it."""
        if self._codec is None or (self._await_key and not unit.keyframe):
            return []
        self._await_key = False
        self._used = True
        if unit.keyframe:
            self._since_key, self._given_us = [], None
        if self.word != hardware.SOFTWARE:
            self._since_key.append(unit)
        try:
            frames = self._decoded(unit, alone=alone)
        except av.FFmpegError:
            if self.word != hardware.SOFTWARE:
                return self._return_to_software(step_us, alone=alone)
            self._await_key = True
            self.errors += 1
            return []
        return self._pictures(frames, step_us)

    def _decoded(self, unit: Coded, *, alone: bool) -> list[Any]:
        packet: Any = av.Packet(unit.data)
        packet.pts = unit.time_us
        frames = list(self._codec.decode(packet))
        if alone:
            frames += self._codec.decode(None)
            self._codec.flush_buffers()
        return frames

    def _return_to_software(self, step_us: int, *, alone: bool) -> list[Picture]:
        """The group from its keyframe on once more; what it gave already is left out."""
        units, given_us = self._since_key, self._given_us
        self._software = True
        if self._stream is not None:
            self._codec = self._made(self._stream)
        self._begin()
        found: list[Picture] = []
        for unit in units:
            found += self.decode(unit, step_us, alone=alone)
        return [each for each in found if given_us is None or each.media_time_us > given_us]

    def drain(self, step_us: int) -> list[Picture]:
        """What the decoder has kept back; it begins anew afterwards."""
        if self._codec is None or not self._used:
            return []
        try:
            pictures = self._pictures(self._codec.decode(None), step_us)
        except av.FFmpegError:
            pictures = []
            if self.word != hardware.SOFTWARE:
                pictures = self._return_to_software(step_us, alone=False)
                return pictures + self.drain(step_us)
        self.restart()
        return pictures

    def close(self) -> None:
        """Let go of the codec."""
        self._codec = self._stream = None
        self._begin()

    def _pictures(self, frames: list[Any], step_us: int) -> list[Picture]:
        pictures = [self._picture(frame, step_us) for frame in frames]
        if pictures:
            latest_us = max(each.media_time_us for each in pictures)
            self._given_us = max(self._given_us or latest_us, latest_us)
        return pictures

    def _picture(self, frame: Any, step_us: int) -> Picture:
        self.size = (frame.width, frame.height)
        shape = pixel_aspect(self._codec.sample_aspect_ratio)
        return Picture(int(frame.pts or 0), frame, bool(frame.key_frame), step_us, shape)


def _software_decoder(codec_name: str, extradata: bytes | None) -> Any:
    codec = av.CodecContext.create(codec_name, "r")
    codec.thread_count = 1
    if extradata:
        codec.extradata = extradata
    codec.open()
    return codec
