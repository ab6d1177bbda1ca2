"""The camera form recognises other software's recordings and fills in their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.application import Window
from app.widgets.camera_form import CameraForm
from app.widgets.folder_presets import PAUSE_MS
from tests.widgets.window_stage import open_window, settle, stores_screen


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        made.main.show_screen("stores")
        settle(made)
        yield made


def form_of(window: Window) -> CameraForm:
    return stores_screen(window).cameras


def frigate(root: Path, *cameras: str) -> Path:
    for camera in cameras:
        path = root / "recordings/2026-03-01/10" / camera / "05.10.mp4"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    return root


def entering(window: Window, root: Path, code: str) -> CameraForm:
    form = form_of(window)
    stores = window.context.operations.stores
    company = stores.add_company("Harbour Motors")
    region = stores.add_region(company.id, "East")
    form.new_camera(stores.add_store(region.id, "S001", "Riverside", "Asia/Shanghai"))
    form.code.setText(code)
    form.root.setText(str(root))
    QTest.qWait(PAUSE_MS + 100)
    settle(window)
    return form


def test_recordings_of_frigate_are_recognised_and_taken_over(
    window: Window, tmp_path: Path
) -> None:
    form = entering(window, frigate(tmp_path / "nvr", "door", "yard"), "yard")
    presets = form.presets
    assert presets.said.text() == "This looks like Frigate's recordings, with 2 cameras."
    assert [presets.cameras.itemText(n) for n in range(presets.cameras.count())] == ["door", "yard"]
    assert presets.cameras.currentText() == "yard"
    presets.use.click()
    assert form.root.text() == str(tmp_path / "nvr/recordings")
    assert form.pattern.text() == "%Y-%m-%d/%H/{camera}/%M.%S.mp4"
    assert form.recording_zone.zone() == "UTC"
    assert presets.said.isHidden()
    QTest.qWait(PAUSE_MS + 100)
    settle(window)
    assert form.found.text().startswith("1 segments")


def test_a_camera_with_another_code_is_named_in_the_pattern(window: Window, tmp_path: Path) -> None:
    form = entering(window, frigate(tmp_path / "nvr", "door", "yard"), "C01")
    form.presets.cameras.setCurrentText("door")
    form.presets.use.click()
    assert form.pattern.text() == "%Y-%m-%d/%H/door/%M.%S.mp4"


def test_names_are_chosen_by_hand(window: Window, tmp_path: Path) -> None:
    form = entering(window, tmp_path, "M1")
    assert form.presets.said.isHidden()
    assert form.presets.use.isHidden()
    menu = form.presets.by_hand.menu()
    assert menu is not None
    entries = {entry.text().split("   ")[0]: entry for entry in menu.actions()}
    entries["Shinobi's recordings"].trigger()
    assert form.root.text() == str(tmp_path)
    assert form.pattern.text() == "{camera}/%Y-%m-%dT%H-%M-%S.mp4"
