"""The packets of a session between their arrival and the one who receives them."""

from __future__ import annotations

import threading
import time
from collections import deque

from app.video.rtsp.rtp import Reorder, RtpPacket, SequenceWatch, parse_rtp
from app.video.rtsp.stream_parser import Frame

PENDING_MOST = 32 * 1024 * 1024
"""Bytes of packets that may wait while an answer is awaited; older ones are dropped then."""


class PacketBox:
    """Puts in order what came by UDP, counts what is missing, keeps what nobody took yet."""

    def __init__(self) -> None:
        self._channels: dict[int, tuple[Reorder | None, SequenceWatch]] = {}
        self._packets: deque[RtpPacket] = deque()
        self._pending = 0
        self._lock = threading.Lock()  # who asks may read for the one who receives
        self._dropped = 0

    def __len__(self) -> int:
        """How many streams were opened."""
        return len(self._channels)

    def open(self, channel: int, *, ordered: bool) -> None:
        """A stream comes on this channel; ``ordered``: by TCP."""
        self._channels[channel] = (None if ordered else Reorder(), SequenceWatch())

    def take(self, frame: Frame) -> None:
        """A packet came; those of other channels (RTCP) are left out."""
        found = self._channels.get(frame.channel)
        packet = parse_rtp(frame.data, frame.received_ns) if found is not None else None
        if found is not None and packet is not None:
            reorder, watch = found
            self._keep([packet] if reorder is None else reorder.push(packet), watch)

    def late(self) -> None:
        """Give up what has been waited for long enough."""
        for reorder, watch in self._channels.values():
            if reorder is not None:
                self._keep(reorder.late(time.time_ns()), watch)

    def get(self) -> RtpPacket | None:
        """The next packet in order, or None."""
        with self._lock:
            return self._first() if self._packets else None

    @property
    def lost(self) -> int:
        """Packets that never came, or had to be dropped."""
        return self._dropped + sum(watch.lost for _, watch in self._channels.values())

    def _keep(self, packets: list[RtpPacket], watch: SequenceWatch) -> None:
        taken = [packet for packet in packets if watch.takes(packet)]
        with self._lock:
            self._packets.extend(taken)
            self._pending += sum(len(packet.payload) for packet in taken)
            while self._pending > PENDING_MOST:
                self._first()
                self._dropped += 1

    def _first(self) -> RtpPacket:
        packet = self._packets.popleft()
        self._pending -= len(packet.payload)
        return packet
