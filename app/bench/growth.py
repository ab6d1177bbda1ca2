"""``bench growth``: the wall with 1 to 36 tiles and several keyframe distances, as a chart."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.bench import footage, wall
from app.bench.clips import SHAPES
from app.bench.machine import around, paint_offscreen, write_json
from app.faults import Fault
from app.video.clock import SPEEDS

TILES = (1, 4, 9, 16, 25, 36)
GOPS_S = (1, 2, 4)
_PEERS_AT_S = 2  # the distance at which peers are measured too: most cameras'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench growth``."""
    parser.add_argument("--speed", type=float, default=16.0, choices=SPEEDS, help="playback speed")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each is measured")
    parser.add_argument(
        "--picture", choices=tuple(SHAPES), default="640x360", help="size of the clips"
    )
    parser.add_argument("--chart", type=Path, help="write the chart to this PNG file")
    wall.add_window_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Measure each, print the table, write chart and JSON. Returns the exit code."""
    paint_offscreen()
    result: dict[str, Any] = {"speed": args.speed, "picture": args.picture, "runs": []}
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        for gop_s in GOPS_S:
            for tiles in TILES:
                try:
                    measured = wall.measure(_one(args, tiles, gop_s), Path(folder))
                except Fault as fault:
                    print(fault.text(), file=sys.stderr)
                    return 1
                result["runs"].append({"gop_s": gop_s, **measured})
    result |= around()
    _print(result)
    write_json(args.json, result)
    if args.chart is not None:
        from app.widgets.bench_chart import draw_growth

        draw_growth(_curves(result), args.chart)
    return 0


def _one(args: argparse.Namespace, tiles: int, gop_s: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    footage.add_arguments(parser)
    one = parser.parse_args(["--picture", args.picture, "--gop", str(gop_s)])
    for key in ("speed", "seconds", "width", "height", "workers"):
        setattr(one, key, getattr(args, key))
    one.painting, one.copies = "auto", False
    one.tiles, one.peers = tiles, args.peers and gop_s == _PEERS_AT_S
    return one


def _curves(result: dict[str, Any]) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """For each measured key the points (tiles, value) by the name of their line."""
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for key in ("cpu_cores", "pictures_per_s_min"):
        lines: dict[str, list[tuple[float, float]]] = {}
        for one in result["runs"]:
            name = f"Floorwalk, keyframe every {one['gop_s']} s"
            lines.setdefault(name, []).append((one["tiles"], one[key]))
            for peer, told in one.get("peers", {}).items():
                if told.get(key) is not None:
                    words = f"{peer}, keyframe every {one['gop_s']} s"
                    lines.setdefault(words, []).append((one["tiles"], told[key]))
        found[key] = lines
    return found


def _print(result: dict[str, Any]) -> None:
    print(f"{result['picture']} at {result['speed']:g}x")
    print(f"{'keyframe every':>15}{'tiles':>7}{'pictures/s':>12}{'apart (s)':>11}{'cores':>8}")
    for one in result["runs"]:
        print(
            f"{one['gop_s']:>13} s{one['tiles']:>7}{one['pictures_per_s_min']:>12g}"
            f"{one['media_spread_s_max']:>11g}{one['cpu_cores']:>8g}"
        )
        for name, peer in one.get("peers", {}).items():
            if "note" not in peer:
                print(
                    f"{name:>15}{one['tiles']:>7}{peer['pictures_per_s_min']:>12g}"
                    f"{peer['media_spread_s_max']:>11g}{peer['cpu_cores']:>8g}"
                )
