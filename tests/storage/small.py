"""A small chain, written straight through the storage room."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.inspection.answers import Answer, AnswerState
from app.storage.checklists import ImportChecklist
from app.storage.credentials import Credentials
from app.storage.inspection_changes import BeginInspection, RecordAnswer
from app.storage.journal import WaitingAnswer
from app.storage.stage_changes import AddCompany, AddRegion, SaveCamera, SaveStore
from app.storage.storage import Storage
from app.storage.values import Camera, CameraDraft, ChecklistVersion, Inspection, Store

AT_US = 1_767_229_200_000_000


class MemoryKeyring:
    """A keyring of the test's own; the person's is never asked."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


def credentials(keyring: MemoryKeyring | None = None) -> Credentials:
    kept = keyring or MemoryKeyring()
    return Credentials(lambda: kept)


def open_storage(home: Path, url: str | None = None) -> Storage:
    return Storage(home, url, credentials=credentials())


def checklist_text(items: int = 4, key: str = "opening", title: str = "Opening") -> str:
    """Pass/fail items i0, i1 ...; the last one is not required."""
    entries = [
        {
            "id": f"i{n}",
            "title": f"Item {n}",
            "standard": "As it should be",
            "required": n < items - 1,
        }
        for n in range(items)
    ]
    section = {"id": "s", "title": "Section", "items": entries}
    return json.dumps({"key": key, "title": title, "sections": [section]})


@dataclass(frozen=True)
class Chain:
    """One store with one camera, one checklist, one draft inspection."""

    store: Store
    camera: Camera
    version: ChecklistVersion
    inspection: Inspection


def make_chain(storage: Storage, items: int = 4) -> Chain:
    company = storage.write(AddCompany("Chain"))
    region = storage.write(AddRegion(company.id, "East"))
    store = storage.write(SaveStore(None, region.id, "S001", "Store 1", "Asia/Shanghai"))
    camera = storage.write(SaveCamera(None, CameraDraft(store.id, "counter", "Counter")))
    version = storage.write(ImportChecklist(checklist_text(items), AT_US, "Li Wei"))
    inspection = storage.write(BeginInspection(store.id, version.id, "Li Wei", AT_US))
    return Chain(store, camera, version, inspection)


def waiting(inspection: Inspection, item_id: str, score: int = 1, note: str = "") -> WaitingAnswer:
    answer = Answer(item_id, AnswerState.ANSWERED, Decimal(score), note=note)
    return WaitingAnswer(uuid.uuid4().hex, inspection.uid, answer, AT_US, "Li Wei")


def record(inspection: Inspection, item_id: str, score: int = 1) -> RecordAnswer:
    return RecordAnswer(waiting(inspection, item_id, score))
