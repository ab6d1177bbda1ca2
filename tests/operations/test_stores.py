"""The stage: company, region, store, camera; addresses and their passwords."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.faults import Fault
from app.operations.camera_media import PasswordNeeded
from app.operations.facade import open_operations
from app.operations.values import (
    CameraDraft,
    ChangeKind,
    HintDraft,
    PasswordKept,
    Place,
    RecorderDraft,
)
from app.storage.credentials import NO_KEYRING, Credentials
from app.storage.faults import NotFound, Refused
from tests.operations.stage import PATTERN, ZONE, Heard, Stage, still


def live(stage: Stage, url: str = "rtsp://10.0.0.1/main", user: str = "admin") -> CameraDraft:
    return CameraDraft(stage.store.id, "live", "Live", Place.FLOOR, main_url=url, user_name=user)


def test_the_tree_is_in_order_and_whole(stage: Stage):
    stores = stage.operations.stores
    store, camera = stage.second_store()
    west = stores.add_region(stores.tree().companies[0].company.id, "A west")
    third = stores.add_store(west.id, "S000", "Third", "UTC")
    stores.add_camera(CameraDraft(store.id, "aisle", "Aisle"))
    tree = stores.tree()
    assert [node.region.name for node in tree.companies[0].regions] == ["A west", "East"]
    assert [node.store.code for node in tree.stores()] == ["S000", "S001", "S002"]
    assert [found.code for found in tree.cameras()] == ["counter", "aisle", "door"]
    assert stores.store(third.id) == third
    assert stores.camera(camera.id) == camera


def test_everything_can_be_changed_and_it_is_told(stage: Stage):
    stores = stage.operations.stores
    heard = Heard(stage.operations)
    company = stores.tree().companies[0].company
    assert stores.update_company(company.id, "Other").name == "Other"
    assert stores.update_region(stage.store.region_id, "North").name == "North"
    changed = stores.update_store(stage.store.id, stage.store.region_id, "S9", "New", "UTC")
    draft = replace(stage.camera.draft(), name="Till", place=Place.SHELF, zone=())
    camera = stores.update_camera(stage.camera.id, draft)
    assert stores.store(stage.store.id) == changed
    assert (camera.name, camera.place, camera.zone) == ("Till", Place.SHELF, ())
    assert stores.camera(stage.camera.id) == camera
    assert len(heard.sets) == 4
    assert heard.kinds() == {ChangeKind.STORES}


def test_names_and_codes_are_taken_once(stage: Stage):
    stores = stage.operations.stores
    region_id = stage.store.region_id
    other = stores.add_store(region_id, "S2", "Two", ZONE)
    taken = [
        lambda: stores.add_company("Chain"),
        lambda: stores.add_region(stores.tree().companies[0].company.id, "East"),
        lambda: stores.add_store(region_id, "S001", "Again", ZONE),
        lambda: stores.update_store(other.id, region_id, "S001", "Two", ZONE),
        lambda: stores.add_camera(stage.camera.draft()),
    ]
    for attempt in taken:
        with pytest.raises(Refused, match="already there"):
            attempt()
    # Keeping one's own code is no conflict, and another store may use the same camera code.
    stores.update_store(stage.store.id, region_id, "S001", "Renamed", ZONE)
    stores.add_camera(replace(stage.camera.draft(), store_id=other.id))


def test_a_removed_camera_leaves_its_evidence_and_frees_its_code(stage: Stage):
    operations = stage.operations
    record = operations.evidence.store(None, None, stage.camera.id, still())
    hint = operations.hints.add(HintDraft(stage.camera.id, "counter_unattended", 1, 2, "motion"))
    operations.stores.remove_camera(stage.camera.id)
    assert operations.stores.tree().cameras() == ()
    with pytest.raises(NotFound, match="camera"):
        operations.stores.camera(stage.camera.id)
    with pytest.raises(NotFound):
        operations.stores.media(stage.camera.id)
    assert operations.evidence.get(record.id).camera_label == "S001/counter"
    assert operations.hints.list(stage.store.id) == (hint,)
    again = operations.stores.add_camera(stage.camera.draft())
    assert again.id != stage.camera.id


def test_a_store_with_records_cannot_be_removed(stage: Stage):
    stage.begin()
    with pytest.raises(Refused, match="cannot be removed") as caught:
        stage.operations.stores.remove_store(stage.store.id)
    assert "S001" in caught.value.text("zh_CN")


def test_an_empty_store_goes_with_its_cameras_hints_and_passwords(stage: Stage):
    stores = stage.operations.stores
    camera = stores.add_camera(live(stage))
    stores.set_password(camera.id, "s3cret")
    stage.operations.hints.add(HintDraft(camera.id, "counter_unattended", 1, 2, "motion"))
    company = stores.tree().companies[0].company
    with pytest.raises(Refused):
        stores.remove_region(stage.store.region_id)
    with pytest.raises(Refused):
        stores.remove_company(company.id)
    stores.remove_store(stage.store.id)
    stores.remove_region(stage.store.region_id)
    stores.remove_company(company.id)
    assert stores.tree().companies == ()
    assert stage.operations.hints.list() == ()
    assert stage.keyring.secrets == {}


def test_a_recording_is_named_in_the_stores_zone_or_its_own(stage: Stage):
    stores = stage.operations.stores
    media = stores.media(stage.camera.id)
    assert media.main is None
    assert media.sub is None
    assert media.recording is not None
    assert media.recording.time_zone == ZONE
    assert media.recording.camera == "counter"
    assert media.recording.label == "S001/counter"
    draft = replace(stage.camera.draft(), recording_time_zone="UTC")
    stores.update_camera(stage.camera.id, draft)
    named = stores.media(stage.camera.id).recording
    assert named is not None
    assert named.time_zone == "UTC"


def test_a_password_is_asked_for_and_kept_in_the_keyring_alone(stage: Stage):
    stores = stage.operations.stores
    camera = stores.add_camera(live(stage))
    with pytest.raises(PasswordNeeded) as caught:
        stores.media(camera.id)
    assert caught.value.camera_id == camera.id
    assert "S001/live" in caught.value.text("zh_CN")
    assert stores.set_password(camera.id, "s3cret") is PasswordKept.KEYRING
    assert stores.keyring_note() is None
    main = stores.media(camera.id).main
    assert main is not None
    assert (main.user, main.password, main.url) == ("admin", "s3cret", "rtsp://10.0.0.1/main")
    assert "s3cret" not in repr(main)


def test_without_keyring_the_password_lives_for_the_session(stage: Stage):
    camera = stage.operations.stores.add_camera(live(stage))
    stage.operations.close()
    operations = open_operations(stage.home, credentials=Credentials(lambda: None))
    kept = operations.stores.set_password(camera.id, "s3cret")
    note = operations.stores.keyring_note()
    media = operations.stores.media(camera.id)
    operations.close()
    again = open_operations(stage.home, credentials=Credentials(lambda: None))
    with pytest.raises(PasswordNeeded):
        again.stores.media(camera.id)
    again.close()
    assert kept is PasswordKept.SESSION_ONLY
    assert note is NO_KEYRING
    assert media.main is not None


def test_credentials_in_an_address_never_reach_a_file(stage: Stage):
    stores = stage.operations.stores
    camera = stores.add_camera(live(stage, "rtsp://root:p%40ss-S3CRET@10.0.0.1:554/x?y=1", user=""))
    assert camera.main_url == "rtsp://10.0.0.1:554/x?y=1"
    assert camera.user_name == "root"
    main = stores.media(camera.id).main
    assert main is not None
    assert main.password == "p@ss-S3CRET"
    stage.operations.close()
    for path in stage.home.rglob("*"):
        if path.is_file():
            assert b"S3CRET" not in path.read_bytes(), path


def test_a_password_in_the_text_of_an_address_needs_its_place(stage: Stage):
    stores = stage.operations.stores
    with pytest.raises(Fault) as caught:
        stores.add_camera(live(stage, "rtsp://10.0.0.1/user=admin&password=S3CRET&channel=1"))
    assert "S3CRET" not in caught.value.text()
    assert "{password}" in caught.value.text()
    draft = live(stage, "rtsp://10.0.0.1/user=admin&password={password}&channel=1", user="")
    camera = stores.add_camera(draft)
    with pytest.raises(PasswordNeeded):
        stores.media(camera.id)
    stores.set_password(camera.id, "a&b")
    main = stores.media(camera.id).main
    assert main is not None
    assert main.url == "rtsp://10.0.0.1/user=admin&password=a%26b&channel=1"


def test_a_channel_that_is_an_address_holds_no_secret_and_is_not_encrypted(stage: Stage):
    stores, recorders = stage.operations.stores, stage.operations.recorders
    recorder = recorders.add(RecorderDraft("Back office", "onvif", "10.0.0.9"))
    draft = replace(stage.camera.draft(), code="other", recorder_id=recorder.id)
    for channel in ("rtsp://me:S3CRET@10.0.0.9/r?1", "rtsps://10.0.0.9/r", "rtsp://:S3CRET@h/r"):
        with pytest.raises(Fault) as caught:
            stores.add_camera(replace(draft, recorder_channel=channel))
        assert "S3CRET" not in caught.value.text("en") + caught.value.text("zh_CN")
    kept = stores.add_camera(replace(draft, recorder_channel="rtsp://10.0.0.9/r?1"))
    assert kept.recorder_channel == "rtsp://10.0.0.9/r?1"


def test_a_camera_that_is_pointed_elsewhere_asks_for_its_password_again(stage: Stage):
    stores = stage.operations.stores
    camera = stores.add_camera(live(stage))
    stores.set_password(camera.id, "s3cret")
    moved = replace(camera.draft(), main_url="rtsp://elsewhere.example/main")
    stores.update_camera(camera.id, moved)
    with pytest.raises(PasswordNeeded):
        stores.media(camera.id)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ""},
        {"code": "a/b"},
        {"code": ".."},
        {"code": "c" * 65},
        {"main_url": "ftp://10.0.0.1/"},
        {"main_url": "rtsp://"},
        {"sub_url": "rtsp://host:0/"},
        {"recording_root": "/r", "recording_pattern": ""},
        {"recording_root": "", "recording_pattern": PATTERN},
        {"recording_root": "/r", "recording_pattern": "no time in it.mp4"},
        {"recording_root": "/r", "recording_pattern": "{shop}/%Y%m%d%H%M%S.mp4"},
        {"recording_time_zone": "Mars/Olympus"},
        {"zone": ((0.0, 0.0), (1.0, 1.0))},
        {"zone": ((0.0, 0.0), (1.0, 0.0), (1.0, 1.5))},
        {"zone": ((0.0, 0.0), (1.0, 0.0), (1.0, float("nan")))},
    ],
    ids=str,
)
def test_what_cannot_be_a_camera_is_refused_with_a_sentence(stage: Stage, changes):
    draft = replace(stage.camera.draft(), code="other")
    with pytest.raises(Fault) as caught:
        stage.operations.stores.add_camera(replace(draft, **changes))
    assert caught.value.text("en")
    assert caught.value.text("zh_CN")
    assert len(stage.operations.stores.tree().cameras()) == 1


def test_what_is_not_there_is_told(stage: Stage, tmp_path: Path):
    stores = stage.operations.stores
    for attempt in (
        lambda: stores.store(99),
        lambda: stores.camera(99),
        lambda: stores.media(99),
        lambda: stores.add_region(99, "x"),
        lambda: stores.add_store(99, "x", "x", "UTC"),
        lambda: stores.remove_store(99),
        lambda: stores.update_camera(99, replace(stage.camera.draft(), code="x")),
    ):
        with pytest.raises(NotFound, match="99"):
            attempt()
