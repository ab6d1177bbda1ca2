"""A small chain through the operations that every door calls."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

from app.operations.facade import Operations, open_operations
from app.operations.values import (
    Camera,
    CameraDraft,
    ChangeKind,
    ChangeSet,
    ChecklistVersion,
    Inspection,
    Place,
    Still,
    Store,
    TaskDraft,
)
from app.storage.credentials import Credentials
from tests.storage.small import MemoryKeyring, checklist_text

ZONE = "Asia/Shanghai"
PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
MORNING_US = 1_767_229_200_000_000


def open_there(home: Path, keyring: MemoryKeyring | None = None) -> Operations:
    kept = keyring or MemoryKeyring()
    return open_operations(home, credentials=Credentials(lambda: kept))


@dataclass(frozen=True)
class Stage:
    operations: Operations
    home: Path
    keyring: MemoryKeyring
    store: Store
    camera: Camera
    version: ChecklistVersion

    def begin(self) -> Inspection:
        return self.operations.inspections.begin(self.store.id, self.version.id)

    def import_text(self, text: str, name: str = "checklist.json") -> ChecklistVersion:
        path = self.home.parent / name
        path.write_text(text, encoding="utf-8")
        return self.operations.checklists.import_file(path)

    def task(self, **changes: object) -> TaskDraft:
        facts: dict[str, object] = {
            "inspection_id": None, "item_id": None, "store_id": self.store.id, "title": "Lamp",
            "detail": "", "owner": "Wang", "due_us": MORNING_US,
        }  # fmt: skip
        return TaskDraft(**{**facts, **changes})  # type: ignore[arg-type]

    def second_store(self) -> tuple[Store, Camera]:
        stores = self.operations.stores
        store = stores.add_store(self.store.region_id, "S002", "Store 2", "Europe/Berlin")
        return store, stores.add_camera(CameraDraft(store.id, "door", "Door"))


def make_stage(home: Path) -> Stage:
    keyring = MemoryKeyring()
    operations = open_there(home, keyring)
    operations.people.introduce("Li Wei", "zh_CN", ZONE)
    company = operations.stores.add_company("Chain")
    region = operations.stores.add_region(company.id, "East")
    store = operations.stores.add_store(region.id, "S001", "Store 1", ZONE)
    draft = CameraDraft(
        store.id, "counter", "Counter", Place.COUNTER, recording_root="/recordings",
        recording_pattern=PATTERN, zone=((0.1, 0.1), (0.9, 0.1), (0.9, 0.9)),
    )  # fmt: skip
    camera = operations.stores.add_camera(draft)
    path = home / "opening.json"
    path.write_text(checklist_text(), encoding="utf-8")
    version = operations.checklists.import_file(path)
    return Stage(operations, home, keyring, store, camera, version)


def still(shade: int = 0) -> Still:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 36), (shade, 80, 120)).save(out, "PNG")
    return Still(out.getvalue(), 64, 36, MORNING_US)


class Heard:
    """What kinds of change were told."""

    def __init__(self, operations: Operations) -> None:
        self.sets: list[ChangeSet] = []
        self.end = operations.changes.subscribe(self.sets.append)

    def kinds(self) -> set[ChangeKind]:
        return {kind for change in self.sets for kind in change.kinds}


def with_item(text: str, **fields: object) -> str:
    """The checklist with its first item changed."""
    document = json.loads(text)
    document["sections"][0]["items"][0].update(fields)
    return json.dumps(document)
