"""Clips from the window: chosen, exported while the wall goes on, opened again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from app.application import Window
from app.operations.values import RecordingFolder
from app.video.media import Span
from app.widgets.clip_actions import NO_CAMERA
from app.widgets.clip_dialog import ClipDialog
from app.widgets.export_dialog import ExportDialog
from app.widgets.leave_dialog import LeaveDialog
from tests.support.clips import make_clip
from tests.widgets.window_stage import START_US, engine_of, footage, open_window, settle, stores_of

S = 1_000_000


@pytest.fixture
def window(tmp_path: Path):
    from app.operations.facade import open_operations
    from app.storage.credentials import Credentials

    footage(tmp_path / "recordings", "cam1", "10-02-00")
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms, str(tmp_path / "recordings"))
    with open_window(tmp_path / "home", rooms) as made:
        made.main.wall.controller.add([each.id for each in cameras[:3]])
        settle(made)
        made.main.wall.controller.seek(START_US + S)
        yield made


def dialog_of(window: Window) -> ExportDialog:
    window.main.wall.clips.export()
    settle(window)
    found = window.main.wall.clips._dialog
    assert found is not None
    return found


def finish(window: Window) -> None:
    job = window.context.operations.clips.job
    assert job is not None
    assert job.wait(60)
    settle(window)
    QTest.qWait(250)


def test_the_selected_tile_and_half_a_minute_are_offered(window):
    form = dialog_of(window).form
    assert form.cameras.count() == 3
    selected = window.main.wall.controller.camera(window.main.wall.controller.state.selected)
    assert form.camera_ids() == (selected[1].id,)
    assert form.span() == Span(START_US - 29 * S, START_US + 31 * S)
    assert form.times.begin.text() == "2026-03-02 10:01:31"
    assert "Asia/Shanghai" in form.times.zone.text()


def test_the_loop_comes_first_and_typing_makes_it_ones_own(window):
    engine_of(window).clock.set_loop(Span(START_US, START_US + 2 * S))
    form = dialog_of(window).form
    assert form.span() == Span(START_US, START_US + 2 * S)
    form.times.end.setDateTime(form.times.end.dateTime().addSecs(8))
    assert form.which.currentIndex() == form.which.count() - 1
    assert form.span() == Span(START_US, START_US + 10 * S)
    assert "0:00:10" in form.times.length.text()


def test_live_the_last_minute_is_offered(window):
    window.main.wall.controller.set_live(True)
    settle(window)
    form = dialog_of(window).form
    now_us = time.time_ns() // 1000
    assert form.which.itemText(0) == "The last minute"
    assert form.span().duration_us == 60 * S
    assert abs(form.span().end_us - now_us) < 30 * S


def test_what_was_entered_outlives_a_look_at_the_wall(window, tmp_path):
    form = dialog_of(window).form
    form.why.setText("spilt oil")
    form.watermark.setChecked(True)
    form.folder.setText(str(tmp_path / "clips"))
    for row in range(3):
        form.cameras.item(row).setCheckState(Qt.CheckState.Checked)
    engine_of(window).clock.set_loop(Span(START_US, START_US + 2 * S))
    again = dialog_of(window).form
    assert again is not form
    assert again.span() == Span(START_US, START_US + 2 * S)  # the loop that was set meanwhile
    assert (again.why.text(), again.watermark.isChecked()) == ("spilt oil", True)
    assert again.folder.text() == str(tmp_path / "clips")
    assert len(again.camera_ids()) == 3
    again.times.end.setDateTime(again.times.end.dateTime().addSecs(8))
    third = dialog_of(window).form
    assert third.span() == Span(START_US, START_US + 10 * S)
    assert third.which.currentIndex() == third.which.count() - 1
    window.main.wall.clips._dialog.close()
    assert dialog_of(window).form.why.text() == ""  # closed by hand: all is given up


def test_nothing_begins_without_a_reason_or_a_camera(window):
    dialog = dialog_of(window)
    assert not dialog.go.isEnabled()
    dialog.form.why.setText("  ")
    assert not dialog.go.isEnabled()
    dialog.form.why.setText("spilt oil")
    assert dialog.go.isEnabled()
    for row in range(3):
        dialog.form.cameras.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.go.isEnabled()


def test_a_clip_is_written_and_opened_again(window, tmp_path):
    controller = window.main.wall.controller
    controller.select(0)
    dialog = dialog_of(window)
    dialog.form.why.setText("spilt oil")
    dialog.form.folder.setText(str(tmp_path / "clips"))
    dialog.export()
    settle(window)
    assert dialog.running
    assert not dialog.form.isEnabled()
    finish(window)
    assert not dialog.running
    assert dialog.form.isEnabled()
    assert dialog.results.open_folder.isVisibleTo(dialog)
    text = dialog.results.list.item(0).text()
    assert text.startswith("S001_cam1_2026-03-02_10-02-00.mp4")
    (clip,) = (tmp_path / "clips").glob("*.mp4")

    window.main.wall.clips.open_files([str(clip)])
    settle(window)
    (again,) = window.main.wall.findChildren(ClipDialog)
    assert again.store.currentText().startswith("S001")
    assert again.camera.currentText() == "Camera 1"
    assert "Unchanged" in again.proof.text()
    again.take()
    settle(window)
    shown = controller.camera(controller.state.selected)
    assert shown[1].code == "cam1-clips"
    media = engine_of(window).opened[controller.state.selected]
    assert isinstance(media, RecordingFolder)
    assert controller.now_us() == START_US


def test_a_closed_dialog_leaves_a_notice_at_the_end(window, tmp_path):
    dialog = dialog_of(window)
    dialog.form.why.setText("spilt oil")
    dialog.form.folder.setText(str(tmp_path / "clips"))
    dialog.export()
    settle(window)
    dialog.close()
    finish(window)
    notices = [notice.text("en") for notice in window.context.notices.open()]
    assert any(str(tmp_path / "clips") in text for text in notices)


def test_closing_while_an_export_is_under_way_asks_and_leaves_nothing_half(window, tmp_path):
    camera = tmp_path / "recordings" / "cam1" / "2026-03-02"
    make_clip(camera / "10-02-10.mp4", pictures=4000, rate=10)
    controller, folder = window.main.wall.controller, tmp_path / "clips"
    controller.select(0)
    form = dialog_of(window).form
    form.times.show_span(Span(START_US + 10 * S, START_US + 400 * S))
    form.why.setText("spilt oil")
    form.watermark.setChecked(True)
    form.folder.setText(str(folder))
    window.main.wall.clips._dialog.export()
    settle(window)
    job = window.context.operations.clips.job
    while not list(folder.glob("*.part")) and not job.status().finished:
        job.wait(0.02)

    def asked() -> list[LeaveDialog]:
        return [each for each in window.main.findChildren(LeaveDialog) if each.isVisible()]

    window.main.close()
    window.main.close()
    (question,) = asked()
    assert "S001/cam1, 1 of 1" in question.findChild(QLabel).text()
    question.stay.click()
    assert window.main.isVisible()
    assert not job.status().finished
    assert asked() == []
    window.main.close()
    (question,) = asked()
    question.give_up.click()
    assert not window.main.isVisible()
    window.context.operations.close()
    assert job.status().cancelled
    assert list(folder.glob("*")) == []


def test_a_window_without_an_export_under_way_closes_at_once(window, tmp_path):
    dialog = dialog_of(window)
    dialog.form.why.setText("spilt oil")
    dialog.form.folder.setText(str(tmp_path / "clips"))
    dialog.export()
    settle(window)
    finish(window)
    window.main.close()
    assert not window.main.isVisible()


def test_what_was_entered_wrongly_is_said_in_the_dialog(window, tmp_path):
    dialog = dialog_of(window)
    dialog.form.why.setText("w\u0007hy")
    dialog.export()
    settle(window)
    assert dialog.fault.isVisibleTo(dialog)
    assert dialog.go.isEnabled()


def test_a_dropped_file_is_looked_at_and_a_foreign_one_refused(window, tmp_path):
    path = tmp_path / "recordings" / "cam1" / "2026-03-02" / "10-02-00.mp4"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    surface = window.main.wall.surface
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert window.main.wall.clips.eventFilter(surface, event)
    settle(window)
    notices = [notice.text("en") for notice in window.context.notices.open()]
    assert any("does not say when it was filmed" in text for text in notices)


def test_an_empty_wall_and_the_file_dialog(window):
    wall = window.main.wall
    wall.clips.choose()
    (chooser,) = wall.findChildren(QFileDialog)
    chooser.close()
    wall.controller.clear()
    wall.clips.export()
    assert any(notice.sentence is NO_CAMERA for notice in window.context.notices.open())
