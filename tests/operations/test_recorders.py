"""Recorders: kept, named by cameras, and opened with their passwords."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.faults import Fault
from app.operations.camera_media import PasswordNeeded
from app.operations.values import (
    CameraDraft,
    ChangeKind,
    PasswordKept,
    Recorder,
    RecorderAbility,
    RecorderDraft,
    RecorderKind,
    RecorderPlayback,
    RecordingFolder,
)
from app.storage.faults import NotFound, Refused
from app.video.recorders import ability as recorder_ability
from tests.operations.stage import PATTERN, ZONE, Heard, Stage

DRAFT = RecorderDraft("Back office", "hikvision", "10.0.0.9", "admin", clock_offset_s=-420.25)


def on_recorder(stage: Stage, recorder: Recorder, channel: str = "3") -> CameraDraft:
    return CameraDraft(
        stage.store.id, "till", "Till", recorder_id=recorder.id, recorder_channel=channel
    )


def test_a_recorder_is_kept_changed_and_told(stage: Stage):
    recorders, heard = stage.operations.recorders, Heard(stage.operations)
    added = recorders.add(replace(DRAFT, store_id=stage.store.id), "s3cret")
    assert added.address == "rtsp://10.0.0.9:554"
    assert added.clock_offset_s == -420.25
    assert recorders.get(added.id) == added
    assert list(stage.keyring.secrets.values()) == ["s3cret"]
    edited = recorders.edit(added.id, replace(added.draft(), name="Office", sessions=4))
    assert (edited.name, edited.sessions) == ("Office", 4)
    assert recorders.password_known(added.id)
    recorders.remove(added.id)
    assert recorders.list() == ()
    assert stage.keyring.secrets == {}
    with pytest.raises(NotFound, match="recorder"):
        recorders.get(added.id)
    assert heard.kinds() == {ChangeKind.RECORDERS, ChangeKind.STORES}


def test_a_store_sees_its_own_recorders_and_those_of_all_stores(stage: Stage):
    recorders = stage.operations.recorders
    store, _ = stage.second_store()
    common = recorders.add(replace(DRAFT, name="C"))
    own = recorders.add(replace(DRAFT, name="B", store_id=stage.store.id))
    other = recorders.add(replace(DRAFT, name="A", store_id=store.id))
    assert recorders.list() == (other, own, common)
    assert recorders.list(stage.store.id) == (own, common)


@pytest.mark.parametrize(
    ("entered", "stored"),
    [
        ("10.0.0.9", "rtsp://10.0.0.9:554"),
        ("10.0.0.9:8554", "rtsp://10.0.0.9:8554"),
        ("[fe80::1]", "rtsp://[fe80::1]:554"),
        ("rtsp://nvr.local/x", "rtsp://nvr.local/x"),
        ("rtsp://admin:s3cret@nvr:5554", "rtsp://nvr:5554"),
        ("nvr:s3cret@nvr", "rtsp://nvr:554"),
    ],
)
def test_a_host_alone_is_an_address(stage: Stage, entered: str, stored: str):
    recorder = stage.operations.recorders.add(replace(DRAFT, address=entered))
    assert recorder.address == stored
    assert "s3cret" not in repr(recorder)
    assert list(stage.keyring.secrets.values()) == (["s3cret"] if "s3cret" in entered else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"address": " "},
        {"address": "http://10.0.0.9/"},
        {"address": "rtsps://10.0.0.9/"},
        {"kind": "toaster"},
        {"sessions": 0},
        {"sessions": 65},
        {"clock_offset_s": float("nan")},
        {"time_zone": "Mars/Olympus"},
    ],
    ids=str,
)
def test_what_cannot_be_a_recorder_is_refused_with_a_sentence(stage: Stage, changes):
    with pytest.raises(Fault) as caught:
        stage.operations.recorders.add(replace(DRAFT, **changes))
    assert caught.value.text("en")
    assert caught.value.text("zh_CN")
    assert stage.operations.recorders.list() == ()


def test_names_are_taken_once(stage: Stage):
    recorders = stage.operations.recorders
    recorders.add(DRAFT)
    other = recorders.add(replace(DRAFT, name="Other"))
    with pytest.raises(Refused, match="already there"):
        recorders.add(DRAFT)
    with pytest.raises(Refused, match="already there"):
        recorders.edit(other.id, DRAFT)


def test_a_camera_on_a_recorder_is_played_from_it(stage: Stage):
    recorder = stage.operations.recorders.add(DRAFT, "s3cret")
    camera = stage.operations.stores.add_camera(on_recorder(stage, recorder))
    media = stage.operations.stores.media(camera.id)
    assert isinstance(media.recording, RecorderPlayback)
    assert replace(media.recording, fetched=None) == RecorderPlayback(
        kind=RecorderKind.HIKVISION,
        address="rtsp://10.0.0.9:554",
        channel="3",
        user="admin",
        password="s3cret",
        time_zone=ZONE,
        clock_offset_us=-420_250_000,
        sessions=2,
        label="S001/till",
    )
    assert stage.operations.stores.recording(camera.id) == media.recording
    assert "s3cret" not in repr(media)


def test_a_folder_goes_before_the_recorder(stage: Stage):
    recorder = stage.operations.recorders.add(DRAFT)
    draft = replace(
        on_recorder(stage, recorder), recording_root="/copied", recording_pattern=PATTERN
    )
    camera = stage.operations.stores.add_camera(draft)
    assert isinstance(stage.operations.stores.media(camera.id).recording, RecordingFolder)


def test_an_onvif_channel_may_be_the_replay_address_itself(stage: Stage):
    recorder = stage.operations.recorders.add(replace(DRAFT, kind="onvif", user_name=""))
    camera = stage.operations.stores.add_camera(
        on_recorder(stage, recorder, "rtsp://10.0.0.9/replay?token=7")
    )
    playback = stage.operations.stores.recording(camera.id)
    assert isinstance(playback, RecorderPlayback)
    assert playback.address == "rtsp://10.0.0.9/replay?token=7"


def test_the_password_of_a_recorder_is_asked_for_by_itself(stage: Stage):
    stores, recorders = stage.operations.stores, stage.operations.recorders
    recorder = recorders.add(DRAFT)
    draft = replace(on_recorder(stage, recorder), main_url="rtsp://10.0.0.3/main")
    camera = stores.add_camera(draft)
    media = stores.media(camera.id)
    assert media.main is not None
    assert media.recording is None
    assert media.recording_locked
    with pytest.raises(PasswordNeeded) as caught:
        stores.recording(camera.id)
    here = stores.footage_here(camera.id)
    assert here is not None  # what was fetched needs no password for activity and thumbnails
    needed = caught.value
    assert (needed.camera_id, needed.recorder_id, needed.user) == (camera.id, recorder.id, "admin")
    assert not recorders.password_known(recorder.id)
    assert recorders.set_password(recorder.id, "s3cret") is PasswordKept.KEYRING
    opened = stores.recording(camera.id)
    assert isinstance(opened, RecorderPlayback)
    assert opened.fetched == here
    assert not stores.media(camera.id).recording_locked
    # Pointed to another host, the password is not sent there.
    recorders.edit(recorder.id, replace(recorder.draft(), address="elsewhere.example"))
    assert stores.media(camera.id).recording_locked


def test_what_was_measured_stays_until_it_is_another_device(stage: Stage):
    recorders = stage.operations.recorders
    recorder = recorders.add(DRAFT, "s3cret")
    ability = RecorderAbility(max_speed=8.0, sessions=2, onvif_replay=True)
    recorders.remember_ability(recorder.id, ability)
    assert recorders.playback(recorder.id, "1").ability == ability
    kept = recorders.edit(recorder.id, replace(recorder.draft(), name="Renamed"))
    assert RecorderAbility.from_json(kept.ability_json) == ability
    moved = recorders.edit(recorder.id, replace(recorder.draft(), address="10.0.0.10"))
    assert moved.ability_json == ""
    assert recorders.playback(recorder.id, "1").password == ""


def test_a_recorder_in_use_stays_and_its_store_takes_it_along(stage: Stage):
    stores, recorders = stage.operations.stores, stage.operations.recorders
    other_store, _ = stage.second_store()
    own = recorders.add(replace(DRAFT, name="own", store_id=stage.store.id), "a")
    shared = recorders.add(replace(DRAFT, name="shared", store_id=stage.store.id), "b")
    camera = stores.add_camera(on_recorder(stage, own))
    stores.add_camera(replace(on_recorder(stage, shared), store_id=other_store.id))
    with pytest.raises(Refused, match="1 cameras"):
        recorders.remove(own.id)
    stores.remove_camera(camera.id)
    stores.remove_store(stage.store.id)
    (left,) = recorders.list()
    assert (left.name, left.store_id, left.time_zone) == ("shared", None, ZONE)
    assert list(stage.keyring.secrets.values()) == ["b"]


def test_a_recorder_that_only_removed_cameras_name_can_go(stage: Stage):
    recorder = stage.operations.recorders.add(DRAFT)
    camera = stage.operations.stores.add_camera(on_recorder(stage, recorder))
    stage.operations.stores.remove_camera(camera.id)
    stage.operations.recorders.remove(recorder.id)
    assert stage.operations.recorders.list() == ()


def test_a_camera_needs_its_channel_and_a_recorder_that_is_there(stage: Stage, tmp_path: Path):
    recorder = stage.operations.recorders.add(DRAFT)
    with pytest.raises(Fault, match="channel"):
        stage.operations.stores.add_camera(on_recorder(stage, recorder, " "))
    with pytest.raises(NotFound, match="recorder"):
        stage.operations.stores.add_camera(replace(on_recorder(stage, recorder), recorder_id=99))
    without = replace(on_recorder(stage, recorder), recorder_id=None)
    assert stage.operations.stores.add_camera(without).recorder_channel == ""


def test_a_live_camera_brings_its_small_stream(stage: Stage):
    camera = stage.operations.stores.add_camera(
        CameraDraft(
            stage.store.id, "door", "Door", user_name="admin",
            main_url="rtsp://10.0.0.1/main", sub_url="rtsp://10.0.0.1/sub?p={password}",
        )
    )  # fmt: skip
    stage.operations.stores.set_password(camera.id, "a&b")
    media = stage.operations.stores.media(camera.id)
    assert media.main is not None
    assert media.main.sub_url == "rtsp://10.0.0.1/sub?p=a%26b"


def test_what_a_probe_measures_is_kept_with_the_recorder(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    asked: list[RecorderPlayback] = []
    ability = RecorderAbility(max_speed=8.0, sessions=3, clock_offset_us=420_000_000)

    def measured(playback: RecorderPlayback) -> RecorderAbility:
        asked.append(playback)
        return ability

    monkeypatch.setattr(recorder_ability, "probe", measured)
    recorders = stage.operations.recorders
    recorder = recorders.probe(recorders.add(DRAFT, "s3cret").id, "2")
    assert (recorder.sessions, recorder.clock_offset_s) == (3, 420.0)
    assert RecorderAbility.from_json(recorder.ability_json) == ability
    assert (asked[0].channel, asked[0].password) == ("2", "s3cret")
    assert recorders.playback(recorder.id, "1").clock_offset_us == 420_000_000


@pytest.mark.parametrize(("typed", "measured", "kept"), [(16, 8, 16), (4, 1, 4), (2, 5, 5)])
def test_a_probe_lowers_no_number_of_sessions_that_was_entered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, typed: int, measured: int, kept: int
):
    ability = RecorderAbility(sessions=measured, sessions_more=measured == 8)
    monkeypatch.setattr(recorder_ability, "probe", lambda _playback: ability)
    recorders = stage.operations.recorders
    recorder = recorders.add(replace(DRAFT, sessions=typed))
    assert recorders.probe(recorder.id, "1").sessions == kept
    assert recorders.get(recorder.id).clock_offset_s == DRAFT.clock_offset_s
