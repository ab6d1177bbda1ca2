"""Empty screens have the button that fills them; a narrow window makes room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.application import Window
from app.widgets.checklists_screen import ChecklistsScreen
from app.widgets.settings_screen import SettingsScreen
from app.widgets.stores_screen import StoresScreen
from tests.widgets.window_stage import open_window, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        yield made


def test_from_the_empty_picker_to_the_first_camera_form(window: Window) -> None:
    picker = window.main.wall.panel.picker
    picker.mend_button.click()
    stores = window.main.screen_named("stores")
    assert isinstance(stores, StoresScreen)
    assert window.main.pages.currentWidget() is stores
    settle(window)
    assert stores.pages.currentWidget() is stores.first
    stores.first.button.click()
    stores.names.name.setText("Acme")
    QTest.keyClick(stores.names.name, Qt.Key.Key_Return)
    settle(window)
    assert window.context.operations.stores.tree().companies[0].company.name == "Acme"
    assert stores.pages.currentWidget() is not stores.first


def test_the_examples_are_one_press_away(window: Window) -> None:
    window.main.show_screen("checklists")
    settle(window)
    screen = window.main.screen_named("checklists")
    assert isinstance(screen, ChecklistsScreen)
    screen.empty.button.click()
    settle(window)
    keys = {version.key for version in window.context.operations.checklists.list()}
    assert keys == {"showroom-opening", "service-bay-procedure"}


def test_somebody_else_sits_down(window: Window) -> None:
    window.context.operations.people.introduce("Anna", "en", "UTC")
    window.main.show_screen("settings")
    settle(window)
    screen = window.main.screen_named("settings")
    assert isinstance(screen, SettingsScreen)
    assert screen.person.name.text() == "Anna"
    window.context.operations.people.introduce("Bo", "en", "UTC")
    settle(window)
    assert screen.person.name.text() == "Bo"
