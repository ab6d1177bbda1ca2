"""RTP packets (RFC 3550) and their order: what is lost, what comes late."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_HEADER = struct.Struct(">BBHII")
_HALF = 0x8000
_RESTART = 3000  # a jump this far is a sender that began anew, not a loss (RFC 3550, A.1)
HELD_MOST = 64
HELD_NS = 80_000_000


@dataclass(slots=True)
class RtpPacket:
    """One packet; ``received_ns``: nanoseconds since the epoch, UTC."""

    sequence: int
    timestamp: int
    marker: bool
    payload: bytes | memoryview
    extension_profile: int | None
    extension: bytes
    received_ns: int
    payload_type: int = 0
    source: int = 0


def parse_rtp(data: bytes | memoryview, received_ns: int) -> RtpPacket | None:
    """The packet, or None for what is none."""
    view = memoryview(data)
    if len(view) < 12:
        return None
    first, second, sequence, timestamp, source = _HEADER.unpack_from(view)
    if first >> 6 != 2:
        return None
    start, end = 12 + 4 * (first & 15), len(view)
    profile, extension = None, b""
    if first & 0x10:
        if start + 4 > end:
            return None
        profile, words = struct.unpack_from(">HH", view, start)
        start += 4
        extension = bytes(view[start : start + 4 * words])
        start += 4 * words
    if first & 0x20 and end > start:
        end -= view[end - 1]
    if start > end:
        return None
    marker, kind = bool(second & 0x80), second & 0x7F
    payload = bytes(view[start:end])
    return RtpPacket(
        sequence, timestamp, marker, payload, profile, extension, received_ns, kind, source
    )


def behind(sequence: int, other: int) -> int:
    """How many numbers ``sequence`` comes after ``other``, -32768..32767, across the wrap."""
    return ((sequence - other + _HALF) & 0xFFFF) - _HALF


class SequenceWatch:
    """Counts what is missing between the packets of one sender, and drops what came twice."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._source = 0
        self.lost = 0

    def takes(self, packet: RtpPacket) -> bool:
        """Count; False for a packet that came twice or too late to be of use."""
        last, self_source = self._last, self._source
        if last is None or packet.source != self_source:
            self._last, self._source = packet.sequence, packet.source
            return True
        step = behind(packet.sequence, last)
        if -_RESTART < step <= 0:
            return False
        if 1 < step < _RESTART:
            self.lost += step - 1
        self._last = packet.sequence
        return True


class Reorder:
    """For UDP: holds packets that came early until those before them are there.

    Bounded in number and in time: then it goes on without the missing ones.
    """

    def __init__(self, held_most: int = HELD_MOST, held_ns: int = HELD_NS) -> None:
        self._held_most, self._held_ns = held_most, held_ns
        self._held: dict[int, RtpPacket] = {}
        self._next: int | None = None
        self._source = 0

    def push(self, packet: RtpPacket) -> list[RtpPacket]:
        """The packets that are in order now."""
        if self._next is None or packet.source != self._source:
            self._begin(packet)
        step = behind(packet.sequence, self._next or 0)
        if abs(step) >= _RESTART:
            out = [self._held[each] for each in self._in_order()]
            self._held = {}
            self._begin(packet)
            return [*out, *self._run(packet)]
        if step < 0:
            return []
        if step == 0:
            return self._run(packet)
        self._held[packet.sequence] = packet
        return self._overdue(packet.received_ns)

    def late(self, now_ns: int) -> list[RtpPacket]:
        """Packets that have waited long enough, though others before them are missing."""
        return self._overdue(now_ns) if self._held else []

    def _begin(self, packet: RtpPacket) -> None:
        self._next, self._source, self._held = packet.sequence, packet.source, {}

    def _run(self, packet: RtpPacket) -> list[RtpPacket]:
        out = [packet]
        following = (packet.sequence + 1) & 0xFFFF
        while (held := self._held.pop(following, None)) is not None:
            out.append(held)
            following = (following + 1) & 0xFFFF
        self._next = following
        return out

    def _in_order(self) -> list[int]:
        base = self._next or 0
        return sorted(self._held, key=lambda each: behind(each, base))

    def _overdue(self, now_ns: int) -> list[RtpPacket]:
        out: list[RtpPacket] = []
        while self._held:
            first = self._held[self._in_order()[0]]
            waited_ns = now_ns - first.received_ns
            if len(self._held) <= self._held_most and waited_ns < self._held_ns:
                break
            del self._held[first.sequence]
            out += self._run(first)
        return out
