"""Many cameras at once, with the stores and regions they need: all of them or none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.schema import CameraRow, CompanyRow, RegionRow, StoreRow
from app.storage.stage_changes import AddCompany, AddRegion, SaveCamera, SaveStore
from app.storage.values import CameraDraft


@dataclass(frozen=True)
class ImportedCamera:
    """One camera to be stored; store, region and company by their names.

    ``draft.store_id`` means nothing here. What is told about a store counts only
    where it is not there yet.
    """

    row: int  # where it stands in the file
    store_code: str
    store_name: str
    company: str
    region: str
    store_zone: str
    draft: CameraDraft
    password: str | None = field(default=None, repr=False)
    existing: bool = False  # a camera of that code is there already


@dataclass(frozen=True)
class ImportedAs:
    """What became of one camera of a file."""

    what: Literal["added", "updated", "left"]
    camera_id: int


@dataclass(frozen=True)
class ImportCameras:
    """One transaction for all; ``update``: change what is there, else leave it."""

    cameras: tuple[ImportedCamera, ...]
    update: bool

    def run(self, session: Session) -> tuple[ImportedAs, ...]:
        """What became of each camera, in order."""
        stores = _Stores(session)
        known = {
            (row.store_id, row.code): row.id
            for row in session.scalars(select(CameraRow).where(CameraRow.removed_at.is_(None)))
        }
        return tuple(self._save(session, stores, known, camera) for camera in self.cameras)

    def _save(
        self,
        session: Session,
        stores: _Stores,
        known: dict[tuple[int, str], int],
        camera: ImportedCamera,
    ) -> ImportedAs:
        store_id = stores.of(camera)
        camera_id = known.get((store_id, camera.draft.code))
        if camera_id is not None and not self.update:
            return ImportedAs("left", camera_id)
        saved = SaveCamera(camera_id, replace(camera.draft, store_id=store_id)).run(session)
        known[(store_id, saved.code)] = saved.id
        return ImportedAs("added" if camera_id is None else "updated", saved.id)


class _Stores:
    """Finds stores, regions and companies by name, and adds those that are not there."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stores = {row.code: row.id for row in session.scalars(select(StoreRow))}
        regions = session.scalars(select(RegionRow)).all()
        companies = session.scalars(select(CompanyRow)).all()
        self._companies = {row.name: row.id for row in companies}
        self._regions = {(row.company_id, row.name): row.id for row in regions}

    def of(self, camera: ImportedCamera) -> int:
        """The id of the camera's store."""
        code = camera.store_code
        if code not in self._stores:
            region_id = self._region(camera.company, camera.region)
            name = camera.store_name or code
            store = SaveStore(None, region_id, code, name, camera.store_zone).run(self._session)
            self._stores[code] = store.id
        return self._stores[code]

    def _region(self, company: str, region: str) -> int:
        if not company:
            found = [number for (_, name), number in self._regions.items() if name == region]
            if len(found) == 1:
                return found[0]
        company_id = self._company(company)
        if (company_id, region) not in self._regions:
            added = AddRegion(company_id, region).run(self._session)
            self._regions[(company_id, region)] = added.id
        return self._regions[(company_id, region)]

    def _company(self, name: str) -> int:
        if not name and len(self._companies) == 1:
            return next(iter(self._companies.values()))
        if name not in self._companies:
            self._companies[name] = AddCompany(name).run(self._session).id
        return self._companies[name]
