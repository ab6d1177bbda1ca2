"""The bench's result as a table for people."""

from __future__ import annotations

from typing import Any

_ROWS = (
    ("pictures_per_s_min", "pictures/s, slowest tile"),
    ("pictures_per_s_mean", "pictures/s, mean"),
    ("media_spread_s_max", "media time apart, most (s)"),
    ("cpu_cores", "processor cores, all processes"),
    ("cpu_cores_window", "of these the window"),
    ("rss_mib", "memory (MiB)"),
    ("ui_lag_ms_p50", "window late, median (ms)"),
    ("ui_lag_ms_p99", "window late, 99 of 100 (ms)"),
    ("ui_lag_ms_max", "window late, most (ms)"),
)


def print_table(result: dict[str, Any]) -> None:
    """One column for us and one for each peer that was measured."""
    peers = {name: peer for name, peer in result.get("peers", {}).items() if "note" not in peer}
    columns = {"floorwalk": result, **peers}
    print(f"{result['tiles']} tiles at {result['speed']:g}x, {result['seconds']:g} s measured")
    print(" " * 32 + "".join(f"{name:>12}" for name in columns))
    for key, words in _ROWS:
        cells = (_cell(column.get(key)) for column in columns.values())
        print(f"{words:<32}" + "".join(f"{cell:>12}" for cell in cells))
    for name, peer in result.get("peers", {}).items():
        if "note" in peer:
            print(f"{name}: {peer['note']}")
        elif "ratio_to_ours" in peer:
            pairs = (f"{key} {value:g}x" for key, value in peer["ratio_to_ours"].items())
            print(f"{name} / floorwalk: " + ", ".join(pairs))


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)
