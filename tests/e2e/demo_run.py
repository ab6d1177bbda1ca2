"""What a run of the demo without a window leaves behind, and what must be true of it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app.operations.facade import Operations, open_operations
from app.operations.values import InspectionState
from app.storage.credentials import Credentials

FPS = 3


@dataclass(frozen=True)
class Demo:
    """What a run left behind."""

    done: subprocess.CompletedProcess[str]
    home: Path
    out: Path

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.out / "summary.json").read_text(encoding="utf-8"))

    def open(self) -> Operations:
        return open_operations(self.out / "data", credentials=Credentials(lambda: None))


def check_files(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stderr
    for name in ("wall.png", "inspection.png"):
        picture = np.asarray(Image.open(demo.out / name).convert("RGB"))
        assert picture.shape == (1080, 1920, 3)
        assert colours(picture) > 1000, f"{name} is blank"
    assert (demo.out / "scorecard.pdf").read_bytes().startswith(b"%PDF-")
    assert (demo.out / "scorecard.xlsx").read_bytes().startswith(b"PK")
    evidence = demo.summary["evidence"]
    assert evidence
    for told in evidence:
        data = (demo.out / told["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["sha256"]
    assert len(list((demo.out / "evidence").iterdir())) == len({e["sha256"] for e in evidence})


def colours(picture: np.ndarray) -> int:
    return len(np.unique(picture.reshape(-1, 3), axis=0))


def check_database(demo: Demo) -> None:
    """The summary says what the database says."""
    told, operations = demo.summary, demo.open()
    try:
        tree = operations.stores.tree()
        inspection = operations.inspections.get(told["inspection"])
        tasks = operations.tasks.list()
        evidence = operations.evidence.list(inspection.id)
    finally:
        operations.close()
    assert (told["stores"], told["cameras"]) == (len(tree.stores()), len(tree.cameras())) == (5, 25)
    assert inspection.state is InspectionState.SUBMITTED
    assert told["items"] == told["items_answered"] == len(inspection.answers)
    assert inspection.score is not None
    assert told["final_percent"] == str(inspection.score.final_percent)
    assert told["raw_percent"] == str(inspection.score.raw_percent)
    assert {task["id"]: task["state"] for task in told["tasks"]} == {
        task.id: task.state.value for task in tasks
    }
    kept = {sha for record in evidence for sha in (record.sha256, record.marked_sha256) if sha}
    assert {picture["sha256"] for picture in told["evidence"]} == kept
    assert told["wall"]["tiles"] == 25
    assert told["wall"]["speed"] == 16.0
    assert told["wall"]["pictures_per_s_min"] > 0
