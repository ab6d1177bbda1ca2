"""What players report, in the keys of our own results."""

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
