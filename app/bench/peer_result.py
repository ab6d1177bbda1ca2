"""What is measured of players, ourselves among them, in the keys of the results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def played(
    rates: Sequence[float], spread_s: float, reached: Sequence[float], basis: str
) -> dict[str, Any]:
    """Of a run: pictures a second by tile, largest distance, the speed really reached."""
    return {
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "media_spread_s_max": round(spread_s, 3),
        "media_spread_basis": basis,
        "speed_reached_mean": round(sum(reached) / len(reached), 2),
    }


def sought(took_ms: Sequence[float | None]) -> dict[str, Any]:
    """Of jumps: how long each took; None: it did not end in time."""
    done = sorted(took for took in took_ms if took is not None)
    found: dict[str, Any] = {"seeks": len(took_ms), "unfinished": len(took_ms) - len(done)}
    for key, share in (("seek_ms_p50", 0.5), ("seek_ms_p95", 0.95), ("seek_ms_max", 1.0)):
        found[key] = round(done[round(share * (len(done) - 1))]) if done else None
    return found


def latency_words(latencies_ms: Sequence[float]) -> dict[str, Any]:
    """Of a live run: how old pictures were, and whether they grew older.

    That is the median of the last fifth less that of the first.
    """
    if not latencies_ms:
        return {}
    ordered, fifth = sorted(latencies_ms), max(1, len(latencies_ms) // 5)
    begin, end = sorted(latencies_ms[:fifth]), sorted(latencies_ms[-fifth:])
    return {
        "pictures_read": len(ordered),
        "latency_ms_p50": round(ordered[len(ordered) // 2], 1),
        "latency_ms_p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "latency_ms_max": round(ordered[-1], 1),
        "latency_growth_ms": round(end[len(end) // 2] - begin[len(begin) // 2], 1),
    }
