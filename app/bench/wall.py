"""``bench wall``: many tiles at a speed, measured; with ``--peers`` beside VLC and mpv."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.bench.clips import duration_us, make_bench_clip
from app.bench.peers import PEERS, PeerRun, run_peer
from app.bench.table import print_table
from app.bench.usage import UsageMeter
from app.faults import Fault
from app.video.clock import SPEEDS

_START_US = 1_760_000_000_000_000
_SLACK_S = 40.0  # start-up and warm-up, so that the footage does not end before the run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench wall``."""
    parser.add_argument("--tiles", type=int, default=25, help="how many tiles play (1 to 25)")
    parser.add_argument("--speed", type=float, default=16.0, choices=SPEEDS, help="playback speed")
    parser.add_argument("--clip", type=Path, help="the recording to play; without it one is made")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to measure")
    parser.add_argument("--json", type=Path, help="write the result to this file")
    parser.add_argument("--peers", action="store_true", help="measure VLC and mpv as well")
    parser.add_argument("--width", type=int, default=1920, help="the window's width in pixels")
    parser.add_argument("--height", type=int, default=1080, help="the window's height in pixels")
    parser.add_argument("--workers", type=int, help="decode processes; default one for each core")


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON. Returns the exit code."""
    tiles = min(max(args.tiles, 1), 25)
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        clip = args.clip
        if clip is None:
            clip = Path(folder) / "clip.mp4"
            print("Making a clip of 640x360 ...", flush=True)
            make_bench_clip(clip)
        try:
            result = _measure_ours(args, tiles, clip)
        except Fault as fault:
            print(fault.text(), file=sys.stderr)
            return 1
        if args.peers:
            seconds = args.seconds
            peer_run = PeerRun(clip, tiles, args.speed, seconds, *_tile_size(args, tiles))
            result["peers"] = {name: run_peer(name, peer_run, Path(folder)) for name in PEERS}
            for peer in result["peers"].values():
                _add_ratios(peer, result)
    print_table(result)
    if args.json is not None:
        args.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _layout(tiles: int) -> int:
    return math.ceil(math.sqrt(tiles)) ** 2


def _tile_size(args: argparse.Namespace, tiles: int) -> tuple[int, int]:
    side = math.isqrt(_layout(tiles))
    return args.width // side, args.height // side


def _measure_ours(args: argparse.Namespace, tiles: int, clip: Path) -> dict[str, Any]:
    if _without_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.video.engine import WallEngine
    from app.video.media import Segment, SegmentList
    from app.widgets.wall_bench import WallRun, measure_wall

    length_us = duration_us(clip)
    needed_us = (args.seconds + _SLACK_S) * args.speed * 1e6
    copies = max(1, math.ceil(needed_us / max(length_us, 1)))
    segments = tuple(
        Segment(str(clip), _START_US + copy * length_us, length_us) for copy in range(copies)
    )
    media = tuple(SegmentList(segments, f"tile {tile + 1}") for tile in range(tiles))
    engine = WallEngine(workers=args.workers)
    engine.start()
    meter = UsageMeter(os.getpid())
    wall_run = WallRun(
        media, _layout(tiles), args.speed, _START_US, args.seconds, args.width, args.height
    )
    try:
        seen = measure_wall(wall_run, engine, meter.begin, meter.end)
        thinned = engine.statistics().thinned
    finally:
        engine.stop()
    usage = meter.usage
    rates = seen.pictures_per_s
    return {
        "tiles": tiles,
        "speed": args.speed,
        "seconds": args.seconds,
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "media_spread_s_max": round(seen.media_spread_s, 3),
        "cpu_cores": round(usage.cpu_cores, 2),
        "cpu_cores_window": round(usage.cpu_cores_first, 2),
        "rss_mib": round(usage.memory_mib),
        "rss_kind": usage.memory_kind,
        "ui_lag_ms_p50": round(seen.lag_ms_p50, 2),
        "ui_lag_ms_p99": round(seen.lag_ms_p99, 2),
        "ui_lag_ms_max": round(seen.lag_ms_max, 2),
        "paints_per_s": round(seen.paints / args.seconds, 1),
        "thinned": thinned,
        "platform": os.environ.get("QT_QPA_PLATFORM", "") or sys.platform,
        "cores": os.cpu_count() or 1,
        "load_1min": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _without_display() -> bool:
    """On Linux without a display Qt must be told to paint offscreen."""
    displays = (os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY"))
    return sys.platform.startswith("linux") and not any(displays)


def _add_ratios(peer: dict[str, Any], ours: dict[str, Any]) -> None:
    """How a peer compares: its value divided by ours, where both have one."""
    ratios = {}
    for key in ("pictures_per_s_mean", "cpu_cores", "rss_mib"):
        mine, other = ours.get(key), peer.get(key)
        if mine and other is not None:
            ratios[key] = round(other / mine, 2)
    if ratios:
        peer["ratio_to_ours"] = ratios


def main() -> int:
    """``python -m app.bench.wall``."""
    parser = argparse.ArgumentParser(prog="bench wall", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
