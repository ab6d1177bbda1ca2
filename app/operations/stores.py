"""Companies, regions, stores and cameras, and what of a camera can be opened."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.faults import Sentence
from app.operations.camera_check import checked_camera
from app.operations.camera_media import CameraMedias, check_password_used
from app.operations.changes import Changes
from app.operations.checks import check_zone, clean_code, clean_name
from app.operations.values import (
    Camera,
    CameraDraft,
    CameraMedia,
    ChangeKind,
    Company,
    PasswordKept,
    RecorderPlayback,
    RecordingFolder,
    Region,
    Store,
    StoreTree,
)
from app.storage import stage, stage_changes
from app.storage.storage import Storage
from app.storage.times import now_us

_COMPANY = Sentence("The company's name", "公司名称")
_REGION = Sentence("The region's name", "区域名称")
_STORE = Sentence("The store's name", "门店名称")
_STORE_CODE = Sentence("The store's code", "门店编号")


class Stores:
    """The tree of what can be put on the wall."""

    def __init__(self, storage: Storage, changes: Changes, medias: CameraMedias) -> None:
        self._storage = storage
        self._changes = changes
        self._medias = medias

    def tree(self) -> StoreTree:
        """Everything, in order of names and codes."""
        return self._storage.read(stage.store_tree)

    def store(self, store_id: int) -> Store:
        """One store; raises NotFound."""
        return self._storage.read(partial(stage.store_of, store_id=store_id))

    def camera(self, camera_id: int) -> Camera:
        """One camera; raises NotFound when it was removed."""
        return self._storage.read(partial(stage.camera_of, camera_id=camera_id))

    def add_company(self, name: str) -> Company:
        """A new company; Refused when the name is taken."""
        company = self._storage.write(stage_changes.AddCompany(clean_name(name, _COMPANY)))
        self._changed()
        return company

    def update_company(self, company_id: int, name: str) -> Company:
        """Another name."""
        task = stage_changes.RenameCompany(company_id, clean_name(name, _COMPANY))
        company = self._storage.write(task)
        self._changed()
        return company

    def remove_company(self, company_id: int) -> None:
        """Only when it has no regions."""
        self._storage.write(stage_changes.RemoveCompany(company_id))
        self._changed()

    def add_region(self, company_id: int, name: str) -> Region:
        """A new region of a company."""
        task = stage_changes.AddRegion(company_id, clean_name(name, _REGION))
        region = self._storage.write(task)
        self._changed()
        return region

    def update_region(self, region_id: int, name: str) -> Region:
        """Another name."""
        task = stage_changes.RenameRegion(region_id, clean_name(name, _REGION))
        region = self._storage.write(task)
        self._changed()
        return region

    def remove_region(self, region_id: int) -> None:
        """Only when it has no stores."""
        self._storage.write(stage_changes.RemoveRegion(region_id))
        self._changed()

    def add_store(self, region_id: int, code: str, name: str, time_zone: str) -> Store:
        """A new store; its code is unique over all regions."""
        return self._save_store(None, region_id, code, name, time_zone)

    def update_store(
        self, store_id: int, region_id: int, code: str, name: str, time_zone: str
    ) -> Store:
        """Other facts about a store; evidence keeps the names it was taken under."""
        return self._save_store(store_id, region_id, code, name, time_zone)

    def remove_store(self, store_id: int) -> None:
        """Refused when inspections, evidence or rectification tasks name it."""
        removed = self._storage.write(stage_changes.RemoveStore(store_id))
        for camera in removed.cameras:
            self._medias.forget(camera)
        for recorder in removed.recorders:
            self._medias.forget_recorder(recorder)
        self._changed()

    def check_password(self, draft: CameraDraft, password: str) -> None:
        """Raise EntryFault where a password typed with a camera would never be used."""
        check_password_used(checked_camera(draft)[0], password)

    def add_camera(self, draft: CameraDraft) -> Camera:
        """A new camera. A password in an address goes to the keyring, not to the database."""
        return self._save_camera(None, draft)

    def add_cameras(
        self, drafts: Iterable[CameraDraft], password: str | None = None
    ) -> tuple[Camera, ...]:
        """New cameras with one password for all of them; where one is refused none is added."""
        checked = [checked_camera(draft) for draft in drafts]
        task = stage_changes.AddCameras(tuple(draft for draft, _ in checked))
        cameras = self._storage.write(task)
        for camera, (_, told) in zip(cameras, checked, strict=True):
            secret = password or told
            if secret is not None:
                self._medias.keep_password(camera.id, secret)
        self._changed()
        return cameras

    def update_camera(self, camera_id: int, draft: CameraDraft) -> Camera:
        """Other facts about a camera."""
        return self._save_camera(camera_id, draft)

    def remove_camera(self, camera_id: int) -> None:
        """Off the wall for good; its evidence and hints stay, its password goes."""
        stored = self._storage.write(stage_changes.RemoveCamera(camera_id, now_us()))
        self._medias.forget(stored)
        self._changed()

    def set_password(self, camera_id: int, password: str) -> PasswordKept:
        """Keep the password of a camera where secrets are kept; says where that is."""
        kept = self._medias.keep_password(camera_id, password)
        self._changed()
        return kept

    def keyring_note(self) -> Sentence | None:
        """What to say when passwords cannot be kept; None = they can."""
        return self._medias.keyring_note()

    def media(self, camera_id: int) -> CameraMedia:
        """What of the camera can be opened; raises PasswordNeeded."""
        return self._medias.media(camera_id)

    def recording(self, camera_id: int) -> RecordingFolder | RecorderPlayback | None:
        """The camera's recording, live password or not; None = it has none.

        Raises PasswordNeeded where it lies on a recorder that asks for one.
        """
        return self._medias.recording(camera_id)

    def footage_here(self, camera_id: int) -> RecordingFolder | None:
        """What of the camera's recording lies in files, for those who must not use up sessions.

        None = nothing does. Asks for no password, also where the recorder does.
        """
        return self._medias.footage_here(camera_id)

    def _save_store(
        self, store_id: int | None, region_id: int, code: str, name: str, time_zone: str
    ) -> Store:
        task = stage_changes.SaveStore(
            store_id,
            region_id,
            clean_code(code, _STORE_CODE),
            clean_name(name, _STORE),
            check_zone(time_zone),
        )
        store = self._storage.write(task)
        self._changed()
        return store

    def _save_camera(self, camera_id: int | None, draft: CameraDraft) -> Camera:
        checked, password = checked_camera(draft)
        camera = self._storage.write(stage_changes.SaveCamera(camera_id, checked))
        if password is not None:
            self._medias.keep_password(camera.id, password)
        self._changed()
        return camera

    def _changed(self) -> None:
        self._changes.publish(ChangeKind.STORES)
