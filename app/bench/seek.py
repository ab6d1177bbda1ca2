"""``bench seek``: from a jump on the timeline to all tiles painted; also VLC and mpv.

And how long the small picture under the pointer takes while the wall plays on.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.bench import footage, wall
from app.bench.clips import RATE
from app.bench.footage import START_US, Footage
from app.bench.machine import around, paint_offscreen, write_json
from app.bench.peers import PEERS, PeerRun, run_peer
from app.bench.table import SEEK_ROWS, print_table
from app.bench.thumbnails import measure_thumbnails
from app.bench.usage import UsageMeter
from app.faults import Fault
from app.video.clock import SPEEDS

_HOUR_S = 3600
_WAIT_S = 10.0  # for one thumbnail
_APART_S = 30  # so that what is on the screen is never by chance the new moment
_US_PER_S = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench seek``."""
    parser.add_argument("--tiles", type=int, default=25, help="how many tiles play (1 to 36)")
    parser.add_argument("--speed", type=float, default=1.0, choices=SPEEDS, help="playback speed")
    parser.add_argument("--seeks", type=int, default=40, help="how many jumps")
    footage.add_arguments(parser)
    wall.add_window_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON. Returns the exit code."""
    tiles = min(max(args.tiles, 1), wall.MOST_TILES)
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        try:
            played = footage.prepare(args, Path(folder))
        except Fault as fault:
            print(fault.text(), file=sys.stderr)
            return 1
        result = _measure_ours(args, tiles, played, Path(folder))
        if args.peers:
            size = wall.tile_size(args, tiles)
            seeks = tuple(s for s in moments_s(args.seeks, played.file_us // _US_PER_S - 10))
            peer_run = PeerRun(played, tiles, args.speed, 0.0, *size, task="seek", moments_s=seeks)
            result["peers"] = {name: run_peer(name, peer_run, Path(folder)) for name in PEERS}
    print_table(result, SEEK_ROWS)
    write_json(args.json, result)
    return 0


def moments_s(count: int, length_s: float) -> list[float]:
    """Moments to jump to, in seconds from the start, each far from the one before."""
    chance, found = random.Random(7), [0.0]
    while len(found) <= count:
        moment = round(chance.uniform(2, length_s), 3)
        if abs(moment - found[-1]) > min(_APART_S, length_s / 4):
            found.append(moment)
    return found[1:]


def _measure_ours(
    args: argparse.Namespace, tiles: int, played: Footage, folder: Path
) -> dict[str, Any]:
    paint_offscreen()
    from app.video.wall.engine import WallEngine
    from app.widgets.lag_probe import percentile
    from app.widgets.wall_bench import BenchWall, WallRun, wait_until
    from app.widgets.wall_bench_seek import measure_seeks

    media = played.media(tiles, _HOUR_S)
    engine = WallEngine(workers=args.workers)
    engine.start()
    layout = wall.layout_for(tiles)
    wall_run = WallRun(media, layout, args.speed, START_US, 0.0, args.width, args.height)
    targets = [START_US + round(at * _US_PER_S) for at in moments_s(args.seeks, _HOUR_S - 60)]
    step_us = _US_PER_S // RATE if args.speed <= 1 else 10 * _US_PER_S
    meter = UsageMeter(os.getpid())
    try:
        opened = BenchWall(wall_run, engine)
        meter.begin()
        seen = measure_seeks(opened, targets, step_us)
        meter.end()
        pointed = moments_s(args.seeks, _HOUR_S - 60)
        small = measure_thumbnails(folder, played, pointed, lambda done: wait_until(done, _WAIT_S))
        opened.close()
    finally:
        engine.stop()
    took, lags = list(seen.seek_ms), list(seen.lags_ms)
    return {
        "tiles": tiles,
        "speed": args.speed,
        "seconds": round(len(targets) * 0.5 + sum(took) / 1000, 1),
        "footage": played.words,
        "seeks": len(targets),
        "first_ms_p50": round(percentile(list(seen.first_ms), 0.50)),
        "first_ms_p95": round(percentile(list(seen.first_ms), 0.95)),
        "seek_ms_p50": round(percentile(took, 0.50)),
        "seek_ms_p95": round(percentile(took, 0.95)),
        "seek_ms_max": round(max(took, default=0.0)),
        "unfinished": seen.unfinished,
        "thumbnail_ms_p50": round(percentile(list(small.took_ms), 0.50), 1),
        "thumbnail_ms_p95": round(percentile(list(small.took_ms), 0.95), 1),
        "thumbnails_missing": small.missing,
        "cpu_cores": round(meter.usage.cpu_cores, 2),
        "stolen_cores": round(meter.usage.stolen_cores, 2),
        "ui_lag_ms_p50": round(percentile(lags, 0.50), 2),
        "ui_lag_ms_p99": round(percentile(lags, 0.99), 2),
        "ui_lag_ms_max": round(max(lags, default=0.0), 2),
        **around(),
    }
