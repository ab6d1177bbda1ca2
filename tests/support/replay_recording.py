"""A drawn clip as hours of recording: which picture was taken when, and in which order it comes."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext

from app.video.media import US_PER_S, Span
from app.video.replay.times import ntp_bytes

_START_CODE = re.compile(b"\x00\x00\x00?\x01")


def read_access_units(clip: Path) -> list[list[bytes]]:
    """The NAL units of every picture of an H.264 clip."""
    units = []
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        bitstream = BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in container.demux(stream):
            for filtered in bitstream.filter(packet if packet.size else None):
                nals = _START_CODE.split(bytes(filtered))
                units += [[nal for nal in nals if nal]]
    return units


def read_places(clip: Path) -> list[int]:
    """At which place each coded picture is shown, in the order of decoding."""
    with av.open(str(clip)) as container:
        shown = [packet.pts or 0 for packet in container.demux(video=0) if packet.size]
    places = {pts: place for place, pts in enumerate(sorted(shown))}
    return [places[pts] for pts in shown]


@dataclass(frozen=True)
class Frame:
    """One coded picture; ``number``: which one of the clip it is."""

    time_us: int
    number: int
    unit: list[bytes]
    key: bool
    cut: bool = False
    """It does not follow the one before it."""


class Recording:
    """The clip over and over from the first span's start, seen only where spans are.

    The clip's first picture and every keyframe must stand by itself (closed groups).
    """

    def __init__(self, clip: Path, rate: int, spans: tuple[Span, ...]) -> None:
        units = read_access_units(clip)
        self._units, self.rate, self.spans = units, rate, spans
        self._places = read_places(clip)
        self._keys = [any(nal[0] & 31 == 5 for nal in unit) for unit in units]
        nals = [nal for unit in units for nal in unit]
        self.parameter_sets = [next(nal for nal in nals if nal[0] & 31 == kind) for kind in (7, 8)]

    def number_at(self, time_us: int) -> int:
        """Which picture of the clip is the one at that time."""
        return self._index(time_us) % len(self._units)

    def time_of(self, index: int) -> int:
        """When the n-th picture since the beginning was taken."""
        return self.spans[0].start_us + index * US_PER_S // self.rate

    def frames(
        self, from_us: int, to_us: int | None, back: bool, intra_us: int | None
    ) -> Iterator[Frame]:
        """Pictures in the order in which they are sent, from the keyframe at or before."""
        groups = self._groups_back(from_us, to_us) if back else self._groups(from_us, to_us)
        last_us: int | None = None
        for number, group in enumerate(groups):
            key = group[0]
            if intra_us is None:
                yield from group
                continue
            if number and last_us is not None and abs(key.time_us - last_us) < intra_us:
                continue
            last_us = key.time_us
            yield key

    def _groups(self, from_us: int, to_us: int | None) -> Iterator[list[Frame]]:
        for span in self.spans:
            if span.end_us <= from_us or (to_us is not None and span.start_us >= to_us):
                continue
            index = self._key_before(max(self._index(max(from_us, span.start_us)), 0), span)
            yield from self._run(index, min(span.end_us, to_us or span.end_us))

    def _run(self, index: int, end_us: int) -> Iterator[list[Frame]]:
        group: list[Frame] = []
        first = True
        while self.time_of(index) < end_us:
            frame = self._frame(index, cut=first)
            if frame.key and group:
                yield group
                group = []
            group.append(frame)
            first = False
            index += 1
        if group:
            yield group

    def _groups_back(self, from_us: int, to_us: int | None) -> Iterator[list[Frame]]:
        for span in reversed(self.spans):
            if span.start_us > from_us or (to_us is not None and span.end_us <= to_us):
                continue
            upto_us = min(from_us + 1, span.end_us)
            groups = list(self._run(self._key_before(self._index(span.start_us), span), upto_us))
            yield from (
                group for group in reversed(groups) if to_us is None or group[-1].time_us >= to_us
            )

    def _key_before(self, index: int, span: Span) -> int:
        """The keyframe at or before, or the first one of the span."""
        first = -((span.start_us - self.spans[0].start_us) * -self.rate // US_PER_S)
        at = index
        while at >= first and not self._keys[at % len(self._units)]:
            at -= 1
        if at >= first:
            return at
        while not self._keys[first % len(self._units)]:
            first += 1
        return first

    def _index(self, time_us: int) -> int:
        return (time_us - self.spans[0].start_us) * self.rate // US_PER_S

    def _frame(self, index: int, *, cut: bool) -> Frame:
        number = index % len(self._units)
        shown = index - number + self._places[number]
        return Frame(self.time_of(shown), number, self._units[number], self._keys[number], cut)


def extension_of(frame: Frame, told_us: int, cseq: int, *, fresh: bool, terminal: bool) -> bytes:
    """The 12 bytes that tell the frame's time and place (ONVIF streaming, 6.2)."""
    clean = 0x80 if frame.key else 0
    cut = 0x20 if fresh or frame.cut else 0
    end = (0x40 | 0x10) if terminal else 0
    return ntp_bytes(told_us) + struct.pack(">BBH", clean | cut | end, cseq, 0)
