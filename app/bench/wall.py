"""``bench wall``: many tiles at a speed, measured; with ``--peers`` beside VLC and mpv."""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.bench import footage
from app.bench.copying import copied_keyframes
from app.bench.footage import START_US, Footage
from app.bench.machine import around, paint_offscreen, write_json
from app.bench.peers import PEERS, PeerRun, run_peer
from app.bench.table import WALL_ROWS, print_table
from app.bench.usage import UsageMeter
from app.faults import Fault
from app.video.clock import REVERSE_SPEEDS, SPEEDS
from app.video.media import US_PER_S

SLACK_S = 40.0  # start-up and warm-up, so that the footage does not end before the run
MOST_TILES = 36
PAINTINGS = ("auto", "gpu", "raster")
BOTH = "both"
_FORWARDS_ONLY = "is measured forwards only"
_SPEEDS = (*SPEEDS, *REVERSE_SPEEDS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench wall``."""
    parser.add_argument("--tiles", type=int, default=25, help="how many tiles play (1 to 36)")
    parser.add_argument("--speed", type=float, default=16.0, choices=_SPEEDS, help="playback speed")
    footage.add_arguments(parser)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to measure")
    parser.add_argument(
        "--copies",
        action="store_true",
        help="with small copies of the keyframes, as looking for activity keeps them; "
        "without them first",
    )
    parser.add_argument(
        "--painting",
        choices=(*PAINTINGS, BOTH),
        default="auto",
        help="who paints the pictures; both: raster, then the graphics card",
    )
    add_window_arguments(parser)


def add_window_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that every bench of the wall has."""
    parser.add_argument("--json", type=Path, help="write the result to this file")
    parser.add_argument("--peers", action="store_true", help="measure VLC and mpv as well")
    parser.add_argument("--width", type=int, default=1920, help="the window's width in pixels")
    parser.add_argument("--height", type=int, default=1080, help="the window's height in pixels")
    parser.add_argument("--workers", type=int, help="decode processes; default one more than cores")


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON. Returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        try:
            result = measure(args, Path(folder))
        except Fault as fault:
            print(fault.text(), file=sys.stderr)
            return 1
    print_table(result, WALL_ROWS)
    write_json(args.json, result)
    return 0


def measure(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The result as it goes to the JSON; ``folder`` keeps clips for the next measurement.

    Raises Fault where the clip cannot be played.
    """
    tiles = min(max(args.tiles, 1), MOST_TILES)
    played = footage.prepare(args, folder)
    first = PAINTINGS[-1] if args.painting == BOTH else args.painting
    result = _measure_ours(args, tiles, played, first)
    if args.painting == BOTH:
        result["by_card"] = _measure_ours(args, tiles, played, "gpu")
    if args.copies:
        with copied_keyframes(played.file, folder / "copies") as copied:
            result["with_copies"] = _measure_ours(args, tiles, played, first) | copied
    if args.peers:
        if args.speed < 0:
            result["peers"] = {name: {"note": _FORWARDS_ONLY} for name in PEERS}
            return result
        peer_run = PeerRun(played, tiles, args.speed, args.seconds, *tile_size(args, tiles))
        result["peers"] = {name: run_peer(name, peer_run, folder) for name in PEERS}
        for peer in result["peers"].values():
            _add_ratios(peer, result)
    return result


def layout_for(tiles: int) -> int:
    """The smallest square layout that holds so many tiles."""
    return math.ceil(math.sqrt(tiles)) ** 2


def tile_size(args: argparse.Namespace, tiles: int) -> tuple[int, int]:
    """A tile's width and height in pixels, as far as peers are concerned."""
    side = math.isqrt(layout_for(tiles))
    return args.width // side, args.height // side


def _measure_ours(
    args: argparse.Namespace, tiles: int, played: Footage, painting: str
) -> dict[str, Any]:
    paint_offscreen()
    from app.video.wall.engine import WallEngine
    from app.widgets.wall_bench import WallRun, measure_wall

    length_s = (args.seconds + SLACK_S) * abs(args.speed)
    media = played.media(tiles, length_s)
    start_us = START_US if args.speed > 0 else START_US + round(length_s * US_PER_S)
    engine = WallEngine(workers=args.workers)
    engine.start()
    meter = UsageMeter(os.getpid())
    wall_run = WallRun(
        media,
        layout_for(tiles),
        args.speed,
        start_us,
        args.seconds,
        args.width,
        args.height,
        painting,
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
        "footage": played.words,
        "picture_ms": played.cost.picture_ms,
        "keyframe_ms": played.cost.keyframe_ms,
        "painted_by": seen.painted_by,
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "media_spread_s_max": round(seen.media_spread_s, 3),
        "cpu_cores": round(usage.cpu_cores, 2),
        "stolen_cores": round(usage.stolen_cores, 2),
        "cpu_cores_window": round(usage.cpu_cores_first, 2),
        "rss_mib": round(usage.memory_mib),
        "rss_kind": usage.memory_kind,
        "ui_lag_ms_p50": round(seen.lag_ms_p50, 2),
        "ui_lag_ms_p99": round(seen.lag_ms_p99, 2),
        "ui_lag_ms_max": round(seen.lag_ms_max, 2),
        "paints_per_s": round(seen.paints / args.seconds, 1),
        "thinned": thinned,
        **around(),
    }


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
