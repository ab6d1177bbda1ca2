"""Where the keyframes of a clip are that cannot be found by its timestamps.

Streams without timestamps, and clips whose clock was set while recording, are
read through once without decoding; after that a jump costs one keyframe.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any, NamedTuple

import av

from app.video.files.times import ClipTimes


class KeyPlace(NamedTuple):
    """One keyframe: its offset, how many packets lie before it, the clock's error there."""

    offset_us: int
    packets_before: int
    shift_us: int


class KeyPlaces:
    """The keyframes of one clip in order."""

    def __init__(self, packets: Iterable[Any], times: ClipTimes) -> None:
        """Read ``packets`` to their end, or to where the file is damaged.

        ``times``: fresh ones; they correct the clock as playing does. The order
        is that of decoding (dts), a keyframe's own offset that of showing (pts).
        """
        self._places: list[KeyPlace] = []
        try:
            for number, packet in enumerate(packets):
                self._note(number, packet, times)
        except (av.FFmpegError, OSError):
            return  # the damage is told when playing comes to it

    def _note(self, number: int, packet: Any, times: ClipTimes) -> None:
        if not packet.size:
            return
        stamp = packet.pts if packet.dts is None else packet.dts
        offset_us = times.next_us(stamp)
        if not packet.is_keyframe:
            return
        if packet.pts is not None:
            offset_us = max(0, times.raw_us(packet.pts) + times.shift_us)
        self._places.append(KeyPlace(offset_us, number, times.shift_us))

    def of_packet(self, packets_before: int) -> KeyPlace | None:
        """The keyframe that this many packets precede; None where that one is none."""
        found = bisect_left(self._places, packets_before, key=lambda place: place.packets_before)
        place = self._places[found] if found < len(self._places) else None
        return place if place is not None and place.packets_before == packets_before else None

    def at(self, offset_us: int) -> KeyPlace | None:
        """The last keyframe at or before the offset; None before the first."""
        found = bisect_right(self._places, offset_us, key=lambda place: place.offset_us)
        return self._places[found - 1] if found else None
