"""What is typed under Stores and not saved is asked about, whichever way one leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.application import Window
from app.operations.values import RecorderDraft
from app.widgets.recorders_page import RecordersPage
from app.widgets.unsaved_dialog import UnsavedDialog
from tests.widgets.window_stage import open_window, settle, stores_of, stores_screen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        stores_of(made.context.operations, stores=2, cameras=1)
        for name in ("Back office", "Workshop"):
            made.context.operations.recorders.add(
                RecorderDraft(name, "dahua", "127.0.0.1:9", "admin", sessions=4)
            )
        made.main.show_screen("stores")
        settle(made)
        yield made


def opened(window: Window) -> RecordersPage:
    stores_screen(window).show_recorders.click()
    settle(window)
    return stores_screen(window).recorders


def asked(window: Window) -> UnsavedDialog | None:
    settle(window)
    dialogs = window.main.findChildren(UnsavedDialog)
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def another_line(window: Window) -> None:
    stores_screen(window).recorders.list.setCurrentRow(1)


def another_recorder(window: Window) -> None:
    stores_screen(window).recorders.add.click()


def a_camera(window: Window) -> None:
    screen = stores_screen(window)
    index = screen._filter.mapFromSource(
        screen.model.find(window.context.operations.stores.tree().cameras()[0])
    )
    at = screen.view.visualRect(index).center()
    QTest.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def another_company(window: Window) -> None:
    stores_screen(window).add_company.click()


def the_end(window: Window) -> None:
    window.main.close()


def by_name(window: Window) -> None:
    window.actions.trigger("app.quit")


@pytest.mark.parametrize(
    "leave", [another_line, another_recorder, a_camera, another_company, the_end, by_name]
)
def test_whoever_leaves_a_typed_recorder_is_asked(
    window: Window, leave: Callable[[Window], None]
) -> None:
    page = opened(window)
    assert page.form.name.text() == "Back office"
    QTest.keyClicks(page.form.name, " one")
    leave(window)
    dialog = asked(window)
    assert dialog is not None
    dialog.stay.click()
    settle(window)
    assert window.main.isVisible()
    assert page.isVisible()
    assert page.form.name.text() == "Back office one"
    assert page.list.currentRow() == 0
    leave(window)
    dialog = asked(window)
    assert dialog is not None
    dialog.discard.click()
    settle(window)
    assert asked(window) is None
    gone = not window.main.isVisible() or not page.isVisible()
    assert gone or page.form.name.text() in ("Workshop", "")
    assert "Back office" in [each.name for each in window.context.operations.recorders.list()]


@pytest.mark.parametrize(
    "enter",
    [
        lambda form: QTest.keyClick(form.sessions, Qt.Key.Key_Up),
        lambda form: QTest.keyClick(form.clock, Qt.Key.Key_Down),
        lambda form: QTest.keyClick(form.kind, Qt.Key.Key_Down),
        lambda form: QTest.keyClick(form.where, Qt.Key.Key_Down),
        lambda form: QTest.keyClicks(form.zone.lineEdit(), "UTC"),
        lambda form: QTest.keyClicks(form.password, "rosebud"),
    ],
    ids=["sessions", "clock", "kind", "store", "zone", "password"],
)
def test_every_field_of_a_recorder_counts_as_typed(
    window: Window, enter: Callable[[object], None]
) -> None:
    page = opened(window)
    assert not page.form.typed
    enter(page.form)
    assert page.form.typed
    another_line(window)
    assert asked(window) is not None


def test_what_was_typed_is_saved_when_asked(window: Window) -> None:
    page = opened(window)
    QTest.keyClick(page.form.sessions, Qt.Key.Key_Up)
    another_line(window)
    dialog = asked(window)
    assert dialog is not None
    dialog.save.click()
    settle(window)
    assert [each.sessions for each in window.context.operations.recorders.list()] == [5, 4]
    assert not page.form.typed
    assert page.form.name.text() == "Back office"
    another_line(window)
    assert asked(window) is None
    assert page.form.name.text() == "Workshop"


def test_what_is_given_up_is_not_shown_again(window: Window) -> None:
    page = opened(window)
    QTest.keyClicks(page.form.name, " one")
    a_camera(window)
    dialog = asked(window)
    assert dialog is not None
    dialog.discard.click()
    settle(window)
    opened(window)
    assert page.form.name.text() == "Back office"


@pytest.mark.parametrize("new", [False, True], ids=["changed", "new"])
def test_news_from_elsewhere_leaves_what_is_typed(window: Window, new: bool) -> None:
    page, operations = opened(window), window.context.operations
    if new:
        page.add.click()
    QTest.keyClicks(page.form.name, "!")
    typed = page.form.name.text()
    operations.recorders.add(RecorderDraft("Third", "axis", "127.0.0.1:9"))
    operations.stores.add_company("Another company")
    settle(window)
    assert page.list.count() == 3
    assert page.form.name.text() == typed
    for recorder in operations.recorders.list():
        operations.recorders.remove(recorder.id)
    settle(window)
    assert page.list.count() == 0
    assert page.form.name.text() == typed


def test_another_screen_and_the_palette_keep_what_is_typed(window: Window) -> None:
    page = opened(window)
    QTest.keyClicks(page.form.name, " one")
    window.actions.trigger("screen.wall")
    window.context.operations.stores.add_company("Another company")
    settle(window)
    window.actions.trigger("screen.stores")
    settle(window)
    window.actions.trigger("stores.recorders")
    assert asked(window) is None
    assert page.isVisible()
    assert page.form.name.text() == "Back office one"


def test_the_palette_asks_before_a_typed_camera_is_left(window: Window) -> None:
    screen = stores_screen(window)
    screen.show_thing(window.context.operations.stores.tree().cameras()[0])
    screen.cameras.place.setFocus()
    QTest.keyClick(screen.cameras.place, Qt.Key.Key_Down)
    window.actions.trigger("stores.recorders")
    dialog = asked(window)
    assert dialog is not None
    assert screen.cameras.isVisible()
    dialog.discard.click()
    settle(window)
    assert screen.recorders.isVisible()


def test_nothing_is_asked_where_nothing_is_lost(window: Window) -> None:
    page, recorders = opened(window), window.context.operations.recorders
    QTest.keyClicks(page.form.channel, "7")  # is not stored
    another_line(window)
    assert asked(window) is None
    stored = recorders.list()[1]
    changed = replace(stored.draft(), name="Shop floor")
    recorders.edit(stored.id, changed)
    settle(window)
    assert page.form.name.text() == "Shop floor", "what another person saved"
    page.form.sessions.setValue(6)
    recorders.edit(stored.id, replace(changed, sessions=6))
    settle(window)
    assert not page.form.typed, "another door stored what stands there"


def test_a_recorder_keeps_its_store_when_the_tree_comes_late(window: Window) -> None:
    operations, page = window.context.operations, stores_screen(window).recorders
    store = operations.stores.tree().stores()[0].store
    recorder = operations.recorders.add(
        RecorderDraft("Annex", "dahua", "127.0.0.1:9", store_id=store.id)
    )
    while page.form.where.count() > 1:
        page.form.where.removeItem(1)
    page._fill((recorder,))
    assert page.form.where.currentData() is None
    page.set_tree(operations.stores.tree())
    assert page.form.where.currentData() == store.id
    assert not page.form.typed


def test_the_end_of_the_program_asks_nobody(window: Window) -> None:
    QTest.keyClicks(opened(window).form.name, " one")
    window.main.close_unasked()
    assert not window.main.isVisible()
