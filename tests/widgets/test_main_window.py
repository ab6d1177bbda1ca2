from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from app.application import Window
from app.faults import Fault, Sentence
from app.operations.facade import open_operations
from app.storage.credentials import Credentials
from app.widgets.command_palette import CommandPalette
from app.widgets.first_start_dialog import FirstStartDialog
from app.widgets.key_help import KeyHelp
from tests.widgets.inspection_stage import still
from tests.widgets.window_stage import (
    START_US,
    close_dialogs,
    engine_of,
    footage,
    open_window,
    settle,
    stores_of,
)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    home, root = tmp_path / "home", tmp_path / "footage"
    footage(root)
    operations = open_operations(home, credentials=Credentials(lambda: None))
    operations.people.introduce("Lin Wei", "en", "Asia/Shanghai")
    stores_of(operations, str(root))
    with open_window(home, operations) as made:
        yield made


# Offscreen windows cannot be raised; Qt says so each time.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def press(window: Window, key: str) -> None:
    target = QApplication.focusWidget() or window.main
    QTest.keySequence(target, key)


def test_an_empty_wall_teaches_and_its_button_fills_it(window: Window) -> None:
    wall = window.main.wall
    assert wall.empty.isVisible()
    wall.empty.fill.click()
    settle(window)
    assert len(engine_of(window).opened) == 10
    assert wall.surface.isVisible()
    assert not wall.empty.isVisible()


def test_without_stores_the_button_leads_to_the_form(tmp_path: Path) -> None:
    with open_window(tmp_path / "home") as window:
        window.main.wall.empty.fill.click()
        assert window.main.pages.currentWidget() is window.main.screen_named("stores")


def test_the_first_start_asks_who_is_inspecting(tmp_path: Path) -> None:
    with open_window(tmp_path / "home", greet=False) as window:
        dialogs = window.main.findChildren(FirstStartDialog)
        assert len(dialogs) == 1
        assert dialogs[0].isVisible()


def test_keys_drive_the_wall(window: Window) -> None:
    wall = window.main.wall
    wall.empty.fill.click()
    settle(window)
    wall.surface.setFocus()
    press(window, "Ctrl+2")
    assert wall.controller.state.layout == 4
    press(window, "Space")
    assert wall.controller.playing
    press(window, "]")
    assert wall.controller.speed == 2.0
    press(window, "K")
    assert not wall.controller.playing
    press(window, "Ctrl+Right")
    assert wall.controller.state.selected == 1
    press(window, "F")
    assert wall.surface.solo == 1
    press(window, "F")
    assert wall.surface.solo is None


def test_keys_rest_while_typing(window: Window) -> None:
    wall = window.main.wall
    press(window, "Ctrl+F")
    assert wall.tree.search.hasFocus()
    for letter in "k l1 ":
        QTest.keyClick(wall.tree.search, letter)
    QTest.keyClick(wall.tree.search, Qt.Key.Key_Return)
    assert wall.tree.search.text() == "k l1 "
    assert not wall.controller.playing
    press(window, "Escape")
    assert wall.surface.hasFocus() or wall.empty.isVisible()


def test_control_k_opens_the_palette_even_from_a_text_field(window: Window) -> None:
    window.main.wall.tree.search.setFocus()
    press(window, "Ctrl+K")
    palette = window.main.findChild(CommandPalette)
    assert palette is not None
    QTest.keyClicks(palette.typed, "layout 16")
    QTest.keyClick(palette.typed, Qt.Key.Key_Return)
    assert window.main.wall.controller.state.layout == 16


def test_the_question_mark_shows_the_keys(window: Window) -> None:
    window.main.wall.surface.setFocus()
    window.actions.trigger("help.keys")
    help_ = window.main.findChild(KeyHelp)
    assert help_ is not None
    texts = {label.text() for label in help_.findChildren(QLabel)}
    assert {"Play or pause", "Space", "Evidence from the selected tile", "E"} <= texts


def test_every_screen_opens_and_none_that_is_missing_is_in_the_rail(window: Window) -> None:
    for name in window.main.rail.buttons:
        window.main.rail.buttons[name].click()
        settle(window)
        assert window.main.pages.currentWidget() is window.main.screen_named(name)
        assert window.main.rail.buttons[name].isChecked()


def test_wall_keys_rest_on_other_screens_but_names_bring_the_wall_back(window: Window) -> None:
    window.main.show_screen("settings")
    press(window, "Space")
    assert not window.main.wall.controller.playing
    window.actions.trigger("play.toggle")
    assert window.main.wall.controller.playing
    assert window.main.pages.currentWidget() is window.main.wall


def test_the_same_fault_counts_instead_of_piling_up(window: Window) -> None:
    fault = Fault(Sentence("The disk of {name} is full.", "{name} 磁盘已满。"), name="S001")
    for _ in range(3):
        window.context.background.run(lambda: (_ for _ in ()).throw(fault))
    settle(window)
    assert window.main.notices.isVisible()
    (notice,) = window.context.notices.open()
    assert notice.times == 3
    texts = [label.text() for label in window.main.notices.findChildren(QLabel)]
    assert "The disk of S001 is full. (3 times)" in texts
    window.context.notices.dismiss(notice.key)
    assert not window.main.notices.isVisible()


def test_live_switches_off_what_belongs_to_time(window: Window) -> None:
    window.main.wall.bar.mode.buttons[0].click()
    assert window.main.wall.controller.state.live
    assert not window.actions.action("play.toggle").isEnabled()
    window.main.wall.bar.mode.buttons[1].click()
    assert window.actions.action("play.toggle").isEnabled()


def test_evidence_is_the_frame_of_the_selected_tile(window: Window) -> None:
    wall, engine = window.main.wall, engine_of(window)
    wall.empty.fill.click()
    settle(window)
    engine.shown_us = START_US + 40_000
    engine.stills.set_result(replace(still(), media_time_us=START_US + 40_000))
    wall.evidence.take(None, None)
    settle(window)
    assert engine.named("still") == [("still", 0, START_US + 40_000)]
    found = wall.controller.camera(0)
    assert found is not None
    (kept,) = window.context.home.joinpath("evidence").rglob("*.png")
    assert kept.stat().st_size > 0


def test_evidence_without_a_picture_says_what_to_do(window: Window) -> None:
    window.main.wall.evidence.take(None, None)
    (notice,) = window.context.notices.open()
    assert "Select a tile that plays" in notice.text("en")
    assert engine_of(window).named("still") == []


def test_the_language_changes_at_once(window: Window) -> None:
    window.context.operations.settings.set("general.language", "zh_CN")
    settle(window)
    assert window.context.language == "zh_CN"
    assert window.main.rail.buttons["stores"].text() == "门店"
    assert window.main.wall.bar.mode.buttons[0].text() == "实时预览"
    window.context.operations.settings.set("general.language", "en")
    settle(window)
    assert window.main.rail.buttons["stores"].text() == "Stores"


def test_the_theme_changes_at_once(window: Window) -> None:
    window.actions.trigger("theme.switch")
    settle(window)
    assert window.context.theme.name == "light"
    assert "#FFFFFF" in QApplication.instance().styleSheet()  # type: ignore[union-attr]


def test_the_wall_gets_its_own_window_and_comes_back(window: Window) -> None:
    wall = window.main.wall
    wall.empty.fill.click()
    settle(window)
    window.actions.trigger("wall.detach")
    alone = wall.surface.window()
    assert alone is not window.main
    assert alone.isVisible()
    assert alone.windowTitle() == "Wall - Floorwalk"
    window.context.operations.settings.set("general.language", "zh_CN")
    settle(window)
    assert alone.windowTitle() == "电视墙 - 巡店台"
    window.context.operations.settings.set("general.language", "en")
    settle(window)
    alone.close()
    settle(window)
    assert wall.surface.window() is window.main
    assert wall.surface.isVisible()


def test_everything_comes_back_at_the_next_start(tmp_path: Path) -> None:
    home = tmp_path / "home"
    operations = open_operations(home, credentials=Credentials(lambda: None))
    operations.people.introduce("Lin Wei", "en", "Asia/Shanghai")
    stores_of(operations)
    with open_window(home, operations) as window:
        window.main.wall.empty.fill.click()
        window.actions.trigger("layout.9")
        window.actions.trigger("dock.timeline")
        window.actions.set_keys("play.toggle", ("P",))
        assert not window.main.wall.docks.timeline.isVisible()
    with open_window(home) as window:
        wall = window.main.wall
        assert wall.controller.state.layout == 9
        assert len(wall.controller.state.cameras) == 10
        assert not wall.docks.timeline.isVisible()
        assert wall.docks.tree.isVisible()
        assert window.actions.keys("play.toggle") == ("P",)


def test_the_status_line_speaks_of_database_and_clock(window: Window) -> None:
    window.main.status.refresh()
    settle(window)
    assert window.main.status.database.text() == "SQLite · 0 waiting"
    assert re.fullmatch(r"\d\d:\d\d UTC\+8", window.main.status.clock.text())
    assert window.main.status.cpu.text().endswith("% CPU")


def test_go_to_a_time_opens_over_the_wall_and_seeks(window: Window) -> None:
    window.main.wall.empty.fill.click()
    settle(window)
    window.actions.trigger("goto.time")
    from app.widgets.goto_dialog import GotoDialog

    dialog = window.main.findChild(GotoDialog)
    assert dialog is not None
    dialog.chosen.emit(START_US)
    assert engine_of(window).named("seek")[-1] == ("seek", START_US)
    close_dialogs()


def test_keys_in_an_open_choice_belong_to_it(window: Window) -> None:
    """Enter is also an action of the wall."""
    window.actions.trigger("stores.recorders")
    settle(window)
    choices = window.main.screen_named("stores").findChildren(QComboBox)
    choice = next(each for each in choices if each.isVisible() and each.count() > 3)
    choice.setCurrentIndex(0)
    choice.setFocus()
    choice.showPopup()
    settle(window)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Return):
        QTest.keyClick(choice.view(), key)
    settle(window)
    assert choice.currentIndex() == choice.count() - 1
    assert not choice.view().isVisible()


def test_the_search_leads_into_the_tree_and_one_store_fills_the_wall(window: Window) -> None:
    wall = window.main.wall
    settle(window)
    wall.tree.search.setText("S002")
    QTest.keyClick(wall.tree.search, Qt.Key.Key_Down)
    QTest.keyClick(wall.tree.view, Qt.Key.Key_Return)
    settle(window)
    shown = list(wall.controller.state.shown().values())
    assert shown, "Enter puts what was found on the wall"
    wall.controller.set_layout(25)
    wall.show_only(shown[:2])
    assert wall.controller.state.layout == 4


def test_a_notice_moves_nothing(window: Window) -> None:
    wall, notices = window.main.wall, window.context.notices
    before = wall.surface.mapTo(window.main, wall.surface.rect().topLeft())
    notices.say(Sentence("Kept.", "已保存。"))
    settle(window)
    assert window.main.notices.isVisible()
    assert wall.surface.mapTo(window.main, wall.surface.rect().topLeft()) == before
    assert window.main.rect().contains(window.main.notices.geometry())


def test_the_foot_names_who_paints(window: Window) -> None:
    assert "raster" in window.main.status.tiles.text()
    window.main.wall.painting.changed.emit("GeForce")
    assert "graphics card" in window.main.status.tiles.text()
    assert "GeForce" in window.main.status.tiles.toolTip()
