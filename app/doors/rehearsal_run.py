"""Opens a window offscreen, rehearses an inspection in it, and checks what it left."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.application import Window, make_app, make_window
from app.demo.truth import load_truth
from app.doors.rehearsal import Rehearsal
from app.doors.rehearsal_report import copy_evidence, problems, summary, write_summary
from app.operations.facade import Operations, open_operations
from app.operations.values import Place, StoreNode
from app.video.media import Span
from app.video.wall.engine import WallEngine
from app.widgets.garbage import collect_here

if TYPE_CHECKING:
    from app.demo.footage import DemoStage

Prepare = Callable[[Operations, "DemoStage"], None]


def rehearse(
    stage: DemoStage, home: Path, out: Path, *, checklist_key: str, speed: float, prepare: Prepare
) -> list[str]:
    """Rehearse over ``stage`` with a database in ``home``; what is wrong with the result.

    Leaves wall.png, inspection.png, scorecard.pdf, scorecard.xlsx, evidence/
    and summary.json in ``out``.
    """
    app = make_app()
    collect_here(app)
    operations = open_operations(home)
    prepare(operations, stage)
    engine = WallEngine()
    engine.start()
    window = make_window(app, operations, engine, home)
    try:
        facts = _perform(window, stage, out, checklist_key, speed)
    finally:
        window.close()
    return problems(home, None, out, facts)


def _perform(
    window: Window, stage: DemoStage, out: Path, checklist_key: str, speed: float
) -> dict[str, object]:
    operations = window.context.operations
    rehearsal = Rehearsal(window, out, _say)
    rehearsal.open_wall(stage.start_us)
    rehearsal.analyse(Span(stage.start_us, stage.end_us))
    wall = rehearsal.play(speed)
    _say(
        f"wall: {wall.tiles} tiles at {wall.speed:g}x, "
        f"{wall.pictures_per_s_min:.1f} pictures/s on the slowest"
    )
    node = _store_to_inspect(operations)
    versions = [each for each in operations.checklists.list() if each.key == checklist_key]
    inspected = rehearsal.inspect(node, versions[-1].id, _shelf_empty_us(stage, node))
    copy_evidence(operations, inspected, out)
    facts = summary(operations, inspected, wall)
    write_summary(facts, out)
    _say(f"inspection {inspected.inspection.id}: final score {facts['final_percent']}, in {out}")
    return facts


def _store_to_inspect(operations: Operations) -> StoreNode:
    """The store with the most hints; the first where there are none."""
    nodes = operations.stores.tree().stores()
    with_counter = [
        node for node in nodes if any(camera.place is Place.COUNTER for camera in node.cameras)
    ]
    return max(with_counter or nodes, key=lambda node: len(operations.hints.list(node.store.id)))


def _shelf_empty_us(stage: DemoStage, node: StoreNode) -> int | None:
    """When the store's shelf is emptiest, by the truth of the footage; None = unknown."""
    cameras = load_truth(stage.truth_path).cameras
    for camera in node.cameras:
        levels = cameras[f"{node.store.code}/{camera.code}"].shelf_levels
        if levels:
            return min(levels, key=lambda entry: entry[1])[0]
    return None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
