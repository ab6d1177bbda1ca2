"""Pictures without an inspection: taken, listed, copied, exported, deleted by who took them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.application import Window
from app.operations.facade import open_operations
from app.storage.credentials import Credentials
from app.video.faults import LIVE_STALLED
from app.video.media import Still
from app.video.tiles import TileState, TileStateKind
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.snapshot_screen import SnapshotScreen
from app.widgets.snapshot_taker import KEPT, write_picture
from tests.widgets.window_stage import START_US, ZONE, engine_of, open_window, settle, stores_of


def png(shade: int = 90) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 36), (shade, 80, 120)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms, str(tmp_path / "recordings"))
    with open_window(tmp_path / "home", rooms) as made:
        made.main.wall.controller.add([each.id for each in cameras[:3]])
        settle(made)
        engine_of(made).shown_us = START_US
        engine_of(made).stills.set_result(Still(png(), 64, 36, START_US))
        yield made


def pictures(window: Window) -> SnapshotScreen:
    window.main.show_screen("pictures")
    settle(window)
    screen = window.main.screen_named("pictures")
    assert isinstance(screen, SnapshotScreen)
    return screen


def notices(window: Window) -> list[str]:
    return [notice.text("en") for notice in window.context.notices.open()]


def test_what_a_tile_does_not_show_is_not_kept(window):
    """The engine still has the last picture of a camera that is lost; a person sees words."""
    engine_of(window).told[0] = TileState(TileStateKind.LOST, LIVE_STALLED, {"camera": "S001/cam1"})
    window.main.wall.controller.select(0)
    window.actions.trigger("snapshot.take")
    settle(window)
    assert any("shows no picture" in said for said in notices(window))
    window.actions.trigger("evidence.take")
    settle(window)
    window.actions.trigger("snapshot.all")
    settle(window)
    assert len(window.context.operations.evidence.list_loose()) == 2


def test_a_picture_of_every_tile_is_kept_without_an_inspection(window):
    window.actions.trigger("snapshot.all")
    settle(window)
    (done,) = [each for each in window.context.notices.open() if each.sentence is KEPT]
    assert done.values["count"] == 3
    records = window.context.operations.evidence.list_loose()
    assert len(records) == 3
    assert {record.inspection_id for record in records} == {None}
    assert {record.who for record in records} == {"Lin Wei"}
    screen = pictures(window)
    assert screen.model.rowCount() == 3
    assert screen.model.data(screen.model.index(0)).endswith("2026-03-02 10:02:00")
    assert not screen.export.isEnabled()


def test_a_tile_without_picture_is_told(window):
    engine_of(window).shown_us = None
    window.actions.trigger("snapshot.take")
    window.actions.trigger("snapshot.all")
    assert any("No tile shows a picture" in text for text in notices(window))


def test_the_picture_of_the_selected_tile_goes_to_the_clipboard(window):
    window.actions.trigger("snapshot.copy")
    settle(window)
    assert QGuiApplication.clipboard().image().width() == 64
    QGuiApplication.clipboard().clear()


def test_it_is_saved_under_store_camera_and_time(window, tmp_path):
    window.actions.trigger("snapshot.save")
    settle(window)
    (dialog,) = window.main.wall.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("_2026-03-02_10-02-00.png")
    dialog.close()
    window.main.wall.snapshots.write(tmp_path / "one.png", png())
    settle(window)
    assert (tmp_path / "one.png").read_bytes() == png()
    window.main.wall.snapshots.write(tmp_path / "nowhere" / "one.png", png())
    settle(window)
    assert any("could not be written" in text for text in notices(window))


def test_chosen_pictures_are_exported_opened_and_copied(window, tmp_path):
    window.actions.trigger("snapshot.all")
    settle(window)
    screen = pictures(window)
    screen.grid.selectAll()
    screen.export_to(tmp_path)
    settle(window)
    assert len(list(tmp_path.glob("*2026-03-02_10-02-00*.png"))) == 3
    screen.grid.clearSelection()
    screen.grid.setCurrentIndex(screen.model.index(0))
    assert screen.look.isEnabled()
    screen.copy.click()
    settle(window)
    assert QGuiApplication.clipboard().image().height() == 36
    QGuiApplication.clipboard().clear()
    screen.look.click()
    settle(window)
    (dialog,) = screen.findChildren(EvidenceDialog)
    dialog.close()


def test_deleting_asks_first_and_takes_the_file_when_nothing_else_names_it(window):
    window.actions.trigger("snapshot.all")
    settle(window)
    screen, evidence = pictures(window), window.context.operations.evidence
    path = evidence.path(evidence.list_loose()[0].sha256)
    screen.grid.setCurrentIndex(screen.model.index(0))
    screen.remove.click()
    assert screen.sure.isVisibleTo(screen)
    assert screen.model.rowCount() == 3
    screen.remove_chosen()
    settle(window)
    assert screen.model.rowCount() == 2
    assert path.exists()  # the three are one picture to the disk
    screen.grid.selectAll()
    screen.remove_chosen()
    settle(window)
    assert evidence.list_loose() == ()
    assert not path.exists()
    assert screen._pages.currentWidget() is screen.empty


def test_only_who_took_a_picture_may_delete_it(window):
    window.actions.trigger("snapshot.take")
    settle(window)
    window.context.operations.people.introduce("Chen Yu", "en", ZONE)
    screen = pictures(window)
    screen.grid.selectAll()
    screen.remove_chosen()
    settle(window)
    assert screen.model.rowCount() == 1
    assert any("was taken by Lin Wei" in text for text in notices(window))


def test_pictures_of_one_store_alone(window):
    window.actions.trigger("snapshot.take")
    settle(window)
    screen = pictures(window)
    screen.store.setCurrentIndex(2)
    screen.store.activated.emit(2)
    settle(window)
    assert screen.model.rowCount() == 0
    assert screen._pages.currentWidget() is screen.grid


def test_nothing_half_written_stays(tmp_path):
    write_picture(tmp_path / "a.png", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_the_files_of_all_evidence_are_checked_and_what_is_wrong_is_told(window):
    window.actions.trigger("snapshot.all")
    settle(window)
    screen = pictures(window)
    screen.check.click()
    settle(window)
    assert "Evidence pictures: 1, all of them here and unchanged." in notices(
        window
    )  # one same picture
    assert screen.check.isEnabled()
    evidence = window.context.operations.evidence
    (sha256,) = {record.sha256 for record in evidence.list_loose()}
    evidence.path(sha256).write_bytes(png(10))
    screen.check.click()
    settle(window)
    (told,) = [text for text in notices(window) if "were changed" in text]
    assert "1. 0 of them are not on this workstation, 1 were changed" in told
    assert sha256 in told
