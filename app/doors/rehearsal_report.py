"""What a rehearsal left behind, written down, and held against the database on disk."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.demo.inspector import Inspected
from app.doors.rehearsal import Wall
from app.operations.facade import Operations, open_operations
from app.operations.values import Inspection, InspectionState

FILES = ("wall.png", "inspection.png", "scorecard.pdf", "scorecard.xlsx", "summary.json")
_LEAST_BYTES = 1_000


def copy_evidence(operations: Operations, inspected: Inspected, out: Path) -> None:
    """The evidence files, original and marked, under ``out``/evidence."""
    folder = out / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    for record in inspected.evidence:
        for sha256 in filter(None, (record.sha256, record.marked_sha256)):
            shutil.copyfile(operations.evidence.path(sha256), folder / f"{sha256}.png")


def summary(operations: Operations, inspected: Inspected, wall: Wall) -> dict[str, Any]:
    """The facts of the rehearsal as plain JSON values."""
    tree = operations.stores.tree()
    inspection = inspected.inspection
    score = inspection.score
    return {
        "stores": len(tree.stores()),
        "cameras": len(tree.cameras()),
        "inspection": inspection.id,
        "items": len(list(inspection.checklist.items())),
        "items_answered": len(inspection.answers),
        "hints": [
            {"rule": hint.rule_key, "camera": hint.camera_label, "start_us": hint.start_us,
             "end_us": hint.end_us, "decision": hint.decision}
            for hint in inspected.hints
        ],
        "evidence": [
            {"file": f"evidence/{sha256}.png", "sha256": sha256, "camera": record.camera_label,
             "media_time_us": record.media_time_us, "item": record.item_id,
             "marked": sha256 != record.sha256}
            for record in inspected.evidence
            for sha256 in filter(None, (record.sha256, record.marked_sha256))
        ],
        "tasks": [
            {"id": task.id, "title": task.title, "owner": task.owner, "state": task.state.value}
            for task in inspected.tasks
        ],
        "raw_percent": _text(score.raw_percent if score else None),
        "final_percent": _text(score.final_percent if score else None),
        "wall": {
            "tiles": wall.tiles,
            "speed": wall.speed,
            "pictures_per_s_min": round(wall.pictures_per_s_min, 2),
            "pictures_per_s_mean": round(wall.pictures_per_s_mean, 2),
        },
    }  # fmt: skip


def write_summary(facts: dict[str, Any], out: Path) -> None:
    """``summary.json``."""
    text = json.dumps(facts, ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")


def problems(home: Path, database_url: str | None, out: Path, facts: dict[str, Any]) -> list[str]:
    """What is missing, or what the database, opened afresh, says otherwise; empty is good."""
    found = [f"{name} is missing or empty" for name in FILES if not _good_file(out / name)]
    operations = open_operations(home, database_url)
    try:
        inspection = operations.inspections.get(facts["inspection"])
        found += _about_inspection(inspection, facts)
        found += _about_evidence(operations, out, facts)
        stored = [task for task in operations.tasks.list() if task.inspection_id == inspection.id]
        told = {task["id"]: task["state"] for task in facts["tasks"]}
        if {task.id: task.state.value for task in stored} != told:
            found.append("the rectification tasks differ from the database")
    finally:
        operations.close()
    return found


def _about_inspection(inspection: Inspection, facts: dict[str, Any]) -> list[str]:
    found = []
    if inspection.state is not InspectionState.SUBMITTED:
        found.append("the inspection is not submitted")
    if len(inspection.answers) != facts["items_answered"]:
        found.append("the answers differ from the database")
    score = inspection.score
    if score is None or _text(score.final_percent) != facts["final_percent"]:
        found.append("the score differs from the database")
    return found


def _about_evidence(operations: Operations, out: Path, facts: dict[str, Any]) -> list[str]:
    found = []
    if not facts["evidence"]:
        found.append("no evidence was taken")
    for picture in facts["evidence"]:
        operations.evidence.verify(picture["sha256"])
        if not _good_file(out / picture["file"]):
            found.append(f"{picture['file']} is missing or empty")
    stored = operations.evidence.list(facts["inspection"])
    known = {sha for record in stored for sha in (record.sha256, record.marked_sha256) if sha}
    if known != {picture["sha256"] for picture in facts["evidence"]}:
        found.append("the evidence differs from the database")
    return found


def _good_file(path: Path) -> bool:
    return path.is_file() and path.stat().st_size >= (1 if path.suffix == ".json" else _LEAST_BYTES)


def _text(percent: Decimal | None) -> str | None:
    return None if percent is None else str(percent)
