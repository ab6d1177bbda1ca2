"""What of a camera can be opened, with the password that its live address needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, cast
from urllib.parse import quote, urlsplit

from app.faults import Fault, Sentence
from app.operations.camera_check import PASSWORD_PLACE
from app.operations.checks import EntryFault
from app.operations.fetch_values import FootageOwner
from app.operations.recorder_media import playback, recorder_key
from app.operations.settings import Settings
from app.operations.values import (
    Camera,
    CameraDraft,
    CameraMedia,
    LiveStream,
    PasswordKept,
    Recorder,
    RecorderPlayback,
    RecordingFolder,
    Store,
)
from app.storage.stage import StoredCamera, StoredRecorder, cameras_of, stored_camera
from app.storage.storage import Storage

_NEEDED = Sentence(
    "The camera {camera} asks for the password of “{user}”. Enter it once for this camera.",
    "摄像机 {camera} 需要用户“{user}”的密码。请为该摄像机输入一次密码。",
)
_NEEDED_BY_RECORDER = Sentence(
    "The recorder {recorder} asks for the password of “{user}”. Enter it once for this recorder.",
    "录像机 {recorder} 需要用户“{user}”的密码。请为该录像机输入一次密码。",
)
_NO_USER = Sentence(
    "A password needs its user name; without one it would never be used. Fill in the user.",
    "填写了密码，还需要填写用户名，否则密码不会被使用。请填写用户名。",
)


class PasswordNeeded(Fault):
    """A live address or a recorder needs a password that nobody entered yet."""

    @property
    def camera_id(self) -> int:
        """Which camera cannot be shown."""
        return int(str(self.values["camera_id"]))

    @property
    def recorder_id(self) -> int | None:
        """Which recorder to ask for; None = the camera itself asks."""
        found = self.values.get("recorder_id")
        return None if found is None else int(str(found))

    @property
    def user(self) -> str:
        """Whose password it is."""
        return str(self.values["user"])

    @classmethod
    def of_recorder(cls, recorder: Recorder, camera_id: int) -> PasswordNeeded:
        """A recorder that asks for the password of its user."""
        return cls(
            _NEEDED_BY_RECORDER,
            recorder=recorder.name,
            user=recorder.user_name,
            recorder_id=recorder.id,
            camera_id=camera_id,
        )


class CameraMedias:
    """Addresses from the database, passwords from the keyring, transport from the settings."""

    def __init__(
        self, storage: Storage, settings: Settings, fetched_root: Path | None = None
    ) -> None:
        """``fetched_root``: where footage fetched from recorders lies."""
        self._storage = storage
        self._fetched_root = fetched_root
        self._settings = settings

    def media(self, camera_id: int) -> CameraMedia:
        """What can be opened; raises NotFound, and PasswordNeeded for the live address."""
        stored = self._stored(camera_id)
        camera = stored.camera
        label = f"{stored.store.code}/{camera.code}"
        password = self._password(stored, label)
        main = self._live(camera.main_url, camera, password, label)
        if main is not None and camera.sub_url:
            main = replace(main, sub_url=_filled(camera.sub_url, password))
        try:
            recording, locked = self._recording(stored, label), False
        except PasswordNeeded:
            recording, locked = None, True
        return CameraMedia(
            recording=recording,
            main=main,
            sub=self._live(camera.sub_url, camera, password, label),
            recording_locked=locked,
        )

    def recording(self, camera_id: int) -> RecordingFolder | RecorderPlayback | None:
        """The camera's recording; raises NotFound, and PasswordNeeded for its recorder."""
        stored = self._stored(camera_id)
        return self._recording(stored, f"{stored.store.code}/{stored.camera.code}")

    def footage_here(self, camera_id: int) -> RecordingFolder | None:
        """What of the camera's recording lies in files on this side; needs no password.

        Of what stays on its recorder that is what was fetched from there. Raises NotFound.
        """
        stored = self._stored(camera_id)
        label = f"{stored.store.code}/{stored.camera.code}"
        if stored.camera.recording_root or stored.recorder is None:
            return _folder(stored.store, stored.camera, label)
        return self._fetched(stored, label)

    def fetched_owners(self, uids: Iterable[str]) -> dict[str, FootageOwner]:
        """Whose fetched footage it is, by the cameras' lasting names; removed ones too."""
        found = self._storage.read(partial(cameras_of, uids=tuple(uids)))
        return {each.uid: self._owner(each) for each in found}

    def _owner(self, stored: StoredCamera) -> FootageOwner:
        label = f"{stored.store.code}/{stored.camera.code}"
        here = self._fetched(stored, label) if stored.recorder is not None else None
        place = "" if here is None else str(Path(here.root, here.camera))
        return FootageOwner(stored.camera.id, label, place)

    def _fetched(self, stored: StoredCamera, label: str) -> RecordingFolder | None:
        """What was fetched from the recorder and channel that the camera has now."""
        if self._fetched_root is None or stored.recorder is None:
            return None
        from app.video.fetch.origin import fetched_place, origin_of

        channel = stored.camera.recorder_channel
        media = playback(stored.recorder, channel, "", stored.store, label)
        origin = origin_of(media, stored.recorder.uid)
        return fetched_place(self._fetched_root, stored.uid, origin, label)

    def streams(
        self, draft: CameraDraft, password: str | None, camera_id: int | None
    ) -> tuple[LiveStream | None, LiveStream | None]:
        """Main and sub stream of what is entered but not stored.

        ``password`` None: the one kept for the camera, where its hosts are still the same.
        """
        entered = Camera(id=camera_id or 0, **vars(draft))
        secret = password
        if secret is None and camera_id is not None:
            key = _key(self._stored(camera_id).uid, entered)
            secret = self._storage.credentials.find(key)
        main, sub = (
            self._live(url, entered, secret or "", draft.code)
            for url in (draft.main_url, draft.sub_url)
        )
        return main, sub

    def keep_password(self, camera_id: int, password: str) -> PasswordKept:
        """In the keyring, or in memory where there is none."""
        stored = self._stored(camera_id)
        kept = self._storage.credentials.keep(_key(stored.uid, stored.camera), password)
        return PasswordKept.KEYRING if kept else PasswordKept.SESSION_ONLY

    def forget(self, stored: StoredCamera) -> None:
        """The camera is gone: so is its password."""
        if needs_password(stored.camera):
            self._storage.credentials.forget(_key(stored.uid, stored.camera))

    def forget_recorder(self, stored: StoredRecorder) -> None:
        """The recorder is gone: so is its password."""
        if stored.recorder.user_name:
            self._storage.credentials.forget(recorder_key(stored))

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

    def _recording(
        self, stored: StoredCamera, label: str
    ) -> RecordingFolder | RecorderPlayback | None:
        """A folder goes before the recorder: what was copied here plays in step."""
        camera = stored.camera
        if camera.recording_root or stored.recorder is None:
            return _folder(stored.store, camera, label)
        password = self._recorder_password(stored.recorder, camera.id)
        found = playback(stored.recorder, camera.recorder_channel, password, stored.store, label)
        return replace(found, fetched=self._fetched(stored, label))

    def _recorder_password(self, stored: StoredRecorder, camera_id: int) -> str:
        recorder = stored.recorder
        if not recorder.user_name:
            return ""
        password = self._storage.credentials.find(recorder_key(stored))
        if password is None:
            raise PasswordNeeded.of_recorder(recorder, camera_id)
        return password

    def _live(self, url: str, camera: Camera, password: str, label: str) -> LiveStream | None:
        if not url:
            return None
        transport = cast("Literal['tcp', 'udp']", self._settings.text("wall.transport"))
        return LiveStream(
            url=_filled(url, password),
            user=camera.user_name,
            password=password if camera.user_name else "",
            transport=transport,
            label=label,
        )


def check_password_used(camera: Camera | CameraDraft, password: str | None) -> None:
    """Raise EntryFault for a password of a live camera that would never be used."""
    if password and (camera.main_url or camera.sub_url) and not needs_password(camera):
        raise EntryFault(_NO_USER)


def needs_password(camera: Camera | CameraDraft) -> bool:
    """A live address with a user name, or with a place for the password in its text."""
    live = camera.main_url or camera.sub_url
    placed = PASSWORD_PLACE in camera.main_url or PASSWORD_PLACE in camera.sub_url
    return bool(live) and (bool(camera.user_name) or placed)


def _filled(url: str, password: str) -> str:
    """The address with the password where it names the place for it."""
    return url.replace(PASSWORD_PLACE, quote(password, safe=""))


def _folder(store: Store, camera: Camera, label: str) -> RecordingFolder | None:
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
