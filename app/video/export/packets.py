"""The packets of one piece of footage, each with its true time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av

from app.video.export.plan import Piece, audio_stream
from app.video.files.opening import declared_us, first_pts, open_clip, rate_hz
from app.video.files.times import DEFAULT_STEP_US, ClipTimes
from app.video.media import US_PER_S

_MOST_REORDERED = 16  # pictures, in H.264 and H.265
_UNSURE = 32  # more pictures than any decoder holds back
_BACKWARDS_US = (0, 2 * US_PER_S, 10 * US_PER_S, 60 * US_PER_S)


@dataclass(slots=True)
class TimedPacket:
    """A packet in the order of decoding; times are media times, UTC."""

    packet: Any
    sound: bool
    keyframe: bool
    shown_us: int
    decoded_us: int
    duration_us: int


class PieceReader:
    """Reads one file from the last keyframe at or before a moment."""

    def __init__(self, piece: Piece) -> None:
        """Raises SourceFault where the file cannot be opened."""
        self._piece = piece
        self.reordered = False  # pictures are out of order and nothing tells their times
        self._open()

    def _open(self) -> None:
        self.container, self.video = open_clip(self._piece.path)
        self.sound = audio_stream(self.container)
        rate = rate_hz(self.video)
        self.step_us = round(US_PER_S / rate) if rate else DEFAULT_STEP_US
        self._packets = self._demux()
        self._held = self._first()
        origin = first_pts(self.container, self.video)
        held = self._held
        if origin is not None and held is not None and held.pts is not None and held.is_keyframe:
            origin = int(held.pts)
        self.timed = origin is not None
        self.times = ClipTimes(
            self.video.time_base, origin or 0, self.step_us, self._piece.trusted_us
        )
        self._counted = self.times.fresh(self.step_us)  # for pictures without timestamps
        self._origin_us = float((origin or 0) * self.video.time_base * US_PER_S)

    @property
    def turn(self) -> int:
        """By how many degrees pictures are to be turned against the clock."""
        return self._piece.form.turn

    @property
    def held_back_us(self) -> int:
        """How far behind a wanted end reading must go to have all pictures before it."""
        return _MOST_REORDERED * self.step_us if self.reordered else 0

    def close(self) -> None:
        """Let go of the file; idempotent."""
        self._packets = iter(())
        self._held = None
        self.container.close()

    def _demux(self) -> Iterator[Any]:
        streams = [self.video] if self.sound is None else [self.video, self.sound]
        return iter(self.container.demux(streams))

    def _first(self) -> Any:
        """The first packet of pictures; sound before it is not needed."""
        try:
            return next((each for each in self._packets if self._is_picture(each)), None)
        except (av.FFmpegError, OSError):
            return None

    def _is_picture(self, packet: Any) -> bool:
        return bool(packet.size) and packet.stream.index == self.video.index

    # -- times ---------------------------------------------------------------

    def shown_us(self, pts: int | None) -> int:
        """The media time of a decoded picture's timestamp."""
        if pts is None:
            return self._piece.start_us + self._counted.next_us(None)
        return self._piece.start_us + self.times.raw_us(pts) + self.times.shift_us

    def _picture(self, packet: Any) -> TimedPacket:
        stamp = packet.pts if packet.dts is None else packet.dts
        counted_us = self.times.next_us(stamp)
        start_us = self._piece.start_us
        if packet.pts is None:
            shown_us = decoded_us = start_us + counted_us
            self.reordered = self.reordered or bool(self.video.codec_context.has_b_frames)
        else:
            shown_us = self.shown_us(packet.pts)
            decoded_us = shown_us if packet.dts is None else self.shown_us(packet.dts)
        duration_us = self.step_us
        if packet.duration and packet.time_base:
            duration_us = round(packet.duration * packet.time_base * US_PER_S)
        keyframe = bool(packet.is_keyframe)
        return TimedPacket(packet, False, keyframe, shown_us, decoded_us, duration_us)

    def _sound(self, packet: Any) -> TimedPacket | None:
        if packet.pts is None:
            return None
        base = packet.time_base
        offset_us = round(float(packet.pts * base * US_PER_S) - self._origin_us)
        shown_us = self._piece.start_us + offset_us + self.times.shift_us
        duration_us = round((packet.duration or 0) * base * US_PER_S)
        return TimedPacket(packet, True, False, shown_us, shown_us, duration_us)

    # -- reading -------------------------------------------------------------

    def packets(self, from_us: int) -> Iterator[TimedPacket]:
        """From the last keyframe at or before ``from_us`` to the end of the file.

        Ends quietly where the file is damaged: what lies behind cannot be read.
        """
        self._stand_before(from_us)
        return self._from_key(from_us)

    def _from_key(self, from_us: int) -> Iterator[TimedPacket]:
        """Passes over whole groups of pictures that end before ``from_us``."""
        group: list[TimedPacket] = []
        begun = False
        for timed in self._all():
            if not begun and timed.keyframe:
                if timed.shown_us > from_us and group:
                    begun = True
                    self._count_from(group[0].shown_us)
                    yield from group
                    group = []
                elif timed.shown_us <= from_us or not group:
                    group = [each for each in group if each.sound and each.shown_us >= from_us]
            if begun:
                yield timed
            elif timed.keyframe or group:
                group.append(timed)
        if not begun and group:
            self._count_from(group[0].shown_us)
            yield from group

    def _count_from(self, shown_us: int) -> None:
        self._counted.restart(shown_us - self._piece.start_us - self.step_us)

    def _all(self) -> Iterator[TimedPacket]:
        """Every packet with its time; some containers tell the order of decoding late."""
        unsure: list[TimedPacket] = []
        for timed in self._raw():
            if not timed.sound and timed.packet.dts is None and len(unsure) < _UNSURE:
                unsure.append(timed)
                continue
            if unsure and not timed.sound:
                for back, each in enumerate(reversed(unsure), 1):
                    each.decoded_us = timed.decoded_us - back * self.step_us
                yield from unsure
                unsure = []
            yield timed
        yield from unsure

    def _raw(self) -> Iterator[TimedPacket]:
        held, self._held = self._held, None
        if held is not None:
            yield self._picture(held)
        try:
            for packet in self._packets:
                if self._is_picture(packet):
                    yield self._picture(packet)
                elif packet.size:
                    heard = self._sound(packet)
                    if heard is not None:
                        yield heard
        except (av.FFmpegError, OSError):
            return

    def _stand_before(self, from_us: int) -> None:
        offset_us = from_us - self._piece.start_us
        if offset_us <= 0 or not self.timed or self._clock_was_set():
            return
        for back_us in _BACKWARDS_US:
            if self._land(max(0, offset_us - back_us), offset_us):
                return
        self.close()
        self._open()

    def _clock_was_set(self) -> bool:
        """Whether the length of the file is told by counting: then its times are no guide."""
        told = self.video.duration
        if not told:
            return False
        claimed_us = int(told * self.video.time_base * US_PER_S)
        return declared_us(self.container, self.video) != claimed_us

    def _land(self, aim_us: int, offset_us: int) -> bool:
        try:
            self.container.seek(
                self.times.pts_of(aim_us), backward=True, stream=self.video, any_frame=False
            )
            self.video.codec_context.flush_buffers()
            self._packets = self._demux()
            self._held = next(
                (each for each in self._packets if self._is_picture(each) and each.is_keyframe),
                None,
            )
        except (av.FFmpegError, OSError):
            return False
        held = self._held
        if held is None or held.pts is None:
            return False
        self.times.restart()
        return self.times.raw_us(held.pts) <= offset_us
