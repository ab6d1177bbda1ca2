"""Evidence: pictures kept for good, with who, where, when and for which item."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.faults import Sentence
from app.operations.changes import Changes
from app.operations.checks import EntryFault
from app.operations.people import People
from app.operations.values import ChangeKind, EvidenceRecord, Mark, Still
from app.storage.evidence import (
    MarkEvidence,
    StoreEvidence,
    evidence_of,
    evidence_of_inspection,
    evidence_of_store,
    known_pictures,
    loose_evidence,
)
from app.storage.evidence_removal import RemoveLoose
from app.storage.faults import DatabaseAway
from app.storage.files import FileState
from app.storage.journal import WaitingEvidence
from app.storage.storage import Storage
from app.storage.times import now_us
from app.storage.writer import Kept

_PNG = b"\x89PNG\r\n\x1a\n"
_NOT_PNG = Sentence(
    "The picture of this camera is not a PNG picture, so it was not stored. Take it again.",
    "该摄像机的图片不是 PNG 格式，未保存。请重新取证。",
)

_KEPT = Sentence(
    "The database {database} does not answer, so the picture waits on this workstation and "
    "joins its item when the database is back. It need not be taken again.",
    "数据库 {database} 没有响应，图片已保存在本工作站，"
    "数据库恢复后会自动归入其检查项，无需重新取证。",
)


class EvidenceKept(DatabaseAway):
    """The database is away; the picture and all about it wait on this workstation."""


@dataclass(frozen=True)
class EvidenceCheck:
    """What a look at all evidence found; pictures by their SHA-256."""

    whole: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unknown: tuple[str, ...]  # files that no record names, e.g. refused after the submit


class Evidence:
    """Nothing is ever overwritten; only loose pictures may be removed, by who took them."""

    def __init__(self, storage: Storage, people: People, changes: Changes) -> None:
        self._storage = storage
        self._people = people
        self._changes = changes

    def store(
        self, inspection_id: int | None, item_id: str | None, camera_id: int, still: Still
    ) -> EvidenceRecord:
        """The file first, then its record; both are on the disk when this returns.

        Raises DiskFault (full, not writable), Refused after submit or for a camera
        of another store, and EvidenceKept while the database is away: then the
        picture waits on this workstation and nothing needs to be done.
        """
        return self._store_one(inspection_id, item_id, camera_id, still, "")

    def add_main(
        self, inspection_id: int | None, item_id: str | None, camera_id: int, still: Still
    ) -> EvidenceRecord:
        """The main stream's picture beside one of the small stream: a record with its own time.

        It comes later. Where its inspection takes nothing more by then, it is
        kept without one; the record says so. Raises DiskFault, NotFound for a camera
        that is gone, and EvidenceKept.
        """
        return self._store_one(inspection_id, item_id, camera_id, still, "main")

    def _store_one(
        self,
        inspection_id: int | None,
        item_id: str | None,
        camera_id: int,
        still: Still,
        stream: str,
    ) -> EvidenceRecord:
        who = self._people.who()
        taken_us = now_us()
        taken = WaitingEvidence(
            uid=uuid.uuid4().hex,
            database=self._storage.database_name,
            inspection_id=inspection_id,
            item_id=item_id,
            camera_id=camera_id,
            media_time_us=still.media_time_us,
            taken_us=taken_us,
            who=who,
            sha256=self._keep(still.png),
            width=still.width,
            height=still.height,
            stream=stream,
        )
        try:
            record = self._storage.write(StoreEvidence(taken))
        except Kept as kept:
            raise EvidenceKept(_KEPT, database=self._storage.database_name) from kept
        self._changes.publish(ChangeKind.EVIDENCE)
        return record

    def mark(self, evidence_id: int, marks: Sequence[Mark], marked_png: bytes) -> EvidenceRecord:
        """Another marked version beside the original; Refused after submit."""
        who = self._people.who()
        sha256 = self._keep(marked_png)
        task = MarkEvidence(evidence_id, tuple(marks), sha256, who, now_us())
        record = self._storage.write(task)
        self._changes.publish(ChangeKind.EVIDENCE)
        return record

    def get(self, evidence_id: int) -> EvidenceRecord:
        """One piece of evidence; raises NotFound."""
        return self._storage.read(partial(evidence_of, evidence_id=evidence_id))

    def list(self, inspection_id: int) -> tuple[EvidenceRecord, ...]:
        """All evidence of an inspection, in the order in which it was taken."""
        return self._storage.read(partial(evidence_of_inspection, inspection_id=inspection_id))

    def of_store(self, store_id: int) -> tuple[EvidenceRecord, ...]:
        """All evidence of a store, newest first, with or without inspection."""
        return self._storage.read(partial(evidence_of_store, store_id=store_id))

    def list_loose(
        self, store_id: int | None = None, limit: int | None = None
    ) -> tuple[EvidenceRecord, ...]:
        """Evidence taken without an inspection, newest first; of one store or of all."""
        query = partial(loose_evidence, store_id=store_id, limit=limit)
        return self._storage.read(query)

    def remove_loose(self, evidence_id: int) -> None:
        """Take a picture away for good, with its file where nothing else names it.

        Refused for evidence of an inspection or of a rectification task, and for
        pictures that somebody else took.
        """
        orphans = self._storage.write(RemoveLoose(evidence_id, self._people.who()))
        for sha256 in orphans:
            self._storage.evidence_files.remove(sha256)
        self._changes.publish(ChangeKind.EVIDENCE)

    def path(self, sha256: str) -> Path:
        """Where the picture of that SHA-256 lies."""
        return self._storage.evidence_files.path(sha256)

    def verify(self, sha256: str) -> None:
        """Raise EvidenceFault when the picture is missing or was changed."""
        self._storage.evidence_files.verify(sha256)

    def check(self) -> EvidenceCheck:
        """Hold every record against its files, and the folder against the records.

        Reads every picture: minutes for a large folder, so call it off the UI thread.
        """
        files = self._storage.evidence_files
        known = self._storage.read(known_pictures)
        states = {sha256: files.state(sha256) for sha256 in sorted(known)}
        return EvidenceCheck(
            whole=sum(1 for state in states.values() if state is FileState.WHOLE),
            missing=tuple(s for s, state in states.items() if state is FileState.MISSING),
            changed=tuple(s for s, state in states.items() if state is FileState.CHANGED),
            unknown=tuple(sorted(set(files.all()) - known)),
        )

    def _keep(self, png: bytes) -> str:
        if not png.startswith(_PNG):
            raise EntryFault(_NOT_PNG)
        return self._storage.evidence_files.keep(png)
