"""From the packets of a live camera to its pictures; never a torn one."""

from __future__ import annotations

from typing import Any

import av

from app.video import hardware
from app.video.live.queue import LivePacket, StreamFacts
from app.video.media import US_PER_S
from app.video.pictures.shape import pixel_aspect
from app.video.source import Picture

_DEFAULT_STEP_US = 40_000
_FAILURES_MOST = 3  # keyframes in a row that give no picture: the decoder has the wrong coding
_LENIENT_FROM = 2  # ... and from here on the decoder may overlook errors: some cameras make them


class LiveDecoder:
    """One codec thread; begins anew where the connection or the stream did."""

    def __init__(self) -> None:
        self.facts: StreamFacts | None = None
        self.keyframe_interval_us: int | None = None
        self.errors = 0
        self.pictures = 0
        self.size = (0, 0)
        self._codec: Any = None
        self._strict = True
        self._software = False  # a device broke off with this stream
        self._keys = False
        self._await_keyframe = True
        self._failed_keyframes = 0
        self._last_us = 0
        self._last_key: LivePacket | None = None

    @property
    def keyframes_only(self) -> bool:
        """Whether all but keyframes are left out."""
        return self._keys

    def set_keyframes_only(self, on: bool) -> None:
        """Decode keyframes alone; all pictures come back at the next keyframe."""
        if on != self._keys:
            self._keys = on
            self._await_keyframe = True

    def hopeless(self) -> bool:
        """Whether nothing of what comes can be decoded, so that only a new connection helps."""
        return self._failed_keyframes >= _FAILURES_MOST

    def begin_anew(self) -> None:
        """Forget the stream; what comes next may be another one."""
        self.facts = self._codec = None
        self._failed_keyframes = 0

    def decode(self, packet: LivePacket) -> Picture | None:
        """The picture of a packet, or None where it gives none (yet)."""
        if packet.facts is not self.facts:
            self._strict, self._failed_keyframes = True, 0
            self._begin(packet.facts)
        elif self._strict and self._failed_keyframes >= _LENIENT_FROM:
            self._strict = False
            self._begin(packet.facts)
        if packet.keyframe:
            self._learn_interval(packet)
            if self._await_keyframe:
                self._codec.flush_buffers()
                self._await_keyframe = False
        elif self._keys or self._await_keyframe:
            return None
        frame = self._frame(packet)
        if frame is None:
            return None
        self._failed_keyframes = 0
        self.pictures += 1
        self.size = (frame.width, frame.height)
        self._last_us = max(self._last_us + 1, frame.pts or packet.received_us)
        rate_hz = packet.facts.rate_hz
        step_us = round(US_PER_S / rate_hz) if rate_hz else _DEFAULT_STEP_US
        shape = pixel_aspect(self._codec.sample_aspect_ratio)
        return Picture(self._last_us, frame, bool(frame.key_frame), step_us, shape)

    def _begin(self, facts: StreamFacts) -> None:
        self._codec, self.facts = self._decoder(facts), facts
        self._await_keyframe = True
        self._last_key = None

    def _decoder(self, facts: StreamFacts) -> Any:
        if not self._software:
            accelerated = hardware.here.decoder(facts.codec, facts.extradata)
            if accelerated is not None:
                return accelerated
        try:
            return self._software_decoder(facts.codec, facts.extradata)
        except av.FFmpegError:  # what was told in advance is broken; the stream may hold it too
            return self._software_decoder(facts.codec, None)

    def _software_decoder(self, codec_name: str, extradata: bytes | None) -> Any:
        codec = av.CodecContext.create(codec_name, "r")
        codec.thread_count = 1
        if self._strict:
            codec.options = {"err_detect": "explode"}  # rather no picture than a torn one
        if extradata is not None:
            codec.extradata = extradata
        codec.open()
        return codec

    @property
    def word(self) -> str:
        """``software``, or the hardware that decodes."""
        return hardware.word_of(self._codec)

    def _frame(self, packet: LivePacket) -> Any:
        coded: Any = av.Packet(packet.data)
        coded.pts = packet.received_us
        try:
            frames = self._codec.decode(coded)
            if self._keys and not frames:
                frames = self._codec.decode(None)
                self._codec.flush_buffers()
        except av.FFmpegError:
            if self.word != hardware.SOFTWARE:
                return self._return_to_software(packet)
            self._fail(packet)
            return None
        if any(frame.is_corrupt for frame in frames):
            self._fail(packet)
            return None
        if not frames and packet.keyframe:
            self._failed_keyframes += 1
        return frames[-1] if frames else None

    def _return_to_software(self, packet: LivePacket) -> Any:
        """The device broke off; a keyframe loses nothing by it."""
        self._software = True
        self._begin(packet.facts)
        if not packet.keyframe:
            return None
        self._await_keyframe = False
        return self._frame(packet)

    def _fail(self, packet: LivePacket) -> None:
        """Data were lost: pictures would be torn until the next keyframe."""
        self.errors += 1
        self._await_keyframe = True
        if packet.keyframe:
            self._failed_keyframes += 1

    def _learn_interval(self, packet: LivePacket) -> None:
        """By the camera's own clock where it tells one: pictures arrive in bursts."""
        last, self._last_key = self._last_key, packet
        if last is None:
            return
        if last.stream_us is not None and packet.stream_us is not None:
            step_us = packet.stream_us - last.stream_us
        else:
            step_us = packet.received_us - last.received_us
        if step_us > 0:
            self.keyframe_interval_us = step_us
