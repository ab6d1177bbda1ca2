"""What the benches play: one clip in every tile, long enough for the whole run."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, replace
from pathlib import Path

from app.bench.clips import (
    SHAPES,
    ClipCost,
    clip_cost,
    duration_us,
    make_bench_clip,
    repeat_clip,
)
from app.video.media import Segment, SegmentList

START_US = 1_760_000_000_000_000
"""Media time of the first picture: a morning in October 2025."""
_FILE_S = 300  # a recorder's usual length of a file
_US_PER_S = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that choose the footage."""
    parser.add_argument("--clip", type=Path, help="the recording to play; without it one is made")
    parser.add_argument(
        "--picture", choices=tuple(SHAPES), default="640x360", help="size of the clip that is made"
    )
    parser.add_argument(
        "--gop", type=int, default=2, metavar="S", help="seconds between its keyframes (1 to 10)"
    )
    parser.add_argument(
        "--bframes", action="store_true", help="with B-frames, as files from an editor have them"
    )


@dataclass(frozen=True)
class Footage:
    """``file`` holds ``clip`` several times over; ``file_us`` and ``clip_us`` are their lengths."""

    clip: Path
    clip_us: int
    file: Path
    file_us: int
    words: str
    cost: ClipCost

    def media(self, tiles: int, seconds: float) -> tuple[SegmentList, ...]:
        """For each tile the same recording of at least ``seconds``, in files like a recorder's."""
        files = max(1, math.ceil(seconds * _US_PER_S / self.file_us))
        segments = tuple(
            Segment(str(self.file), START_US + number * self.file_us, self.file_us)
            for number in range(files)
        )
        return tuple(SegmentList(segments, f"tile {tile + 1}") for tile in range(tiles))


def prepare(args: argparse.Namespace, folder: Path) -> Footage:
    """The clip of ``--clip``, or one made in ``folder``; raises Fault where it is none."""
    clip, words = args.clip, ""
    if clip is None:
        shape = replace(SHAPES[args.picture], gop_s=min(max(args.gop, 1), 10), bframes=args.bframes)
        clip, words = folder / f"{args.picture}-{shape.gop_s}.mp4", shape.text()
        if not clip.exists():
            print(f"Making a clip: {words} ...", flush=True)
            make_bench_clip(clip, shape)
    clip_us = duration_us(clip)
    copies = max(1, round(_FILE_S * _US_PER_S / clip_us))
    file = folder / f"{clip.stem}-long.mp4"
    if not file.exists():
        repeat_clip(clip, copies, file)
    cost = clip_cost(clip)
    words = words or clip.name
    words += f"; {cost.picture_ms} ms a picture, {cost.keyframe_ms} ms a keyframe of one core here"
    return Footage(clip, clip_us, file, clip_us * copies, words, cost)
