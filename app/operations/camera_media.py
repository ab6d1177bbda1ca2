"""What of a camera can be opened, with the password that its live address needs."""

from __future__ import annotations

from functools import partial
from typing import Literal, cast
from urllib.parse import quote, urlsplit

from app.faults import Fault, Sentence
from app.operations.camera_check import PASSWORD_PLACE
from app.operations.settings import Settings
from app.operations.values import (
    Camera,
    CameraMedia,
    LiveStream,
    PasswordKept,
    RecordingFolder,
    Store,
)
from app.storage.stage import StoredCamera, stored_camera
from app.storage.storage import Storage

_NEEDED = Sentence(
    "The camera {camera} asks for the password of “{user}”. Enter it once for this camera.",
    "摄像机 {camera} 需要用户“{user}”的密码。请为该摄像机输入一次密码。",
)


class PasswordNeeded(Fault):
    """The camera's live address needs a password that nobody entered yet."""

    @property
    def camera_id(self) -> int:
        """Which camera to ask for."""
        return int(str(self.values["camera_id"]))


class CameraMedias:
    """Addresses from the database, passwords from the keyring, transport from the settings."""

    def __init__(self, storage: Storage, settings: Settings) -> None:
        self._storage = storage
        self._settings = settings

    def media(self, camera_id: int) -> CameraMedia:
        """What can be opened; raises PasswordNeeded, NotFound."""
        stored = self._stored(camera_id)
        camera = stored.camera
        label = f"{stored.store.code}/{camera.code}"
        password = self._password(stored, label)
        return CameraMedia(
            recording=_recording(stored.store, camera, label),
            main=self._live(camera.main_url, camera, password, label),
            sub=self._live(camera.sub_url, camera, password, label),
        )

    def recording(self, camera_id: int) -> RecordingFolder | None:
        """The camera's recordings, which need no password; raises NotFound."""
        stored = self._stored(camera_id)
        return _recording(stored.store, stored.camera, f"{stored.store.code}/{stored.camera.code}")

    def keep_password(self, camera_id: int, password: str) -> PasswordKept:
        """In the keyring, or in memory where there is none."""
        stored = self._stored(camera_id)
        kept = self._storage.credentials.keep(_key(stored.uid, stored.camera), password)
        return PasswordKept.KEYRING if kept else PasswordKept.SESSION_ONLY

    def forget(self, stored: StoredCamera) -> None:
        """The camera is gone: so is its password."""
        if needs_password(stored.camera):
            self._storage.credentials.forget(_key(stored.uid, stored.camera))

    def keyring_note(self) -> Sentence | None:
        """What to say about where passwords are kept; None = all is well."""
        return self._storage.credentials.note()

    def _stored(self, camera_id: int) -> StoredCamera:
        return self._storage.read(partial(stored_camera, camera_id=camera_id))

    def _password(self, stored: StoredCamera, label: str) -> str:
        camera = stored.camera
        if not needs_password(camera):
            return ""
        password = self._storage.credentials.find(_key(stored.uid, camera))
        if password is None:
            raise PasswordNeeded(_NEEDED, camera=label, user=camera.user_name, camera_id=camera.id)
        return password

    def _live(self, url: str, camera: Camera, password: str, label: str) -> LiveStream | None:
        if not url:
            return None
        transport = cast("Literal['tcp', 'udp']", self._settings.text("wall.transport"))
        return LiveStream(
            url=url.replace(PASSWORD_PLACE, quote(password, safe="")),
            user=camera.user_name,
            password=password if camera.user_name else "",
            transport=transport,
            label=label,
        )


def needs_password(camera: Camera) -> bool:
    """A live address with a user name, or with a place for the password in its text."""
    live = camera.main_url or camera.sub_url
    placed = PASSWORD_PLACE in camera.main_url or PASSWORD_PLACE in camera.sub_url
    return bool(live) and (bool(camera.user_name) or placed)


def _recording(store: Store, camera: Camera, label: str) -> RecordingFolder | None:
    if not camera.recording_root:
        return None
    return RecordingFolder(
        root=camera.recording_root,
        pattern=camera.recording_pattern,
        camera=camera.code,
        time_zone=camera.recording_time_zone or store.time_zone,
        label=label,
    )


def _key(uid: str, camera: Camera) -> str:
    """Under which name the password is kept.

    The hosts are part of it: when somebody points a camera to another host,
    the password is asked for again instead of being sent there.
    """
    hosts = {urlsplit(url).netloc for url in (camera.main_url, camera.sub_url) if url}
    return f"camera/{uid}/{camera.user_name}@{','.join(sorted(hosts))}"
