"""``bench condense``: what skipping the quiet saves, and whether anybody is skipped.

Without ``--clip`` it goes through the demo's footage, whose truth is known: one
row for each camera, one for each store with all its cameras together.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.video.media import RecordingFolder, Segment, SegmentList, Span

if TYPE_CHECKING:
    from app.video.activity.looking import ActivityPass

Medias = Mapping[int, SegmentList | RecordingFolder]
_START_US = 1_760_000_000_000_000
_PATIENCE_S = 1800.0


@dataclass(frozen=True)
class Row:
    """One camera, or several together; seconds of footage.

    ``peopled_s``: how long somebody is in the picture, by the truth. ``always``:
    people who are there from the first picture to the last.
    """

    name: str
    footage_s: float
    shown_s: float
    saved: float
    peopled_s: float
    visits: int
    skipped: int
    always: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``bench condense``."""
    parser.add_argument("--demo", type=Path, help="folder of the demo's footage; made if missing")
    parser.add_argument("--clip", type=Path, help="measure this recording instead")
    parser.add_argument("--visits", default="", help="its visits in seconds: 6.1-19.4,22.8-44.7")
    parser.add_argument("--margin", type=float, default=3.0, help="seconds kept around activity")
    parser.add_argument("--least", type=float, help="least level of activity, 0 to 1")
    parser.add_argument("--json", type=Path, help="write the result to this file")


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON. Returns the exit code."""
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="floorwalk-bench-") as folder:
        try:
            rows = _clip(args, Path(folder)) if args.clip else _demo(args, Path(folder))
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)
            return 1
    _print(rows)
    print(f"looked at in {time.monotonic() - began_s:.0f} s, one process, one core")
    if args.json is not None:
        document = {"margin_s": args.margin, "rows": [asdict(row) for row in rows]}
        args.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0


def _clip(args: argparse.Namespace, folder: Path) -> list[Row]:
    from app.bench.clips import duration_us

    visits = [_visit(text) for text in args.visits.split(",") if text.strip()]
    span = Span(_START_US, _START_US + duration_us(args.clip))
    media = SegmentList((Segment(str(args.clip), _START_US),), args.clip.name)
    with _Looked(folder, {1: media}, {1: span}) as looked:
        return [_row(args, looked, args.clip.name, (1,), span, visits)]


def _visit(text: str) -> Span:
    enter, _, leave = text.partition("-")
    return Span(_START_US + round(float(enter) * 1e6), _START_US + round(float(leave) * 1e6))


def _demo(args: argparse.Namespace, folder: Path) -> list[Row]:
    from app.demo.chain import CAMERAS, STORES
    from app.demo.footage import make_demo
    from app.demo.truth import load_truth

    stage = make_demo(args.demo or folder / "demo", lambda _done, _what: None)
    truth = load_truth(stage.truth_path)
    span = Span(stage.start_us, stage.end_us)
    medias: dict[int, RecordingFolder] = {}
    names: dict[int, str] = {}
    for store in STORES:
        for camera in CAMERAS:
            number = len(medias) + 1
            root = str(stage.footage_root / store.code)
            medias[number] = RecordingFolder(root, stage.pattern, camera.code, store.time_zone)
            names[number] = f"{store.code}/{camera.code}"
    with _Looked(folder, medias, dict.fromkeys(medias, span)) as looked:
        rows = []
        for store in STORES:
            ids = tuple(n for n, name in names.items() if name.startswith(store.code))
            seen = {
                n: [Span(v.enter_us, v.leave_us) for v in truth.cameras[names[n]].visits]
                for n in ids
            }
            rows += [_row(args, looked, names[n], (n,), span, seen[n]) for n in ids]
            every = [visit for n in ids for visit in seen[n]]
            rows.append(_row(args, looked, f"{store.code}, any camera", ids, span, every))
        return rows


class _Looked:
    """The pass, run over everything; usable inside a ``with``."""

    def __init__(self, folder: Path, medias: Medias, spans: Mapping[int, Span]) -> None:
        from app.video.activity.looking import ActivityLimits, ActivityPass
        from app.video.activity.store import ActivityStore

        store = ActivityStore(folder / "activity")
        limits = ActivityLimits(share=1.0)
        self.medias = medias
        self._spans = spans
        self.activity: ActivityPass = ActivityPass(store, medias.get, lambda: None, lambda: limits)

    def __enter__(self) -> Self:
        for camera_id, span in self._spans.items():
            self.activity.want((camera_id,), span)
        until_s = time.monotonic() + _PATIENCE_S
        while not self.activity.is_through() and time.monotonic() < until_s:
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        self.activity.close()


def _row(
    args: argparse.Namespace,
    looked: _Looked,
    name: str,
    ids: tuple[int, ...],
    span: Span,
    visits: list[Span],
) -> Row:
    from app.video.activity.grid import joined
    from app.video.activity.looking import LEAST
    from app.video.coverage import coverage

    footage = {n: coverage(looked.medias[n], span) for n in ids}
    recorded = joined(itertools.chain(*footage.values()), 0, span)
    least = LEAST if args.least is None else args.least
    shown = looked.activity.busy(footage, span, args.margin, least)
    whole = [one for one in visits if one.start_us <= span.start_us and one.end_us >= span.end_us]
    passing = [one for one in visits if one not in whole]
    skipped = [one for one in passing if not _inside(one, recorded, shown)]
    footage_s = _seconds(recorded)
    shown_s = sum(_seconds(_cut(shown, one)) for one in recorded)
    return Row(
        name,
        footage_s,
        shown_s,
        1 - shown_s / footage_s,
        _seconds(joined(visits, 0, span)),
        len(passing),
        len(skipped),
        len(whole),
    )


def _inside(visit: Span, recorded: Iterable[Span], shown: Iterable[Span]) -> bool:
    """Whether all of the visit that was recorded is shown."""
    shown = tuple(shown)
    parts = [part for one in recorded if (part := one.overlap(visit)) is not None]
    return all(
        any(one.start_us <= part.start_us and part.end_us <= one.end_us for one in shown)
        for part in parts
    )


def _cut(spans: Iterable[Span], within: Span) -> list[Span]:
    return [part for one in spans if (part := one.overlap(within)) is not None]


def _seconds(spans: Iterable[Span]) -> float:
    return sum(span.duration_us for span in spans) / 1e6


def _print(rows: list[Row]) -> None:
    heads = ("footage", "somebody", "shown", "saved", "visits", "skipped", "always there")
    print(" " * 24 + "".join(f"{head:>13}" for head in heads))
    for row in rows:
        cells = (
            f"{row.footage_s:.0f} s",
            f"{row.peopled_s / row.footage_s:.0%}",
            f"{row.shown_s:.0f} s",
            f"{row.saved:.1%}",
            str(row.visits),
            str(row.skipped),
            str(row.always),
        )
        print(f"{row.name:<24}" + "".join(f"{cell:>13}" for cell in cells))
    footage, shown = sum(row.footage_s for row in rows), sum(row.shown_s for row in rows)
    if len(rows) > 1:
        print(f"all rows: {footage:.0f} s of footage, {shown:.0f} s shown")
