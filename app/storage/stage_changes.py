"""Companies, regions, stores and cameras: changing them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.storage.faults import Refused
from app.storage.recorders import forget_store
from app.storage.schema import (
    BookmarkRow,
    CameraRow,
    CompanyRow,
    EvidenceRow,
    HintRow,
    InspectionRow,
    RecorderRow,
    RectificationTaskRow,
    RegionRow,
    StoreRow,
)
from app.storage.stage import (
    StoredCamera,
    StoredRecorder,
    camera_row,
    camera_value,
    found,
    region_value,
    store_value,
    stored_camera,
)
from app.storage.times import from_us
from app.storage.values import Camera, CameraDraft, Company, Region, Store

_NAME_TAKEN = Sentence(
    "“{name}” is already there. Choose another name or code.",
    "“{name}”已存在。请使用其他名称或编号。",
)
_NOT_EMPTY = Sentence(
    "“{name}” still holds stores or regions. Move or remove them first.",
    "“{name}”下仍有门店或区域。请先移动或删除它们。",
)
_STORE_USED = Sentence(
    "The store {code} has inspections, evidence or rectification tasks, which must stay "
    "readable, so it cannot be removed. Remove its cameras instead to take it off the wall.",
    "门店 {code} 已有巡检、取证或整改记录，这些记录必须保留，因此不能删除。"
    "如不再巡检，可删除其摄像机。",
)


@dataclass(frozen=True)
class AddCompany:
    """A new company."""

    name: str

    def run(self, session: Session) -> Company:
        """The company as stored."""
        _free(session, self.name, CompanyRow.name == self.name)
        row = CompanyRow(name=self.name)
        session.add(row)
        session.flush()
        return Company(row.id, row.name)


@dataclass(frozen=True)
class RenameCompany:
    """Another name for a company."""

    company_id: int
    name: str

    def run(self, session: Session) -> Company:
        """The company as stored."""
        row = found(session, CompanyRow, self.company_id)
        _free(session, self.name, CompanyRow.name == self.name, CompanyRow.id != row.id)
        row.name = self.name
        return Company(row.id, row.name)


@dataclass(frozen=True)
class RemoveCompany:
    """Only a company without regions can go."""

    company_id: int

    def run(self, session: Session) -> None:
        """Removed, or Refused."""
        row = found(session, CompanyRow, self.company_id)
        if session.scalar(select(exists().where(RegionRow.company_id == row.id))):
            raise Refused(_NOT_EMPTY, name=row.name)
        session.delete(row)


@dataclass(frozen=True)
class AddRegion:
    """A new region of a company."""

    company_id: int
    name: str

    def run(self, session: Session) -> Region:
        """The region as stored."""
        found(session, CompanyRow, self.company_id)
        same = RegionRow.company_id == self.company_id
        _free(session, self.name, same, RegionRow.name == self.name)
        row = RegionRow(company_id=self.company_id, name=self.name)
        session.add(row)
        session.flush()
        return region_value(row)


@dataclass(frozen=True)
class RenameRegion:
    """Another name for a region."""

    region_id: int
    name: str

    def run(self, session: Session) -> Region:
        """The region as stored."""
        row = found(session, RegionRow, self.region_id)
        same = RegionRow.company_id == row.company_id
        _free(session, self.name, same, RegionRow.name == self.name, RegionRow.id != row.id)
        row.name = self.name
        return region_value(row)


@dataclass(frozen=True)
class RemoveRegion:
    """Only a region without stores can go."""

    region_id: int

    def run(self, session: Session) -> None:
        """Removed, or Refused."""
        row = found(session, RegionRow, self.region_id)
        if session.scalar(select(exists().where(StoreRow.region_id == row.id))):
            raise Refused(_NOT_EMPTY, name=row.name)
        session.delete(row)


@dataclass(frozen=True)
class SaveStore:
    """A new store (``store_id`` None) or other facts about one."""

    store_id: int | None
    region_id: int
    code: str
    name: str
    time_zone: str

    def run(self, session: Session) -> Store:
        """The store as stored."""
        found(session, RegionRow, self.region_id)
        _free(session, self.code, StoreRow.code == self.code, StoreRow.id != (self.store_id or 0))
        row = StoreRow() if self.store_id is None else found(session, StoreRow, self.store_id)
        row.region_id = self.region_id
        row.code = self.code
        row.name = self.name
        row.time_zone = self.time_zone
        session.add(row)
        session.flush()
        return store_value(row)


@dataclass(frozen=True)
class RemovedStore:
    """What went with a store: each has a password to be forgotten."""

    cameras: tuple[StoredCamera, ...]
    recorders: tuple[StoredRecorder, ...]


@dataclass(frozen=True)
class RemoveStore:
    """A store of which nothing was ever kept, with its cameras, hints and bookmarks."""

    store_id: int

    def run(self, session: Session) -> RemovedStore:
        """What went with it, or Refused."""
        row = found(session, StoreRow, self.store_id)
        used = (
            exists().where(InspectionRow.store_id == row.id)
            | exists().where(EvidenceRow.store_id == row.id)
            | exists().where(RectificationTaskRow.store_id == row.id)
        )
        if session.scalar(select(used)):
            raise Refused(_STORE_USED, code=row.code)
        cameras = select(CameraRow.id).where(CameraRow.store_id == row.id)
        store = store_value(row)
        went = tuple(
            StoredCamera(camera.uid, camera_value(camera), store)
            for camera in session.scalars(select(CameraRow).where(CameraRow.store_id == row.id))
        )
        session.execute(delete(HintRow).where(HintRow.camera_id.in_(cameras)))
        session.execute(delete(BookmarkRow).where(BookmarkRow.store_id == row.id))
        session.execute(delete(CameraRow).where(CameraRow.store_id == row.id))
        recorders = forget_store(session, row.id)
        session.delete(row)
        return RemovedStore(went, recorders)


@dataclass(frozen=True)
class SaveCamera:
    """A new camera (``camera_id`` None) or other facts about one."""

    camera_id: int | None
    draft: CameraDraft

    def run(self, session: Session) -> Camera:
        """The camera as stored."""
        draft = self.draft
        found(session, StoreRow, draft.store_id)
        if draft.recorder_id is not None:
            found(session, RecorderRow, draft.recorder_id)
        _free(
            session,
            draft.code,
            CameraRow.store_id == draft.store_id,
            CameraRow.code == draft.code,
            CameraRow.removed_at.is_(None),
            CameraRow.id != (self.camera_id or 0),
        )
        if self.camera_id is None:
            row = CameraRow(uid=uuid.uuid4().hex)
        else:
            row = camera_row(session, self.camera_id)
        _fill(row, draft)
        session.add(row)
        session.flush()
        return camera_value(row)


@dataclass(frozen=True)
class AddCameras:
    """New cameras, all of them or none."""

    drafts: tuple[CameraDraft, ...]

    def run(self, session: Session) -> tuple[Camera, ...]:
        """The cameras as stored, in order."""
        return tuple(SaveCamera(None, draft).run(session) for draft in self.drafts)


@dataclass(frozen=True)
class RemoveCamera:
    """Off the wall for good; evidence and hints go on naming it."""

    camera_id: int
    at_us: int

    def run(self, session: Session) -> StoredCamera:
        """The camera as it was."""
        removed = stored_camera(session, self.camera_id)
        camera_row(session, self.camera_id).removed_at = from_us(self.at_us)
        return removed


def _fill(row: CameraRow, draft: CameraDraft) -> None:
    row.store_id = draft.store_id
    row.code = draft.code
    row.name = draft.name
    row.place = draft.place.value
    row.main_url = draft.main_url
    row.sub_url = draft.sub_url
    row.user_name = draft.user_name
    row.recording_root = draft.recording_root
    row.recording_pattern = draft.recording_pattern
    row.recording_time_zone = draft.recording_time_zone
    row.zone = [[x, y] for x, y in draft.zone]
    row.recorder_id = draft.recorder_id
    row.recorder_channel = draft.recorder_channel


def _free(session: Session, name: str, *conditions: ColumnElement[bool]) -> None:
    """Refuse a name that is taken; the constraint behind it catches two at once."""
    if session.scalar(select(exists().where(*conditions))):
        raise Refused(_NAME_TAKEN, name=name)
