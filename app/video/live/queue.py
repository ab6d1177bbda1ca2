"""What a live camera has sent and nobody has decoded yet: bounded, newest wins."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

CAPACITY = 150
"""About six seconds at 25 pictures a second: more than any keyframe interval in usual use."""
LATE_US = 400_000
"""A picture waiting longer is old: go on with the newest keyframe that has come since."""
TOO_LATE_US = 2_000_000
"""After this long without a keyframe behind it, wait for the next one with nothing in between.

Until then what waits is decoded unseen, many times faster than it came: a machine
that was busy for a moment is back sooner than the next keyframe comes.
"""


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What a decoder must know of one connection's stream."""

    connection: int
    codec: str
    extradata: bytes | None
    width: int
    height: int
    rate_hz: float | None


@dataclass(frozen=True, slots=True)
class LivePacket:
    """One coded picture, when it was received (microseconds UTC), and the camera's own clock.

    ``damaged``: parts of it, or pictures before it, were lost on the way.
    """

    facts: StreamFacts
    data: bytes
    keyframe: bool
    received_us: int
    stream_us: int | None = None
    damaged: bool = False


class PacketQueue:
    """Between the thread that receives and the one that decodes; neither waits for the other.

    A picture can be decoded only after all since its keyframe. So where one is
    lost, or where too many wait, everything is dropped up to a keyframe: a tile
    would rather stand still for a moment than show torn or old pictures.
    ``late`` counts how often the decoder was found behind.
    """

    def __init__(
        self, capacity: int = CAPACITY, arrived: Callable[[], None] = lambda: None
    ) -> None:
        """``arrived`` is called by whoever puts, after each packet that counts."""
        self._capacity, self._arrived = capacity, arrived
        self._packets: deque[LivePacket] = deque()
        self._lock = threading.Lock()
        self._await_keyframe = True
        self.dropped = 0
        self.late = 0

    def __len__(self) -> int:
        return len(self._packets)

    def put(self, packet: LivePacket) -> None:
        """Add the newest packet."""
        with self._lock:
            if len(self._packets) >= self._capacity:
                self.late += 1
                self._drop_all()
            if packet.damaged and packet.facts.codec != "mjpeg":
                self._await_keyframe = True
            if packet.damaged or (self._await_keyframe and not packet.keyframe):
                self.dropped += 1
                return
            self._await_keyframe = False
            self._packets.append(packet)
        self._arrived()

    def get(self, now_us: int | None = None) -> LivePacket | None:
        """The oldest packet that still counts, or None when there is none."""
        with self._lock:
            if not self._packets:
                return None
            now = time.time_ns() // 1000 if now_us is None else now_us
            if now - self._packets[0].received_us > LATE_US:
                self.late += 1
                self._catch_up(now)
            return self._packets.popleft() if self._packets else None

    def _catch_up(self, now_us: int) -> None:
        """Leave out what a later keyframe makes needless; everything where nothing else helps."""
        packets = self._packets
        newest = max((at for at, each in enumerate(packets) if each.keyframe), default=0)
        for _ in range(newest):
            packets.popleft()
        self.dropped += newest
        if not packets[0].keyframe and now_us - packets[0].received_us > TOO_LATE_US:
            self._drop_all()

    def _drop_all(self) -> None:
        self.dropped += len(self._packets)
        self._packets.clear()
        self._await_keyframe = True

    def broken(self) -> None:
        """The stream was interrupted: what follows is usable from a keyframe on."""
        with self._lock:
            self._await_keyframe = True

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._packets.clear()
            self._await_keyframe = True
