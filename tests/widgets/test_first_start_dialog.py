from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.application import Window
from app.operations.facade import open_operations
from app.operations.values import Person
from app.storage.credentials import Credentials
from app.widgets.first_start_dialog import FirstStartDialog, system_zone, zone_names
from tests.widgets.window_stage import open_window, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    home = tmp_path / "home"
    operations = open_operations(home, credentials=Credentials(lambda: None))
    with open_window(home, operations, greet=False) as made:
        yield made


@pytest.fixture
def dialog(window: Window) -> FirstStartDialog:
    found = window.main.findChildren(FirstStartDialog)
    assert len(found) == 1
    return found[0]


def test_the_first_start_asks_and_keeps_the_answer(
    window: Window, dialog: FirstStartDialog
) -> None:
    assert dialog.isVisible()
    assert not dialog.start_button.isEnabled()
    met: list[Person] = []
    dialog.introduced.connect(met.append)
    QTest.keyClicks(dialog.name, "Lin Wei")
    dialog.zone.setCurrentIndex(dialog.zone.findData("Asia/Shanghai"))
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(window)
    person = window.context.operations.people.current()
    assert person is not None
    assert (person.name, person.language, person.time_zone) == ("Lin Wei", "en", "Asia/Shanghai")
    assert met == [person]
    assert not dialog.isVisible()


def test_choosing_a_language_keeps_what_was_typed(window: Window, dialog: FirstStartDialog) -> None:
    QTest.keyClicks(dialog.name, "Lin")
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    settle(window)
    assert window.context.language == "zh_CN"
    assert dialog.name.text() == "Lin"
    assert dialog.isVisible()
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    settle(window)
    assert window.context.language == "en"
    assert dialog.windowTitle() == "Welcome"


def test_a_time_zone_nobody_knows_is_refused_in_place(
    window: Window, dialog: FirstStartDialog
) -> None:
    QTest.keyClicks(dialog.name, "Lin")
    dialog.zone.setEditText("Mars/Olympus")
    dialog.start_button.click()
    settle(window)
    assert dialog.isVisible()
    assert dialog.fault.isVisible()
    assert window.context.operations.people.current() is None
    assert dialog.name.text() == "Lin"


def test_the_systems_zone_is_offered_first(dialog: FirstStartDialog) -> None:
    assert dialog.zone.currentData() == system_zone()
    names = zone_names()
    assert names[0] == "UTC"
    assert "Asia/Shanghai" in names
    assert not any(name.startswith("Etc/") for name in names)
