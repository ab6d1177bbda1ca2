"""What a live tile tells of its stream, once a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.video.tiles import TileFacts

if TYPE_CHECKING:
    from app.video.live.source import LiveSource

_EVERY_NS = 1_000_000_000


class LiveFacts:
    """Reads a source's counters and makes rates of them."""

    def __init__(self, source: LiveSource) -> None:
        self._source = source
        self._due_ns = 0
        self._last_ns = 0
        self._bytes = self._pictures = self._late = 0
        self._latencies_us: list[int] = []
        self.slow = False

    def shown(self, latency_us: int) -> None:
        """A picture was put on the wall so long after it had arrived."""
        self._latencies_us.append(latency_us)

    def look(self, now_ns: int) -> TileFacts | None:
        """What is to be told now; None where that was done a moment ago."""
        if now_ns < self._due_ns:
            return None
        seconds = (now_ns - self._last_ns) / 1e9
        first, self._last_ns = self._last_ns == 0, now_ns
        self._due_ns = now_ns + _EVERY_NS
        source = self._source
        received, lost, reconnects = source.counters()
        pictures, late = source.pictures, source.late
        bits = 0.0 if first else max(0, received - self._bytes) * 8 / seconds
        rate = 0.0 if first else (pictures - self._pictures) / seconds
        self.slow = late > self._late
        self._bytes, self._pictures, self._late = received, pictures, late
        info = source.info()
        latencies, self._latencies_us = sorted(self._latencies_us), []
        return TileFacts(
            width=info.width,
            height=info.height,
            codec=info.codec,
            pictures_per_s=round(rate, 1),
            bitrate_bps=round(bits),
            latency_us=latencies[len(latencies) // 2] if latencies else None,
            stream=source.stream,
            decoder=info.decoder,
            reconnects=reconnects,
            lost_packets=lost,
            decode_errors=source.decode_errors,
        )
