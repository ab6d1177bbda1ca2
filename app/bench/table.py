"""A bench's result as a table for people."""

from __future__ import annotations

from typing import Any

Rows = tuple[tuple[str, str], ...]
_WORDS = 42  # letters of the first column
_OUR_OTHERS = {"by_card": "by card", "with_copies": "copies"}

WALL_ROWS: Rows = (
    ("pictures_per_s_min", "pictures/s, slowest tile"),
    ("pictures_per_s_mean", "pictures/s, mean"),
    ("media_spread_s_max", "media time apart, most (s)"),
    ("cpu_cores", "processor cores, all processes"),
    ("stolen_cores", "cores taken by other machines"),
    ("cpu_cores_window", "of these the window"),
    ("rss_mib", "memory (MiB)"),
    ("ui_lag_ms_p50", "window late, median (ms)"),
    ("ui_lag_ms_p99", "window late, 99 of 100 (ms)"),
    ("ui_lag_ms_max", "window late, most (ms)"),
)
SEEK_ROWS: Rows = (
    ("seeks", "jumps measured"),
    ("first_ms_p50", "something of it on all, median (ms)"),
    ("first_ms_p95", "95 of 100 (ms)"),
    ("seek_ms_p50", "jump to all painted, median (ms)"),
    ("seek_ms_p95", "95 of 100 (ms)"),
    ("seek_ms_max", "slowest (ms)"),
    ("unfinished", "not there after 5 s"),
    ("thumbnail_ms_p50", "thumbnail under the pointer, median (ms)"),
    ("thumbnail_ms_p95", "95 of 100 (ms)"),
    ("thumbnails_missing", "thumbnails that did not come"),
    ("cpu_cores", "processor cores, all processes"),
    ("stolen_cores", "cores taken by other machines"),
    ("ui_lag_ms_p99", "window late, 99 of 100 (ms)"),
)
SOAK_ROWS: Rows = (
    ("memory_first_mib", "memory at the first mark (MiB)"),
    ("memory_last_mib", "memory at the end (MiB)"),
    ("memory_growth_percent", "growth (%)"),
    ("seeks", "jumps"),
    ("kills", "workers killed"),
    ("back_s_max", "kill to all tiles elsewhere, slowest (s)"),
    ("tiles_lost", "tiles lost"),
    ("pictures_per_s_min", "pictures/s, slowest tile"),
    ("cpu_cores", "processor cores, all processes"),
    ("stolen_cores", "cores taken by other machines"),
    ("ui_lag_ms_p99", "window late, 99 of 100 (ms)"),
)


def print_table(result: dict[str, Any], rows: Rows) -> None:
    """One column for us and one for each peer that was measured."""
    peers = {name: peer for name, peer in result.get("peers", {}).items() if "note" not in peer}
    others = {words: result[key] for key, words in _OUR_OTHERS.items() if key in result}
    columns = {"floorwalk": result, **others, **peers}
    print(f"{result['tiles']} tiles at {result['speed']:g}x, {result['seconds']:g} s measured")
    if "footage" in result:
        print(result["footage"])
    if "painted_by" in result:
        painters = [each["painted_by"] for each in (result, *others.values())]
        print("painted by " + ", ".join(painters))
    if "with_copies" in result:
        copied = result["with_copies"]
        print(
            f"small copies of {copied['keyframes_copied']} keyframes: "
            f"{copied['copying_ms']:g} ms and {copied['copy_kb']:g} kB each"
        )
    print(" " * _WORDS + "".join(f"{name:>12}" for name in columns))
    for key, words in rows:
        cells = (_cell(column.get(key)) for column in columns.values())
        print(f"{words:<{_WORDS}}" + "".join(f"{cell:>12}" for cell in cells))
    for name, peer in result.get("peers", {}).items():
        if "note" in peer:
            print(f"{name}: {peer['note']}")
        elif "ratio_to_ours" in peer:
            pairs = (f"{key} {value:g}x" for key, value in peer["ratio_to_ours"].items())
            print(f"{name} / floorwalk: " + ", ".join(pairs))


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)
