"""Recorders: the devices that keep recordings, what they can do, and their passwords."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from app.faults import Sentence
from app.operations.camera_check import check_replayed, without_credentials
from app.operations.changes import Changes
from app.operations.checks import EntryFault, check_zone, clean_name, clean_text
from app.operations.recorder_media import playback, recorder_key
from app.operations.values import (
    ChangeKind,
    PasswordKept,
    Recorder,
    RecorderAbility,
    RecorderDraft,
    RecorderKind,
    RecorderPlayback,
)
from app.storage import recorders as stored_recorders
from app.storage.stage import StoredRecorder
from app.storage.storage import Storage
from app.video.address import redact

MAX_SESSIONS = 64
_US = 1_000_000
MAX_OFFSET_S = 10 * 366 * 86_400.0

_NAME = Sentence("The recorder's name", "录像机名称")
_USER = Sentence("The user name", "用户名")
_NO_ADDRESS = Sentence(
    "The recorder {name} has no address. Enter its host and port, such as 192.168.1.64:554.",
    "录像机 {name} 没有地址。请填写主机和端口，例如 192.168.1.64:554。",
)
_NO_RTSP = Sentence(
    "The recorder {name} plays over RTSP, so {address} is not its address. Enter host and port, "
    "such as 192.168.1.64:554.",
    "录像机 {name} 通过 RTSP 回放，{address} 不是其地址。请填写主机和端口，例如 192.168.1.64:554。",
)
_BAD_KIND = Sentence(
    "“{kind}” is no kind of recorder that is known here. Choose ONVIF, Hikvision, Dahua, Uniview "
    "or Axis.",
    "“{kind}”不是支持的录像机类型。请选择 ONVIF、海康威视、大华、宇视或安讯士。",
)
_BAD_SESSIONS = Sentence(
    "A recorder plays 1 to {most} recordings at once; “{count}” is not possible. Enter 2 where "
    "you do not know it.",
    "录像机可同时回放 1 到 {most} 路；“{count}”无效。如不清楚，请填写 2。",
)
_BAD_OFFSET = Sentence(
    "The clock of the recorder cannot be off by {offset} s. Enter the difference in seconds, such "
    "as 420.",
    "录像机时钟偏差不可能为 {offset} 秒。请以秒为单位填写，例如 420。",
)


class Recorders:
    """A camera names its recorder and its channel there."""

    def __init__(self, storage: Storage, changes: Changes) -> None:
        self._storage = storage
        self._changes = changes

    def list(self, store_id: int | None = None) -> tuple[Recorder, ...]:
        """All by name; with a store: its own and those that stand for all stores."""
        query = partial(stored_recorders.recorder_list, store_id=store_id)
        return self._storage.read(query)

    def get(self, recorder_id: int) -> Recorder:
        """One recorder; raises NotFound."""
        query = partial(stored_recorders.recorder_of, recorder_id=recorder_id)
        return self._storage.read(query).recorder

    def add(self, draft: RecorderDraft, password: str | None = None) -> Recorder:
        """A new recorder; its password goes to the keyring. Raises EntryFault, Refused."""
        return self._save(None, draft, password)

    def edit(self, recorder_id: int, draft: RecorderDraft, password: str | None = None) -> Recorder:
        """Other facts; ``password`` None leaves the kept one as it is."""
        return self._save(recorder_id, draft, password)

    def remove(self, recorder_id: int) -> None:
        """Refused while a camera names it; its password goes with it."""
        removed = self._storage.write(stored_recorders.RemoveRecorder(recorder_id))
        if removed.recorder.user_name:
            self._storage.credentials.forget(recorder_key(removed))
        self._changed()

    def set_password(self, recorder_id: int, password: str) -> PasswordKept:
        """Keep the recorder's password where secrets are kept; says where that is."""
        kept = self._keep(recorder_id, password)
        self._changed()
        return kept

    def password_known(self, recorder_id: int) -> bool:
        """Whether nobody need be asked for it: kept already, or there is no user."""
        stored = self._stored(recorder_id)
        key = recorder_key(stored)
        return not stored.recorder.user_name or self._storage.credentials.find(key) is not None

    def playback(self, recorder_id: int, channel: str) -> RecorderPlayback:
        """One channel, to be probed or tried; an unknown password is left empty."""
        stored = self._stored(recorder_id)
        password = ""
        if stored.recorder.user_name:
            password = self._storage.credentials.find(recorder_key(stored)) or ""
        return playback(stored, channel, password, stored.store, stored.recorder.name)

    def probe(self, recorder_id: int, channel: str) -> Recorder:
        """Measure what it can, and keep it, with its clock's offset and its sessions.

        More sessions than were entered are taken over, fewer are not: somebody else may
        have used some. Takes up to half a minute. Raises a SourceFault where it cannot be reached.
        """
        from app.video.recorders.ability import probe

        ability = probe(self.playback(recorder_id, channel))
        draft = self.get(recorder_id).draft()
        draft = replace(draft, sessions=max(draft.sessions, ability.sessions))
        if ability.clock_offset_us is not None:
            draft = replace(draft, clock_offset_s=round(ability.clock_offset_us / _US, 1))
        self._storage.write(stored_recorders.SaveRecorder(recorder_id, draft))
        return self.remember_ability(recorder_id, ability)

    def remember_ability(self, recorder_id: int, ability: RecorderAbility) -> Recorder:
        """Keep what was measured at it, for every camera on it."""
        task = stored_recorders.RememberAbility(recorder_id, ability.to_json())
        recorder = self._storage.write(task)
        self._changed()
        return recorder

    def _save(
        self, recorder_id: int | None, draft: RecorderDraft, password: str | None
    ) -> Recorder:
        checked, told = checked_recorder(draft)
        recorder = self._storage.write(stored_recorders.SaveRecorder(recorder_id, checked))
        secret = password if password is not None else told
        if secret is not None and recorder.user_name:
            self._keep(recorder.id, secret)
        self._changed()
        return recorder

    def _keep(self, recorder_id: int, password: str) -> PasswordKept:
        stored = self._stored(recorder_id)
        kept = self._storage.credentials.keep(recorder_key(stored), password)
        return PasswordKept.KEYRING if kept else PasswordKept.SESSION_ONLY

    def _stored(self, recorder_id: int) -> StoredRecorder:
        query = partial(stored_recorders.recorder_of, recorder_id=recorder_id)
        return self._storage.read(query)

    def _changed(self) -> None:
        self._changes.publish(ChangeKind.RECORDERS, ChangeKind.STORES)


def checked_recorder(draft: RecorderDraft) -> tuple[RecorderDraft, str | None]:
    """The draft as it may be stored, and the password that stood in its address, if any.

    A host alone is completed to ``rtsp://host:554``. Raises EntryFault, AddressFault.
    """
    name = clean_name(draft.name, _NAME)
    entered = draft.address.strip()
    if not entered:
        raise EntryFault(_NO_ADDRESS, name=name)
    address, user, password = without_credentials(_completed(entered))
    check_replayed(address)
    if not address.lower().startswith("rtsp://"):
        raise EntryFault(_NO_RTSP, name=name, address=redact(address))
    _check_numbers(draft)
    checked = replace(
        draft,
        name=name,
        kind=_kind(draft.kind),
        address=address,
        user_name=clean_text(draft.user_name or user, _USER, 200, lines=False),
        time_zone=draft.time_zone and check_zone(draft.time_zone),
    )
    return checked, password


def _completed(address: str) -> str:
    if "://" in address:
        return address
    secret, at, place = address.rpartition("@")
    host, slash, path = place.partition("/")
    port = "" if ":" in host.rpartition("]")[2] else ":554"
    return f"rtsp://{secret}{at}{host}{port}{slash}{path}"


def _kind(kind: str) -> str:
    if kind not in {known.value for known in RecorderKind}:
        raise EntryFault(_BAD_KIND, kind=kind)
    return kind


def _check_numbers(draft: RecorderDraft) -> None:
    if not 1 <= draft.sessions <= MAX_SESSIONS:
        raise EntryFault(_BAD_SESSIONS, count=draft.sessions, most=MAX_SESSIONS)
    if not abs(draft.clock_offset_s) <= MAX_OFFSET_S:
        raise EntryFault(_BAD_OFFSET, offset=draft.clock_offset_s)
