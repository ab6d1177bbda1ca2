"""Companies, regions, stores and cameras: reading them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.faults import gone
from app.storage.schema import Base, CameraRow, CompanyRow, RecorderRow, RegionRow, StoreRow
from app.storage.values import (
    Camera,
    Company,
    CompanyNode,
    Place,
    Recorder,
    Region,
    RegionNode,
    Store,
    StoreNode,
    StoreTree,
)

RowT = TypeVar("RowT", bound=Base)
_WORDS = {
    CompanyRow: ("The company", "公司"),
    RegionRow: ("The region", "区域"),
    StoreRow: ("The store", "门店"),
    CameraRow: ("The camera", "摄像机"),
    RecorderRow: ("The recorder", "录像机"),
}
_US = 1_000_000


@dataclass(frozen=True)
class StoredRecorder:
    """A recorder with what is needed to find its password and to read its times."""

    uid: str
    recorder: Recorder
    store: Store | None  # where it stands; None = for all stores


@dataclass(frozen=True)
class StoredCamera:
    """A camera with what is needed to find its password."""

    uid: str
    camera: Camera
    store: Store
    recorder: StoredRecorder | None = None  # which keeps its recordings


def store_tree(session: Session) -> StoreTree:
    """Everything that can be put on the wall, in order of names and codes."""
    cameras: dict[int, list[Camera]] = defaultdict(list)
    present = select(CameraRow).where(CameraRow.removed_at.is_(None)).order_by(CameraRow.code)
    for camera in session.scalars(present):
        cameras[camera.store_id].append(camera_value(camera))
    stores: dict[int, list[StoreNode]] = defaultdict(list)
    for store in session.scalars(select(StoreRow).order_by(StoreRow.code)):
        stores[store.region_id].append(StoreNode(store_value(store), tuple(cameras[store.id])))
    regions: dict[int, list[RegionNode]] = defaultdict(list)
    for region in session.scalars(select(RegionRow).order_by(RegionRow.name)):
        node = RegionNode(region_value(region), tuple(stores[region.id]))
        regions[region.company_id].append(node)
    companies = session.scalars(select(CompanyRow).order_by(CompanyRow.name))
    return StoreTree(
        tuple(CompanyNode(Company(row.id, row.name), tuple(regions[row.id])) for row in companies)
    )


def company_of(session: Session, region_id: int) -> Company:
    """The company that the region belongs to."""
    row = found(session, CompanyRow, found(session, RegionRow, region_id).company_id)
    return Company(row.id, row.name)


def region_of(session: Session, region_id: int) -> Region:
    """One region; raises NotFound."""
    return region_value(found(session, RegionRow, region_id))


def store_of(session: Session, store_id: int) -> Store:
    """One store; raises NotFound."""
    return store_value(found(session, StoreRow, store_id))


def camera_of(session: Session, camera_id: int) -> Camera:
    """One camera in use; raises NotFound for one that was removed."""
    return camera_value(camera_row(session, camera_id))


def stored_camera(session: Session, camera_id: int) -> StoredCamera:
    """One camera in use with its store and its name in the keyring; raises NotFound."""
    row = camera_row(session, camera_id)
    store = found(session, StoreRow, row.store_id)
    recorder = None
    if row.recorder_id is not None:
        recorder = stored_recorder(session, found(session, RecorderRow, row.recorder_id))
    return StoredCamera(row.uid, camera_value(row), store_value(store), recorder)


def cameras_of(session: Session, uids: Sequence[str]) -> tuple[StoredCamera, ...]:
    """The cameras of those names in the keyring; of one that was removed without its recorder."""
    found_cameras = []
    for row in session.scalars(select(CameraRow).where(CameraRow.uid.in_(uids))):
        if row.removed_at is None:
            found_cameras.append(stored_camera(session, row.id))
        else:
            store = store_value(found(session, StoreRow, row.store_id))
            found_cameras.append(StoredCamera(row.uid, camera_value(row), store))
    return tuple(found_cameras)


def stored_recorder(session: Session, row: RecorderRow) -> StoredRecorder:
    """A recorder with its store and its name in the keyring."""
    store = None if row.store_id is None else store_value(found(session, StoreRow, row.store_id))
    return StoredRecorder(row.uid, recorder_value(row), store)


def camera_row(session: Session, camera_id: int, *, to_change: bool = False) -> CameraRow:
    """The row of a camera in use; raises NotFound. ``to_change`` holds it until the commit."""
    row = found(session, CameraRow, camera_id, to_change=to_change)
    if row.removed_at is not None:
        raise gone(*_WORDS[CameraRow], camera_id)
    return row


def camera_label(store: StoreRow, camera: CameraRow) -> str:
    """How a person calls a camera: "S001/entrance"."""
    return f"{store.code}/{camera.code}"


def found(session: Session, table: type[RowT], identifier: int, *, to_change: bool = False) -> RowT:
    """The row with that id; raises NotFound with its kind in words."""
    row = session.get(table, identifier, with_for_update=to_change)
    if row is None:
        raise gone(*_WORDS.get(table, ("The record", "记录")), identifier)
    return row


def region_value(row: RegionRow) -> Region:
    """A region without its row."""
    return Region(row.id, row.company_id, row.name)


def store_value(row: StoreRow) -> Store:
    """A store without its row."""
    return Store(row.id, row.region_id, row.code, row.name, row.time_zone)


def camera_value(row: CameraRow) -> Camera:
    """A camera without its row."""
    return Camera(
        id=row.id,
        store_id=row.store_id,
        code=row.code,
        name=row.name,
        place=Place(row.place),
        main_url=row.main_url,
        sub_url=row.sub_url,
        user_name=row.user_name,
        recording_root=row.recording_root,
        recording_pattern=row.recording_pattern,
        zone=tuple((float(x), float(y)) for x, y in row.zone),
        recording_time_zone=row.recording_time_zone,
        recorder_id=row.recorder_id,
        recorder_channel=row.recorder_channel,
    )


def recorder_value(row: RecorderRow) -> Recorder:
    """A recorder without its row."""
    return Recorder(
        id=row.id,
        store_id=row.store_id,
        name=row.name,
        kind=row.kind,
        address=row.address,
        user_name=row.user_name,
        time_zone=row.time_zone,
        clock_offset_s=row.clock_offset_us / _US,
        sessions=row.sessions,
        ability_json=row.ability,
    )
