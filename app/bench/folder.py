"""``bench folder``: opening a folder of very many segments, the first time and the next."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
_STEP_S = 60
_ROWS = (
    ("opening_s", "opening (s)"),
    ("coverage_month_s", "where there is footage, a month (s)"),
    ("refresh_s", "looking again, nothing new (s)"),
    ("memory_mib", "memory of the process (MiB)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench folder``."""
    parser.add_argument("--segments", type=int, default=100_000, help="how many files to make")
    parser.add_argument("--json", type=Path, help="write the result to this file")


def run(args: argparse.Namespace) -> int:
    """Measure in fresh processes, print the table, write the JSON. Returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        root, index = Path(folder) / "recordings", Path(folder) / "index"
        print(f"Making {args.segments} files ...", flush=True)
        make_segments(root, args.segments)
        result = {
            "segments": args.segments,
            "first": _in_a_process(root, index),
            "second": _in_a_process(root, index),
        }
    print(" " * 40 + f"{'first':>10}{'second':>10}")
    for key, words in _ROWS:
        print(f"{words:<40}{result['first'][key]:>10.3g}{result['second'][key]:>10.3g}")
    if args.json is not None:
        args.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def make_segments(root: Path, count: int) -> None:
    """Minutes of one camera in folders by day; eight bytes each, nobody opens them."""
    for number in range(count):
        at = _BEGIN + timedelta(seconds=_STEP_S * number)
        path = root / at.strftime(_PATTERN.format(camera="front"))
        if not at.hour and not at.minute:
            path.parent.mkdir(parents=True)
        path.write_bytes(b"\0\0\0\x08ftyp")


def _in_a_process(root: Path, index: Path) -> dict[str, float]:
    """One opening in a process of its own: nothing is left in memory from the one before."""
    words = [sys.executable, "-m", "app.bench.folder", str(root), str(index)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def measure(root: Path, index: Path) -> dict[str, float]:
    """Open, ask for a month, look again; seconds and MiB."""
    import psutil

    from app.video.coverage import coverage
    from app.video.media import RecordingFolder, Span
    from app.video.recordings.index_store import keep_index_in
    from app.video.recordings.track import Tracks
    from app.video.recordings.tracks_cache import tracks_of

    keep_index_in(index)
    media = RecordingFolder(str(root), _PATTERN, "front", "UTC")
    before = psutil.Process().memory_info().rss
    began_s = time.perf_counter()
    track = Tracks(media).current(now=True)
    opening_s = time.perf_counter() - began_s
    memory = psutil.Process().memory_info().rss - before
    shared = tracks_of(media)
    shared.current(now=True)
    end_us = track.starts_us[-1]
    began_s = time.perf_counter()
    coverage(media, Span(end_us - 30 * 86_400_000_000, end_us))
    coverage_s = time.perf_counter() - began_s
    began_s = time.perf_counter()
    shared.current(now=True)
    refresh_s = time.perf_counter() - began_s
    return {
        "segments": len(track.segments),
        "opening_s": opening_s,
        "coverage_month_s": coverage_s,
        "refresh_s": refresh_s,
        "memory_mib": memory / 2**20,
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
