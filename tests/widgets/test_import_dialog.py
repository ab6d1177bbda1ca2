from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.application import Window
from app.widgets.import_dialog import ImportDialog
from tests.widgets.window_stage import open_window, settle, stores_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
HEAD = "Store code,Camera code,Camera name,Main stream,User,Password\n"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        stores_of(made.context.operations, stores=1, cameras=1)
        yield made


def opened(window: Window) -> ImportDialog:
    window.main._actions.action("stores.import").trigger()
    settle(window)
    screen = window.main.screen_named("stores")
    assert screen.isVisible()
    (dialog,) = screen.findChildren(ImportDialog)
    return dialog


def cells(dialog: ImportDialog) -> list[list[str]]:
    table = dialog.table
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, place) for place in range(4)]
        found.append([item.text() for item in items if item is not None])
    return found


def test_the_good_rows_are_imported_after_a_look(window: Window, tmp_path: Path) -> None:
    dialog, stores = opened(window), window.context.operations.stores
    assert not dialog.take.isEnabled()
    path = tmp_path / "cameras.csv"
    path.write_text(
        HEAD + "S001,cam1,Renamed,,,\nS001,door,Door,rtsp://10.0.0.1/m,admin,s3cret\n"
        "S001,bad,Bad,ftp://x,,\n"
    )
    dialog.read(path)
    settle(window)
    assert dialog.summary.text() == (
        "cameras.csv: new cameras 1, there already 1. "
        "Rows that cannot be imported: 1; they are listed first."
    )
    problem, renamed, door = cells(dialog)
    assert problem[:3] == ["4", "", "Main stream"]
    assert "rtsp" in problem[3]
    assert renamed == ["2", "S001/cam1", "Renamed", "Is there already"]
    assert door[3] == "New camera"
    assert len(stores.tree().cameras()) == 1
    dialog.existing.setCurrentIndex(1)
    dialog.take.click()
    settle(window)
    assert "Cameras added: 1, updated: 1, left as they were: 0" in dialog.message.text()
    assert "delete it now" in dialog.message.text()
    assert [camera.name for camera in stores.tree().cameras()] == ["Renamed", "Door"]
    assert not dialog.take.isEnabled()
    dialog.shut.click()


def test_a_file_that_cannot_be_used_says_so(window: Window, tmp_path: Path) -> None:
    dialog = opened(window)
    path = tmp_path / "notes.csv"
    path.write_text("nothing of ours\n")
    dialog.read(path)
    settle(window)
    assert "no row of headings" in dialog.message.text()
    assert not dialog.take.isEnabled()
    assert not dialog.table.isVisible()


def test_the_template_is_written(window: Window, tmp_path: Path) -> None:
    dialog = opened(window)
    dialog.write_template(tmp_path / "t.xlsx")
    settle(window)
    assert (tmp_path / "t.xlsx").stat().st_size > 4000
    assert "t.xlsx" in dialog.message.text()
    dialog.write_template(tmp_path / "no" / "t.xlsx")
    settle(window)
    assert "cannot be written" in dialog.message.text()
