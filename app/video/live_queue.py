"""What a live camera has sent and nobody has decoded yet: bounded, newest wins."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

CAPACITY = 150
"""About six seconds at 25 pictures a second: more than any keyframe interval in usual use."""


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
    """One coded picture, when it was received (microseconds UTC), and the camera's own clock."""

    facts: StreamFacts
    data: bytes
    keyframe: bool
    received_us: int
    stream_us: int | None = None


class PacketQueue:
    """Between the thread that receives and the one that decodes; neither waits for the other.

    When it is full the waiting packets are useless without those that would be
    lost, so everything is dropped up to the next keyframe.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._packets: deque[LivePacket] = deque()
        self._lock = threading.Lock()
        self._await_keyframe = True
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._packets)

    def put(self, packet: LivePacket) -> None:
        """Add the newest packet."""
        with self._lock:
            if len(self._packets) >= self._capacity:
                self.dropped += len(self._packets)
                self._packets.clear()
                self._await_keyframe = True
            if self._await_keyframe and not packet.keyframe:
                self.dropped += 1
                return
            self._await_keyframe = False
            self._packets.append(packet)

    def get(self) -> LivePacket | None:
        """The oldest packet, or None when there is none."""
        with self._lock:
            return self._packets.popleft() if self._packets else None

    def broken(self) -> None:
        """The stream was interrupted: what follows is usable from a keyframe on."""
        with self._lock:
            self._await_keyframe = True

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._packets.clear()
            self._await_keyframe = True
