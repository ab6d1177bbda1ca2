"""``bench live``: cameras on the wall, and how old their pictures are when they are painted."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from app.bench.live_code import TURN_MS, read
from app.bench.peer_result import latency_words
from app.bench.usage import UsageMeter
from app.bench.wall import layout_for, tile_size

_ROOT = Path(__file__).resolve().parents[2]
_MOST_TILES = 36
_ROWS = (
    ("first_picture_s_max", "first picture, slowest tile (s)"),
    ("first_picture_s_p50", "first picture, median (s)"),
    ("latency_ms_p50", "made to painted, median (ms)"),
    ("latency_ms_p95", "made to painted, 95 of 100 (ms)"),
    ("latency_ms_max", "made to painted, most (ms)"),
    ("latency_growth_ms", "later than at the beginning (ms)"),
    ("pictures_per_s_min", "pictures/s, slowest tile"),
    ("pictures_per_s_mean", "pictures/s, mean"),
    ("cpu_cores", "processor cores, all processes"),
    ("stolen_cores", "cores taken by other machines"),
    ("cpu_cores_window", "of these the window"),
    ("rss_mib", "memory (MiB)"),
    ("ui_lag_ms_p99", "window late, 99 of 100 (ms)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench live``."""
    parser.add_argument("--tiles", type=int, default=25, help="how many cameras (1 to 36)")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to measure")
    parser.add_argument("--json", type=Path, help="write the result to this file")
    parser.add_argument("--peers", action="store_true", help="measure VLC and mpv as well")
    parser.add_argument("--size", default="640x360", help="of the cameras' pictures")
    parser.add_argument("--rate", type=int, default=25, help="the cameras' pictures a second")
    parser.add_argument("--width", type=int, default=1920, help="the window's width in pixels")
    parser.add_argument("--height", type=int, default=1080, help="the window's height in pixels")
    parser.add_argument("--workers", type=int, help="decode processes; default one more than cores")


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON. Returns the exit code."""
    tiles = min(max(args.tiles, 1), _MOST_TILES)
    result: dict[str, Any] = {
        "tiles": tiles, "size": args.size, "rate": args.rate, "seconds": args.seconds
    }  # fmt: skip
    with cameras(args.size, args.rate) as (port, pid):
        result |= _measure_ours(args, tiles, port, pid)
    if args.peers:
        result["peers"] = _measure_peers(args, tiles)
    _print(result)
    if args.json is not None:
        args.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _measure_peers(args: argparse.Namespace, tiles: int) -> dict[str, Any]:
    from app.bench.live_peer import measure_mpv
    from app.bench.live_peer_vlc import measure_vlc

    size, peers = tile_size(args, tiles), {}
    with cameras(args.size, args.rate) as (port, _pid):
        streams = [_address(port, tile, "http") for tile in range(tiles)]
        peers["vlc"] = measure_vlc(streams, *size, args.seconds)
    with cameras(args.size, args.rate) as (port, _pid):
        addresses = [_address(port, tile) for tile in range(tiles)]
        peers["mpv"] = measure_mpv(addresses, *size, args.seconds)
    return peers


@contextmanager
def cameras(size: str, rate: int) -> Iterator[tuple[int, int]]:
    """Run the cameras' server; gives its port and its process id."""
    width, height = size.lower().split("x")
    words = [sys.executable, "-m", "app.bench.live_server", width, height, str(rate)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline()), server.pid
        finally:
            server.kill()


def _address(port: int, tile: int, scheme: str = "rtsp") -> str:
    return f"{scheme}://127.0.0.1:{port}/camera/{tile + 1}"


def _measure_ours(
    args: argparse.Namespace, tiles: int, port: int, server_pid: int
) -> dict[str, Any]:
    if sys.platform.startswith("linux") and not (
        os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.video.media import LiveStream
    from app.video.wall.engine import WallEngine, usual_workers
    from app.widgets.live_bench import LiveRun, measure_live

    media = tuple(
        LiveStream(_address(port, tile), label=f"camera {tile + 1}") for tile in range(tiles)
    )
    engine = WallEngine(workers=args.workers)
    engine.start()
    _wait_for_workers(engine.statistics, args.workers or usual_workers())
    ours, server = meters = (UsageMeter(os.getpid()), UsageMeter(server_pid))
    live_run = LiveRun(
        media, layout_for(tiles), args.seconds, args.width, args.height, read, TURN_MS
    )
    try:
        seen = measure_live(
            live_run,
            engine,
            began=partial(_each, UsageMeter.begin, meters),
            ended=partial(_each, UsageMeter.end, meters),
        )
    finally:
        engine.stop()
    usage, beside = ours.usage, server.usage
    first, rates = sorted(seen.first_s), seen.pictures_per_s
    return {
        "first_picture_s_max": round(first[-1], 2),
        "first_picture_s_p50": round(first[len(first) // 2], 2),
        **latency_words(seen.latencies_ms),
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "cpu_cores": round(usage.cpu_cores - beside.cpu_cores, 2),
        "stolen_cores": round(usage.stolen_cores, 2),
        "cpu_cores_window": round(usage.cpu_cores_first, 2),
        "cpu_cores_cameras": round(beside.cpu_cores, 2),
        "rss_mib": round(usage.memory_mib - beside.memory_mib),
        "rss_kind": usage.memory_kind,
        "ui_lag_ms_p99": round(seen.lag_ms_p99, 2),
        "paints_per_s": round(seen.paints / args.seconds, 1),
        "read_off_the_screen": seen.on_screen,
        "platform": os.environ.get("QT_QPA_PLATFORM", "") or sys.platform,
        "cores": os.cpu_count() or 1,
        "load_1min": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _each(act: Callable[[UsageMeter], None], meters: Iterable[UsageMeter]) -> None:
    for meter in meters:
        act(meter)


def _wait_for_workers(statistics: Any, workers: int) -> None:
    """The first pictures are measured from a wall that stands, not from the program's start."""
    until_s = time.monotonic() + 10
    while len(statistics().worker_pids) < workers and time.monotonic() < until_s:
        time.sleep(0.05)
    time.sleep(1.0)


def _print(result: dict[str, Any]) -> None:
    peers = {name: each for name, each in result.get("peers", {}).items() if "note" not in each}
    columns = {"floorwalk": result, **peers}
    print(
        f"{result['tiles']} cameras of {result['size']}, {result['rate']} pictures/s, "
        f"{result['seconds']:g} s measured"
    )
    print(" " * 34 + "".join(f"{name:>12}" for name in columns))
    for key, words in _ROWS:
        cells = (column.get(key) for column in columns.values())
        texts = ("-" if cell is None else f"{cell:g}" for cell in cells)
        print(f"{words:<34}" + "".join(f"{text:>12}" for text in texts))
    for name, peer in result.get("peers", {}).items():
        if "note" in peer:
            print(f"{name}: {peer['note']}")
