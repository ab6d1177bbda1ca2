"""How far ahead of the clock a recorded tile reads, and when it comes back to read on.

Pure rules; ``ahead`` are the places on the line of play where the waiting pictures are
due, in order.
"""

from __future__ import annotations

from app.video.clock import ClockState
from app.video.media import US_PER_S

IDLE_NS = 250_000_000
"""To look again where nothing is due for long."""
_LONG_NS, _FEW = 600_000_000, 6
_ARRIVING_NS = 500_000_000


def enough(ahead: list[int], clock: ClockState, now_ns: int, went_ns: int) -> bool:
    """Whether what waits lasts for long, whatever room the ring has.

    A ring is deep for pictures that follow quickly; more of what is seldom due, or
    not due at all while the clock stands, would take time from tiles that have less.
    So would more right after ``went_ns``, the last jump, when other tiles have nothing.
    """
    if len(ahead) < _FEW:
        return False
    last_ns = clock.due_ns(ahead[-1]) if clock.playing else None
    far = last_ns is None or last_ns - now_ns > _LONG_NS
    return far or now_ns - went_ns < _ARRIVING_NS


def wake_ns(ahead: list[int], clock: ClockState, now_ns: int) -> int:
    """When half of what waits has been used up: fewer, larger pieces of work."""
    due_ns = clock.due_ns(ahead[len(ahead) // 2])
    return now_ns + IDLE_NS if due_ns is None else min(max(due_ns, now_ns), now_ns + IDLE_NS)


def lead_us(clock: ClockState) -> int:
    """How much media time before a gap's end to begin reading what follows."""
    return int(abs(clock.speed) * US_PER_S)
