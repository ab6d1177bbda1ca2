"""What goes into a clip's file: pictures and sound, taken over or encoded again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import numpy as np

from app.video.export.packets import PieceReader, TimedPacket
from app.video.export.watermark import Stamper, Watermark
from app.video.export.write import MICRO, TICKS, ClipFile
from app.video.pictures.shape import pixel_aspect
from app.video.pictures.turning import PictureTurner

COPIED_SOUND = frozenset({"aac", "mp3", "mp3float", "ac3", "eac3", "opus", "alac", "flac"})
"""What an MP4 file holds as it is; other sound, such as a camera's G.711, becomes AAC."""
_SOUND_BITS = 64_000


class CopiedPictures:
    """Packets as they are, with their times counted from the clip's first picture."""

    def __init__(self, file: ClipFile, reader: PieceReader, zero_us: int) -> None:
        self._file = file
        self._zero_us = zero_us
        self._last_us: int | None = None
        self.stream = file.copy_of(reader.video)

    def put(self, timed: TimedPacket) -> None:
        """Write one packet. Times of decoding only grow, whatever the recorder wrote."""
        packet = timed.packet
        decoded_us = timed.decoded_us - self._zero_us
        if self._last_us is not None:
            decoded_us = max(decoded_us, self._last_us + 12)  # 12 us: one tick of the file
        self._last_us = decoded_us
        packet.time_base = MICRO
        packet.pts = max(timed.shown_us - self._zero_us, decoded_us)
        packet.dts = decoded_us
        packet.duration = timed.duration_us
        packet.stream = self.stream
        self._file.mux(packet)

    def end(self) -> None:
        """Nothing is held back."""


class EncodedPictures:
    """Pictures with a watermark, encoded again as H.264."""

    def __init__(
        self, file: ClipFile, reader: PieceReader, zero_us: int, watermark: Watermark
    ) -> None:
        self._file = file
        self._zero_us = zero_us
        context = reader.video.codec_context
        self._turn, self._turner = reader.turn, PictureTurner()
        width, height, shape = context.width, context.height, reader.video.sample_aspect_ratio
        if self._turn in (90, 270):  # as it is seen, so that the strip lies at its foot
            width, height, shape = height, width, shape and 1 / shape
        self._size = (max(2, width // 2 * 2), max(2, height // 2 * 2))
        rate = max(1, round(1_000_000 / reader.step_us))
        self.stream = file.encoder("libx264", rate)
        self.stream.width, self.stream.height = self._size
        self.stream.pix_fmt = "yuv420p"
        self.stream.codec_context.time_base = TICKS
        if pixel_aspect(shape) != 1.0:
            self.stream.codec_context.sample_aspect_ratio = shape
        self.stream.codec_context.thread_count = 0
        self.stream.options = {"preset": "veryfast", "crf": "20", "g": str(2 * rate)}
        self._stamper = Stamper(watermark, *self._size)
        self._last = -1

    def put(self, frame: av.VideoFrame, media_time_us: int) -> None:
        """Burn the watermark into one picture and write it."""
        stamp = round((media_time_us - self._zero_us) * TICKS.denominator / 1_000_000)
        if stamp <= self._last:
            return  # two pictures of one moment: the first stands
        self._last = stamp
        frame = self._turner.turned(frame, self._turn)
        drawn = frame.reformat(width=self._size[0], height=self._size[1], format="yuv420p")
        if drawn is frame:
            drawn = av.VideoFrame.from_ndarray(frame.to_ndarray(), format="yuv420p")
        plane = drawn.planes[0]
        luma = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        self._stamper.stamp(luma[:, : plane.width], media_time_us)
        drawn.pts, drawn.time_base = stamp, TICKS
        drawn.pict_type = 0  # the encoder chooses, not the recorder
        self._mux(self.stream.encode(drawn))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as they are written."""
        return self._size

    def end(self) -> None:
        """Write what the encoder still holds."""
        self._mux(self.stream.encode(None))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            self._file.mux(packet)


class Sound:
    """The sound of a clip: taken over where an MP4 file can hold it, else as AAC."""

    def __init__(self, file: ClipFile, reader: PieceReader, zero_us: int) -> None:
        context = reader.sound.codec_context
        self._file = file
        self._zero_us = zero_us
        self._last_us = -1
        self.copied = context.name in COPIED_SOUND
        self._resampler: Any = None
        if self.copied:
            self.stream = file.copy_of(reader.sound)
            return
        self.stream = file.encoder("aac", context.sample_rate)
        self.stream.codec_context.layout = "mono" if context.layout.nb_channels == 1 else "stereo"
        self.stream.codec_context.bit_rate = _SOUND_BITS
        self._resampler = av.AudioResampler(
            format="fltp", layout=self.stream.codec_context.layout, rate=context.sample_rate
        )

    def put(self, timed: TimedPacket) -> None:
        """Write one packet, or what its sound becomes."""
        start_us = timed.shown_us - self._zero_us
        if start_us < 0 or start_us <= self._last_us:
            return
        self._last_us = start_us
        if self.copied:
            packet = timed.packet
            packet.time_base = MICRO
            packet.pts = packet.dts = start_us
            packet.duration = timed.duration_us
            packet.stream = self.stream
            self._file.mux(packet)
            return
        self._encode(timed.packet, start_us)

    def _encode(self, packet: Any, start_us: int) -> None:
        try:
            heard = packet.decode()
        except av.FFmpegError:
            return  # a broken piece of sound is silence
        rate = self.stream.codec_context.sample_rate
        for frame in heard:
            frame.pts, frame.time_base = start_us * rate // 1_000_000, Fraction(1, rate)
            for ready in self._resampler.resample(frame):
                self._mux(self.stream.encode(ready))

    def end(self) -> None:
        """Write what the encoder still holds."""
        if not self.copied:
            for ready in self._resampler.resample(None):
                self._mux(self.stream.encode(ready))
            self._mux(self.stream.encode(None))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            self._file.mux(packet)
