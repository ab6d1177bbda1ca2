"""``bench soak``: the wall for a long time, with jumps and with workers that are killed."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.bench import footage, wall
from app.bench.footage import START_US, Footage
from app.bench.machine import around, paint_offscreen, write_json
from app.bench.peers import PEERS, PeerRun, run_peer
from app.bench.seek import moments_s
from app.bench.table import SOAK_ROWS, print_table
from app.bench.usage import UsageMeter
from app.faults import Fault
from app.video.clock import SPEEDS

_HOURS_S = 3 * 3600
_US_PER_S = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench soak``."""
    parser.add_argument("--tiles", type=int, default=25, help="how many tiles play (1 to 36)")
    parser.add_argument("--speed", type=float, default=16.0, choices=SPEEDS, help="playback speed")
    parser.add_argument("--minutes", type=float, default=10.0, help="for how long")
    parser.add_argument("--mark", type=float, default=2.0, help="minute of the first memory mark")
    parser.add_argument("--seek-every", type=float, default=5.0, help="seconds between jumps")
    parser.add_argument("--kill-every", type=float, default=60.0, help="seconds between kills")
    footage.add_arguments(parser)
    wall.add_window_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON. Returns the exit code."""
    tiles = min(max(args.tiles, 1), wall.MOST_TILES)
    args.mark = min(args.mark, args.minutes / 2)
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        try:
            played = footage.prepare(args, Path(folder))
        except Fault as fault:
            print(fault.text(), file=sys.stderr)
            return 1
        result = _measure_ours(args, tiles, played)
        if args.peers:
            peer_run = _peer_run(args, tiles, played)
            result["peers"] = {name: run_peer(name, peer_run, Path(folder)) for name in PEERS}
    print_table(result, SOAK_ROWS)
    write_json(args.json, result)
    return 0


def _peer_run(args: argparse.Namespace, tiles: int, played: Footage) -> PeerRun:
    """The same time, speed and jumps; nobody kills a peer, since it would not come back."""
    count = int(args.minutes * 60 / args.seek_every)
    jumps = tuple(moments_s(count, played.file_us / _US_PER_S - args.seek_every * args.speed - 10))
    size = wall.tile_size(args, tiles)
    seconds = args.minutes * 60
    return PeerRun(
        played, tiles, args.speed, seconds, *size,
        task="soak", moments_s=jumps, every_s=args.seek_every, mark_s=args.mark * 60,
    )  # fmt: skip


def _measure_ours(args: argparse.Namespace, tiles: int, played: Footage) -> dict[str, Any]:
    paint_offscreen()
    from app.video.wall.engine import WallEngine
    from app.widgets.lag_probe import percentile
    from app.widgets.wall_bench import BenchWall, WallRun
    from app.widgets.wall_bench_soak import Soak, SoakPlan

    seconds = args.minutes * 60
    engine = WallEngine(workers=args.workers)
    engine.start()
    media = played.media(tiles, _HOURS_S)
    layout = wall.layout_for(tiles)
    wall_run = WallRun(media, layout, args.speed, START_US, seconds, args.width, args.height)
    last_us = START_US + round((_HOURS_S - 2 * args.seek_every * args.speed - 60) * _US_PER_S)
    plan = SoakPlan(
        seconds, args.seek_every, args.kill_every, args.mark * 60, START_US + _US_PER_S, last_us
    )
    meter = UsageMeter(os.getpid())
    try:
        opened = BenchWall(wall_run, engine)
        meter.begin()
        seen = Soak(opened, plan, meter.memory_mib).run()
        meter.end()
        opened.close()
    finally:
        engine.stop()
    lags, back = list(seen.lags_ms), seen.back_s
    return {
        "tiles": tiles,
        "speed": args.speed,
        "seconds": seconds,
        "footage": played.words,
        "memory_first_mib": round(seen.memory_first_mib, 1),
        "memory_last_mib": round(seen.memory_last_mib, 1),
        "memory_growth_percent": growth_percent(seen.memory_first_mib, seen.memory_last_mib),
        "memory_kind": meter.usage.memory_kind,
        "seeks": seen.seeks,
        "kills": len(back),
        "back_s_max": None if None in back else round(max((b or 0.0 for b in back), default=0), 2),
        "tiles_lost": seen.tiles_lost,
        "pictures_per_s_min": round(min(seen.pictures_per_s), 2),
        "cpu_cores": round(meter.usage.cpu_cores, 2),
        "stolen_cores": round(meter.usage.stolen_cores, 2),
        "ui_lag_ms_p50": round(percentile(lags, 0.50), 2),
        "ui_lag_ms_p99": round(percentile(lags, 0.99), 2),
        "ui_lag_ms_max": round(max(lags, default=0.0), 2),
        **around(),
    }


def growth_percent(first: float, last: float) -> float:
    """By how much ``last`` is above ``first``, in percent."""
    return round((last / first - 1) * 100, 2) if first else 0.0
