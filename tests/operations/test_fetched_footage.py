"""Fetched footage after its camera was edited, and how it is counted and removed."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.operations.fetch_values import STILL_RUNNING, FetchRefused, FetchState
from app.operations.values import Camera, CameraDraft, RecorderDraft, RecorderPlayback
from app.video.fetch import room as room_module
from app.video.fetch.folder import FetchFolder
from app.video.media import RecordingFolder, Span
from tests.operations.stage import Stage
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer
from tests.support.walls import wait_for

US = 1_000_000
SPAN = Span(ORIGIN_US, ORIGIN_US + 6 * US)


def camera_on_a_recorder(stage: Stage, user: str = "", password: str | None = None) -> Camera:
    recorder = stage.operations.recorders.add(
        RecorderDraft("Back office", "onvif", "10.0.0.9", user), password
    )
    draft = CameraDraft(
        stage.store.id, "till", "Till", recorder_id=recorder.id, recorder_channel="3"
    )
    return stage.operations.stores.add_camera(draft)


def here(stage: Stage, camera: Camera) -> FetchFolder:
    found = stage.operations.stores.footage_here(camera.id)
    assert isinstance(found, RecordingFolder)
    return FetchFolder(Path(found.root), found.camera)


def test_after_an_edit_only_what_came_from_there_is_this_cameras_footage(stage: Stage):
    stores, recorders = stage.operations.stores, stage.operations.recorders
    camera = camera_on_a_recorder(stage)
    here(stage, camera).add(b"segment", SPAN)
    assert here(stage, camera).covered() == (SPAN,)

    edited = stores.update_camera(camera.id, replace(camera.draft(), recorder_channel="4"))
    assert here(stage, edited).covered() == ()
    played = stores.recording(camera.id)
    assert isinstance(played, RecorderPlayback)
    assert played.fetched == stores.footage_here(camera.id)
    (footage,) = stage.operations.fetches.footage()
    assert (footage.label, footage.unused) == ("S001/till", footage.size)

    other = recorders.add(RecorderDraft("Second", "onvif", "10.0.0.8"))
    stores.update_camera(camera.id, replace(camera.draft(), recorder_id=other.id))
    assert here(stage, camera).covered() == ()

    stores.update_camera(camera.id, camera.draft())  # as it was: it is its footage again
    assert here(stage, camera).covered() == (SPAN,)
    assert stage.operations.fetches.footage()[0].unused == 0

    assert camera.recorder_id is not None
    recorder = recorders.get(camera.recorder_id)
    recorders.edit(recorder.id, replace(recorder.draft(), clock_offset_s=420.0))
    assert here(stage, camera).covered() == ()
    recorders.edit(recorder.id, replace(recorder.draft(), address="10.0.0.77"))
    assert here(stage, camera).covered() == (SPAN,)  # the same device at another address


@pytest.mark.parametrize("gone", ["nothing", "camera", "recorder"])
def test_footage_is_removed_without_job_password_recorder_or_camera(stage: Stage, gone: str):
    camera = camera_on_a_recorder(stage, "admin")  # nobody ever entered its password
    fetches = stage.operations.fetches
    here(stage, camera).add(b"segment", SPAN)
    if gone == "camera":
        stage.operations.stores.remove_camera(camera.id)
    if gone == "recorder":
        draft = replace(camera.draft(), recorder_id=None, recorder_channel="")
        stage.operations.stores.update_camera(camera.id, draft)
    (footage,) = fetches.footage()
    assert footage.label == "S001/till"
    assert footage.size == len(b"segment")
    assert footage.unused == (0 if gone == "nothing" else footage.size)
    fetches.remove_footage(footage.uid)
    assert fetches.footage() == ()
    assert fetches.size() == 0


def test_only_a_cameras_own_folder_can_be_removed(stage: Stage, tmp_path: Path):
    fetches = stage.operations.fetches
    fetches.root.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("..", ".", "", str(outside)):
        fetches.remove_footage(name)
    assert fetches.root.is_dir()
    assert outside.is_dir()


def test_who_asks_how_far_it_is_does_not_wait_for_a_removal(stage: Stage, monkeypatch):
    camera = camera_on_a_recorder(stage)
    here(stage, camera).add(b"segment", SPAN)
    fetches = stage.operations.fetches
    (footage,) = fetches.footage()
    began, go_on = threading.Event(), threading.Event()
    real = shutil.rmtree

    def slow(folder: Path) -> None:
        began.set()
        assert go_on.wait(60)
        real(folder)

    monkeypatch.setattr(shutil, "rmtree", slow)
    removing = threading.Thread(target=fetches.remove_footage, args=(footage.uid,))
    removing.start()
    assert began.wait(60)
    asked = threading.Thread(target=fetches.jobs)
    asked.start()
    asked.join(60)
    answered = not asked.is_alive()
    go_on.set()
    removing.join(60)
    assert answered
    assert fetches.footage() == ()


def test_sizes_do_not_mind_what_goes_away_meanwhile(stage: Stage, monkeypatch):
    camera = camera_on_a_recorder(stage)
    folder = here(stage, camera)
    folder.add(b"segment", SPAN)
    folder.add(b"another", Span(SPAN.end_us, SPAN.end_us + 6 * US))
    real = room_module.os.walk

    def walk(root: Path):
        for each in real(root):
            for file in Path(each[0]).glob("*26-40*.mp4"):
                file.unlink()  # removed between the listing and the look at it
            yield each

    monkeypatch.setattr(room_module.os, "walk", walk)
    assert stage.operations.fetches.size() == len(b"another")


@pytest.fixture
def server(tmp_path: Path):
    clip = make_clip(tmp_path / "clip.mp4", pictures=100, rate=10, keyframe_every=20)
    with ReplayServer(clip, Recorder(pace=60.0)) as made:
        yield made


def fetched_camera(stage: Stage, server: ReplayServer, code: str = "till") -> Camera:
    known = stage.operations.recorders.list()
    address = f"rtsp://127.0.0.1:{server.port}"
    recorder = known[0] if known else stage.operations.recorders.add(
        RecorderDraft("Back office", "onvif", address, sessions=4)
    )  # fmt: skip
    draft = CameraDraft(
        stage.store.id, code, code, recorder_id=recorder.id, recorder_channel="replay-1"
    )
    return stage.operations.stores.add_camera(draft)


def test_what_runs_is_not_removed(stage: Stage, server: ReplayServer):
    camera, fetches = fetched_camera(stage, server), stage.operations.fetches
    fetches.start([camera.id], Span(ORIGIN_US, ORIGIN_US + 500 * US))
    wait_for(fetches.footage, "a first segment")
    server.recorder.pace = 0.01  # it goes on for long enough
    with pytest.raises(FetchRefused) as caught:
        fetches.remove_footage(fetches.footage()[0].uid)
    assert caught.value.sentence is STILL_RUNNING


def test_several_fetches_keep_the_limit_together(stage: Stage, server: ReplayServer, monkeypatch):
    server.recorder.pace = 0.0
    fetches = stage.operations.fetches
    limit = 150_000
    monkeypatch.setattr(type(fetches), "limit", lambda _self: limit)
    cameras = [fetched_camera(stage, server, f"c{number}").id for number in range(4)]
    fetches.start(cameras, Span(ORIGIN_US, ORIGIN_US + 400 * US))
    wait_for(lambda: not any(job.active for job in fetches.jobs()), "the ends")
    assert any(job.state is FetchState.FAILED for job in fetches.jobs())
    assert 0 < fetches.size() <= limit


@pytest.mark.expects_logs("^app.operations.fetch: the fetches broke")
def test_a_fetch_that_cannot_begin_is_told_and_the_next_one_begins(
    stage: Stage, server: ReplayServer, monkeypatch
):
    server.recorder.pace = 0.0
    camera, fetches = fetched_camera(stage, server), stage.operations.fetches

    def broken(_self) -> int:
        raise RuntimeError("a setting nobody planned for")

    with monkeypatch.context() as patched:
        patched.setattr(type(fetches), "limit", broken)
        (job,) = fetches.start([camera.id], SPAN)
        wait_for(lambda: fetches.jobs()[0].state is FetchState.FAILED, "its end")
    note = fetches.jobs()[0].note
    assert note is not None
    assert "S001/till" in note.text("zh_CN")
    assert [each.number for each in fetches.ends()] == [job.number]
    fetches.resume(job.number)
    wait_for(lambda: fetches.jobs()[0].state is FetchState.DONE, "the next try")
    assert [each.state for each in fetches.ends()] == [FetchState.DONE]
    assert fetches.ends() == ()
