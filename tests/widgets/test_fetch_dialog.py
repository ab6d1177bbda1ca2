"""Fetching recordings from the window: offered, fetched, continued, removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.application import Window
from app.operations.facade import open_operations
from app.operations.fetch_values import FetchState
from app.operations.values import CameraDraft, Place, RecorderDraft, RecorderKind, RecorderPlayback
from app.storage.credentials import Credentials
from app.video.media import RecorderAbility, Span
from app.widgets.confirm_dialog import ConfirmDialog
from app.widgets.fetch_dialog import FetchDialog
from app.widgets.fetch_limits import KEY
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer
from tests.support.walls import wait_for
from tests.widgets.window_stage import ZONE, engine_of, open_window, settle

US = 1_000_000
SPANS = (Span(ORIGIN_US, ORIGIN_US + 120 * US),)


@pytest.fixture
def server(tmp_path: Path):
    clip = make_clip(tmp_path / "clip.mp4", pictures=100, rate=10, keyframe_every=20)
    with ReplayServer(clip, Recorder(spans=SPANS)) as made:
        yield made


@pytest.fixture
def window(tmp_path: Path, server: ReplayServer):
    """Two cameras on a recorder, one without, all on the wall at 20:27 of that day, UTC."""
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    company = rooms.stores.add_company("Harbour Motors")
    region = rooms.stores.add_region(company.id, "East")
    store = rooms.stores.add_store(region.id, "S001", "Store 1", ZONE)
    address = f"rtsp://127.0.0.1:{server.port}"
    recorder = rooms.recorders.add(RecorderDraft("Back office", "onvif", address))
    cameras = [
        rooms.stores.add_camera(
            CameraDraft(
                store.id, f"cam{number}", f"Camera {number}", Place.FLOOR,
                recorder_id=recorder.id if number < 3 else None,
                recorder_channel="replay-1" if number < 3 else "",
            )
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    with open_window(tmp_path / "home", rooms) as made:
        made.main.wall.controller.add([each.id for each in cameras])
        settle(made)
        made.main.wall.controller.seek(ORIGIN_US + 60 * US)
        made.main.wall.timeline.show_span(Span(ORIGIN_US, ORIGIN_US + 100 * US))
        yield made


def dialog_of(window: Window) -> FetchDialog:
    window.main.wall.fetch.ask()
    settle(window)
    found = window.main.wall.fetch.dialog
    assert found is not None
    return found


def settled(window: Window, dialog: FetchDialog) -> bool:
    settle(window)
    jobs = window.context.operations.fetches.jobs()
    return bool(jobs) and not any(job.active for job in jobs) and len(dialog.rows.rows) == len(jobs)


def test_the_cameras_on_recorders_and_the_range_of_the_timeline_are_offered(window):
    form = dialog_of(window).form
    assert form.cameras.count() == 2
    assert len(form.camera_ids()) == 2
    shown = window.main.wall.timeline.shown_span()
    assert abs(form.span().start_us - shown.start_us) < US
    assert abs(form.span().end_us - shown.end_us) < US
    assert "Asia/Shanghai" in form.times.zone.text()


def test_a_camera_whose_folder_goes_before_its_recorder_keeps_no_other_from_being_fetched(
    window, tmp_path
):
    stores = window.context.operations.stores
    camera = stores.tree().cameras()[0]
    stores.update_camera(
        camera.id,
        replace(
            camera.draft(), recording_root=str(tmp_path / "copies"),
            recording_pattern="{camera}/%Y-%m-%d/%H-%M-%S.mp4",
        ),
    )  # fmt: skip
    settle(window)
    dialog = dialog_of(window)
    assert dialog.form.cameras.count() == 1
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog), "the fetch")
    assert not dialog.fault.isVisible()
    (job,) = window.context.operations.fetches.jobs()
    assert job.state is FetchState.DONE


def test_a_lane_is_presumed_until_its_footage_is_fetched(window):
    wall = window.main.wall
    coverage, camera_id = wall.controller.coverage, wall.controller.state.shown()[0]
    wait_for(lambda: settle(window) or coverage.of(camera_id), "the coverage")
    assert coverage.presumed(camera_id) == coverage.of(camera_id)
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog), "the fetches")
    at_us = ORIGIN_US + 60 * US

    def presumed_at(moment_us: int) -> bool:
        return any(each.contains(moment_us) for each in coverage.presumed(camera_id))

    def known() -> bool:
        coverage.refresh([camera_id])
        settle(window)
        return coverage.covers(camera_id, at_us)

    wait_for(known, "what is here")
    wait_for(lambda: settle(window) or not presumed_at(at_us), "that it is here")
    assert wall.timeline._lanes[0].presumed == coverage.presumed(camera_id) != ()


def test_what_was_fetched_plays_from_here_and_can_be_removed(window, server):
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog), "the fetches")
    fetches = window.context.operations.fetches
    assert [job.state for job in fetches.jobs()] == [FetchState.DONE] * 2
    rows = list(dialog.rows.rows.values())
    here = "plays from this workstation"
    wait_for(lambda: settle(window) or all(here in row.words.text() for row in rows), here)
    assert not any(row.cancel.isVisible() or row.resume.isVisible() for row in rows)
    assert dialog.room.text().startswith("Fetched recordings take")
    media = engine_of(window).opened[0]
    assert isinstance(media, RecorderPlayback)
    assert media.fetched is not None
    assert list(Path(media.fetched.root, media.fetched.camera).rglob("*.mp4"))
    wait_for(lambda: settle(window) or len(dialog.footage.rows) == 2, "what is here")
    first = next(iter(dialog.footage.rows.values()))
    label, size = first.footage.label, fetches.size()
    QTest.mouseClick(first.remove, Qt.MouseButton.LeftButton)
    question = asked(dialog)
    assert fetches.size() == size  # nothing goes before the word is typed
    words = " ".join(each.text() for each in question.findChildren(QLabel))
    assert first.words.text() in words
    assert label in words
    assert "overwritten" in words
    assert not question.remove.isEnabled()
    question.reject()
    settle(window)
    assert fetches.size() == size
    QTest.mouseClick(first.remove, Qt.MouseButton.LeftButton)
    question = asked(dialog)
    QTest.keyClicks(question.field, label)
    QTest.mouseClick(question.remove, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog) and len(fetches.jobs()) == 1, "the removal")
    wait_for(lambda: settle(window) or len(dialog.footage.rows) == 1, "the other one's footage")
    left = next(iter(dialog.rows.rows.values()))
    QTest.mouseClick(left.forget, Qt.MouseButton.LeftButton)
    wait_for(lambda: settle(window) or not dialog.rows.rows, "the empty list")
    assert not dialog.rows.empty.isHidden()
    assert fetches.size() > 0  # the footage stays, and can still be removed
    assert len(dialog.footage.rows) == 1


def asked(dialog: FetchDialog) -> ConfirmDialog:
    found = dialog.footage.dialog
    assert found is not None
    return found


def told_of_fetches(window: Window, part: str) -> str:
    def found() -> list[str]:
        settle(window)
        open_notices = window.context.notices.open()
        texts = [each.text("en") for each in open_notices if each.key == "fetch"]
        return [text for text in texts if part in text]

    wait_for(found, part)
    return found()[0]


def test_what_ended_well_with_the_dialog_closed_is_told_on_the_wall(window, server):
    server.recorder.pace = 0.5  # it cannot end before the dialog is closed
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    fetches = window.context.operations.fetches
    wait_for(lambda: settle(window) or fetches.jobs(), "the fetches")
    QTest.mouseClick(dialog.shut, Qt.MouseButton.LeftButton)
    server.recorder.pace = 0.0
    text = told_of_fetches(window, "Fetched")
    assert "S001/cam1" in text
    assert "S001/cam2" in text
    dialog_of(window)  # who looks has read it
    assert not [each for each in window.context.notices.open() if each.key == "fetch"]


def test_what_failed_with_the_dialog_closed_is_told_on_the_wall(window):
    rooms = window.context.operations
    store = rooms.stores.tree().stores()[0]
    cameras = [each for each in store.cameras if each.recorder_id is not None]
    for camera in cameras:
        mistyped = replace(camera.draft(), recorder_channel="nothing-there")
        rooms.stores.update_camera(camera.id, mistyped)
    rooms.fetches.start([camera.id for camera in cameras], SPANS[0])
    text = told_of_fetches(window, "2 of 2 fetches stopped")
    assert "nothing-there" in text


def test_without_recorders_on_the_wall_what_is_here_can_still_be_reached(window, server):
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog), "the fetches")
    for job in window.context.operations.fetches.jobs():
        window.context.operations.fetches.forget(job.number)
    QTest.mouseClick(dialog.shut, Qt.MouseButton.LeftButton)
    window.main.wall.controller.clear()
    settle(window)
    window.main.wall.fetch.ask()
    wait_for(lambda: settle(window) or dialog.isVisible(), "the dialog")
    wait_for(lambda: settle(window) or len(dialog.footage.rows) == 2, "what is here")


def test_a_fetch_is_cancelled_and_continued_by_its_buttons(window, server):
    server.recorder.pace = 5.0
    dialog = dialog_of(window)
    dialog.form.cameras.item(1).setCheckState(Qt.CheckState.Unchecked)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    fetches = window.context.operations.fetches

    def is_running() -> bool:
        settle(window)
        return bool(dialog.rows.rows) and fetches.jobs()[0].state is FetchState.RUNNING

    wait_for(is_running, "a running fetch")
    settle(window)
    row = next(iter(dialog.rows.rows.values()))
    wait_for(lambda: settle(window) or row.cancel.isVisible(), "the button")
    QTest.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    wait_for(lambda: settle(window) or row.resume.isVisible(), "that it stopped")
    assert "stopped at" in row.words.text()
    server.recorder.pace = 0.0
    QTest.mouseClick(row.resume, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog), "the rest")
    assert fetches.jobs()[0].state is FetchState.DONE


def test_nothing_begins_without_a_camera_or_with_an_end_before_the_beginning(window):
    form, go = dialog_of(window).form, dialog_of(window).go
    assert go.isEnabled()
    form.times.end.setDateTime(form.times.begin.dateTime().addSecs(-1))
    assert not go.isEnabled()
    assert form.times.length.text() == "ends before it begins"
    form.times.end.setDateTime(form.times.begin.dateTime().addSecs(90))
    assert "0:01:30" in form.times.length.text()
    for row in range(2):
        form.cameras.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not go.isEnabled()


def test_a_wall_without_recorders_says_what_to_do(window):
    controller = window.main.wall.controller
    controller.clear()
    settle(window)
    window.main.wall.fetch.ask()
    settle(window)
    assert window.main.wall.fetch.dialog is None
    assert [each.key for each in window.context.notices.open()] == ["fetch"]


def test_a_recorder_that_was_never_probed_is_not_said_to_deliver_no_more(window):
    wall, notices = window.main.wall, window.context.notices
    rooms = window.context.operations
    recorder = rooms.recorders.list()[0]
    rooms.recorders.edit(recorder.id, replace(recorder.draft(), kind="hikvision"))

    def known() -> bool:
        settle(window)
        media = engine_of(window).opened.get(0)
        return isinstance(media, RecorderPlayback) and media.kind is RecorderKind.HIKVISION

    wait_for(known, "its kind")
    wall.controller.play()
    wall.controller.set_speed(4.0)
    settle(window)
    (notice,) = [each for each in notices.open() if each.key == KEY]
    assert "was not probed yet" in notice.text("en")
    assert "delivers" not in notice.text("en")
    assert "尚未测试其能力" in notice.text("zh_CN")
    rooms.recorders.remember_ability(recorder.id, RecorderAbility(max_speed=1.0))
    wait_for(lambda: settle(window) or engine_of(window).opened[0].ability, "what it can do")
    wall.controller.set_speed(8.0)
    settle(window)
    (notice,) = [each for each in notices.open() if each.key == KEY]
    assert "delivers up to 1x" in notice.text("en")
    wall.controller.pause()


def test_a_speed_that_the_recorder_does_not_deliver_is_said_once_and_not_of_what_is_here(
    window, server
):
    wall, notices = window.main.wall, window.context.notices
    rooms = window.context.operations
    recorder = rooms.recorders.list()[0]
    rooms.recorders.remember_ability(recorder.id, RecorderAbility(max_speed=4.0, rate_control=True))

    def known() -> bool:
        settle(window)
        media = engine_of(window).opened.get(0)
        return isinstance(media, RecorderPlayback) and media.ability is not None

    wait_for(known, "what it can do")

    def said() -> list[str]:
        settle(window)
        return [each.text("en") for each in notices.open() if each.key == KEY]

    wall.controller.play()
    wall.controller.set_speed(4.0)
    assert said() == []
    wall.controller.set_speed(16.0)
    (words,) = said()
    assert "delivers up to 4x; at 16x its tiles show fewer pictures" in words
    wall.controller.set_speed(2.0)
    assert said() == []
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    wait_for(lambda: settled(window, dialog), "the fetches")
    wall.controller.seek(ORIGIN_US + 60 * US)
    wall.controller.set_speed(16.0)
    assert said() == []
    wall.controller.pause()
