from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox

from app.application import Window
from app.operations.settings import SETTINGS
from app.widgets.key_editor import ID_ROLE, KeyDialog
from app.widgets.setting_field import SettingField
from app.widgets.settings_screen import SettingsScreen
from tests.widgets.window_stage import open_window, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        made.main.show_screen("settings")
        yield made


def screen_of(window: Window) -> SettingsScreen:
    screen = window.main.screen_named("settings")
    assert isinstance(screen, SettingsScreen)
    return screen


def field(window: Window, key: str) -> SettingField:
    return next(each for each in screen_of(window).fields if each.setting.key == key)


def test_every_declared_setting_with_a_group_has_a_line(window: Window) -> None:
    shown = {each.setting.key for each in screen_of(window).fields}
    assert shown == {setting.key for setting in SETTINGS if setting.group}


def test_a_choice_is_stored_at_once(window: Window) -> None:
    line = field(window, "general.theme")
    box = line.editor
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("light"))
    box.activated.emit(box.currentIndex())
    settle(window)
    assert window.context.operations.settings.get("general.theme") == "light"
    assert window.context.theme.name == "light"


def test_a_refused_value_says_why_and_stays_as_typed(window: Window) -> None:
    line = field(window, "storage.database_url")
    editor = line.editor
    assert isinstance(editor, QLineEdit)
    secret = "postgresql://floorwalk:rosebud@server/floorwalk"
    editor.setText(secret)
    editor.editingFinished.emit()
    settle(window)
    words = " ".join(label.text() for label in line.findChildren(QLabel) if label.isVisibleTo(line))
    assert "password" in words
    assert "rosebud" not in words
    assert editor.text() == secret
    assert window.context.operations.settings.get("storage.database_url") == ""


def test_numbers_keep_their_limits(window: Window) -> None:
    whole = next(each for each in SETTINGS if each.kind == "whole" and each.group)
    editor = field(window, whole.key).editor
    assert isinstance(editor, QSpinBox)
    assert (editor.minimum(), editor.maximum()) == (whole.minimum, whole.maximum)


def test_a_change_from_elsewhere_shows(window: Window) -> None:
    window.context.operations.settings.set("general.time_zone", "Europe/Berlin")
    settle(window)
    editor = field(window, "general.time_zone").editor
    assert isinstance(editor, QComboBox)
    assert editor.currentText() == "Europe/Berlin"


def test_a_key_is_changed_and_takes_it_from_its_owner(window: Window) -> None:
    keys = screen_of(window).keys
    item = next(
        item
        for item in keys.list.findItems("Pause", Qt.MatchFlag.MatchRecursive)
        if item.data(0, ID_ROLE) == "play.pause"
    )
    keys.list.setCurrentItem(item)
    keys.change.click()
    dialog = keys.findChild(KeyDialog)
    assert dialog is not None
    dialog.field.setKeySequence(QKeySequence("L"))
    assert "Play; again for faster" in dialog.message.text()
    dialog.use.click()
    assert window.actions.keys("play.pause") == ("L",)
    assert window.actions.keys("play.forward") == ()
    keys.reset_all.click()
    assert window.actions.changed_keys() == {}


def test_the_data_folder_is_told(window: Window) -> None:
    texts = {label.text() for label in screen_of(window).findChildren(QLabel)}
    assert str(window.context.home) in texts


def test_digits_typed_into_a_field_are_no_answers(window: Window) -> None:
    editor = field(window, "storage.database_url").editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    QTest.keyClicks(editor, "12 kl")
    assert editor.text() == "12 kl"
