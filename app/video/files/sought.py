"""The way from a keyframe to a sought picture: what lies between, told before it is decoded.

The packets' times are known without decoding them, so the sought picture is known
too, and pictures before it that no other is built on need not be decoded at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GLANCE_FROM = 10
"""From so many pictures after the keyframe on, the keyframe is worth showing first."""
_MOST_PACKETS = 4000
_MOST_BYTES = 48 << 20


@dataclass(frozen=True, slots=True)
class Way:
    """To the picture ``wanted_pts`` over so many ``pictures``; ``to_end``: nothing follows."""

    wanted_pts: int
    pictures: int
    to_end: bool

    def may_skip(self, packet: Any) -> bool:
        """Whether the packet's picture is not shown, so that it counts only for others."""
        return packet.pts is not None and packet.pts < self.wanted_pts


def way_to(before_pts: int, packets: Iterable[Any]) -> Way | None:
    """The way to the last picture before that time; ``packets`` begin with a keyframe.

    Takes no more packets than it must. None where the times do not tell, where there is
    no such picture, or where keeping the packets would take too much memory.
    """
    wanted, pictures, count, size, to_end = None, 0, 0, 0, True
    for packet in packets:
        if not packet.size:
            break
        pts, dts = packet.pts, packet.dts
        if pts is None or dts is None or dts > pts:
            return None
        if dts >= before_pts:
            to_end = False  # nothing that is shown earlier can follow
            break
        count, size = count + 1, size + packet.size
        if count > _MOST_PACKETS or size > _MOST_BYTES:
            return None
        if pts < before_pts:
            pictures += 1
            wanted = pts if wanted is None else max(wanted, pts)
    return None if wanted is None else Way(wanted, pictures, to_end)
