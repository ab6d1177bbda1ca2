"""Recorders: what keeps recordings of cameras and plays them over the network."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.storage.faults import Refused
from app.storage.schema import CameraRow, RecorderRow, StoreRow
from app.storage.stage import StoredRecorder, found, recorder_value, store_value, stored_recorder
from app.storage.values import Recorder, RecorderDraft

_NAME_TAKEN = Sentence(
    "A recorder “{name}” is already there. Choose another name.",
    "录像机“{name}”已存在。请使用其他名称。",
)
_IN_USE = Sentence(
    "The recorder {name} keeps the recordings of {count} cameras. Choose another recorder or "
    "none for them first.",
    "录像机 {name} 上有 {count} 台摄像机的录像。请先为这些摄像机选择其他录像机或不使用录像机。",
)
_US = 1_000_000


@dataclass(frozen=True)
class SaveRecorder:
    """A new recorder (``recorder_id`` None) or other facts about one."""

    recorder_id: int | None
    draft: RecorderDraft

    def run(self, session: Session) -> Recorder:
        """The recorder as stored; what was measured goes when it is another device."""
        draft = self.draft
        if draft.store_id is not None:
            found(session, StoreRow, draft.store_id)
        same = RecorderRow.name == draft.name, RecorderRow.id != (self.recorder_id or 0)
        if session.scalar(select(exists().where(*same))):
            raise Refused(_NAME_TAKEN, name=draft.name)
        if self.recorder_id is None:
            row = RecorderRow(uid=uuid.uuid4().hex, ability="", kind="", address="")
        else:
            row = found(session, RecorderRow, self.recorder_id)
        if (row.kind, row.address) != (draft.kind, draft.address):
            row.ability = ""
        _fill(row, draft)
        session.add(row)
        session.flush()
        return recorder_value(row)


@dataclass(frozen=True)
class RemoveRecorder:
    """Only a recorder that no camera in use names can go."""

    recorder_id: int

    def run(self, session: Session) -> StoredRecorder:
        """The recorder as it was, or Refused."""
        row = found(session, RecorderRow, self.recorder_id)
        named = CameraRow.recorder_id == row.id
        present = select(func.count()).where(named, CameraRow.removed_at.is_(None))
        count = session.scalar(present) or 0
        if count:
            raise Refused(_IN_USE, name=row.name, count=count)
        removed = stored_recorder(session, row)
        session.execute(update(CameraRow).where(named).values(recorder_id=None))
        session.delete(row)
        return removed


@dataclass(frozen=True)
class RememberAbility:
    """What was measured at a recorder, as JSON."""

    recorder_id: int
    ability: str

    def run(self, session: Session) -> Recorder:
        """The recorder with it."""
        row = found(session, RecorderRow, self.recorder_id)
        row.ability = self.ability
        return recorder_value(row)


def recorder_list(session: Session, store_id: int | None) -> tuple[Recorder, ...]:
    """All recorders by name; with a store: its own and those of no store."""
    query = select(RecorderRow).order_by(RecorderRow.name)
    if store_id is not None:
        query = query.where((RecorderRow.store_id == store_id) | RecorderRow.store_id.is_(None))
    return tuple(recorder_value(row) for row in session.scalars(query))


def recorder_of(session: Session, recorder_id: int) -> StoredRecorder:
    """One recorder with its name in the keyring; raises NotFound."""
    return stored_recorder(session, found(session, RecorderRow, recorder_id))


def forget_store(session: Session, store_id: int) -> tuple[StoredRecorder, ...]:
    """The store goes: its recorders that no other store's camera names go with it.

    To be called when the store's own cameras are gone. Returns those that went.
    """
    store = store_value(found(session, StoreRow, store_id))
    went = []
    for row in session.scalars(select(RecorderRow).where(RecorderRow.store_id == store_id)).all():
        if session.scalar(select(exists().where(CameraRow.recorder_id == row.id))):
            row.store_id = None
            row.time_zone = row.time_zone or store.time_zone
        else:
            went.append(StoredRecorder(row.uid, recorder_value(row), store))
            session.delete(row)
    session.flush()
    return tuple(went)


def _fill(row: RecorderRow, draft: RecorderDraft) -> None:
    row.store_id = draft.store_id
    row.name = draft.name
    row.kind = draft.kind
    row.address = draft.address
    row.user_name = draft.user_name
    row.time_zone = draft.time_zone
    row.clock_offset_us = round(draft.clock_offset_s * _US)
    row.sessions = draft.sessions
