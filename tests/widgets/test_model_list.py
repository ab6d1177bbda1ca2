"""The models of the catalogue under Settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from app.application import Window
from app.faults import Fault, Sentence
from app.operations.models import CatalogueEntry, ModelOffer, Models
from app.widgets.model_list import ModelList
from app.widgets.model_row import InstallCancelled, ModelRow
from app.widgets.settings_screen import MODEL, SettingsScreen
from tests.widgets.window_stage import open_window, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NOT_THERE = Sentence("{name} is not there.", "没有 {name}。")


@dataclass
class Shelf:
    """Stands in for the network: installs what it is told, or refuses."""

    offers: dict[str, bool]
    entries: tuple[CatalogueEntry, ...]
    refuse: bool = False
    asked: list[tuple[str, Path | None]] = field(default_factory=list)

    def catalogue(self) -> tuple[ModelOffer, ...]:
        there = Path("model.onnx")
        return tuple(
            ModelOffer(each, there if self.offers[each.name] else None) for each in self.entries
        )

    def install(self, name: str, folder: Path | None, progress: Callable[[int, int], None]) -> None:
        self.asked.append((name, folder))
        progress(1 << 20, 2 << 20)
        if self.refuse:
            raise Fault(NOT_THERE, name=name)
        self.offers[name] = True

    def remove(self, name: str) -> bool:
        self.offers[name] = False
        return True


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    entries = tuple(offer.entry for offer in Models(tmp_path).catalogue())
    return Shelf({entry.name: False for entry in entries}, entries)


@pytest.fixture
def window(tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        monkeypatch.setitem(vars(made.context.operations), "models", shelf)
        made.main.show_screen("settings")
        settle(made)
        yield made


def screen_of(window: Window) -> SettingsScreen:
    screen = window.main.screen_named("settings")
    assert isinstance(screen, SettingsScreen)
    return screen


def row_of(window: Window, name: str) -> ModelRow:
    models: ModelList = screen_of(window).models
    return next(row for row in models.rows if row.offer.entry.name == name)


def detector(window: Window) -> QComboBox:
    line = next(each for each in screen_of(window).fields if each.setting.key == MODEL)
    assert isinstance(line.editor, QComboBox)
    return line.editor


def words(row: ModelRow) -> str:
    return " ".join(label.text() for label in row.findChildren(QLabel) if not label.isHidden())


def test_each_model_says_publisher_and_licence(window: Window, shelf: Shelf) -> None:
    for entry in shelf.entries:
        said = words(row_of(window, entry.name))
        assert entry.title in said
        assert entry.licence in said
        assert entry.publisher in said
    assert [detector(window).itemData(n) for n in range(detector(window).count())] == ["motion"]


def test_an_installed_model_can_be_chosen_and_taken_away(window: Window, shelf: Shelf) -> None:
    name = shelf.entries[0].name
    row_of(window, name).fetch_button.click()
    settle(window)
    assert shelf.asked == [(name, None)]
    box = detector(window)
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())
    settle(window)
    assert window.context.operations.settings.text(MODEL) == name
    row_of(window, name).remove_button.click()
    settle(window)
    # What is set stays to be seen, as something that is not there.
    assert box.currentData() == name
    assert "not installed" in box.currentText()


def test_from_a_folder_and_what_went_wrong(window: Window, shelf: Shelf, tmp_path: Path) -> None:
    shelf.refuse = True
    name = shelf.entries[1].name
    row = row_of(window, name)
    row.install_wanted.emit(str(tmp_path))
    settle(window)
    assert shelf.asked == [(name, tmp_path)]
    assert f"{name} is not there." in words(row)
    assert not row.fetch_button.isHidden()


def test_an_installation_is_cancelled(window: Window, shelf: Shelf) -> None:
    row = row_of(window, shelf.entries[2].name)
    report = row.begin()
    assert not row.cancel_button.isHidden()
    report(1 << 20, 4 << 20)
    QTest.qWait(1)
    assert (row.progress.value(), row.progress.maximum()) == (1 << 20, 4 << 20)
    row.cancel_button.click()
    with pytest.raises(InstallCancelled):
        report(2 << 20, 4 << 20)
    row.end("")
    assert row.progress.isHidden()
