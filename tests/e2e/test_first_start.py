"""The first start asks who is inspecting; that name is the who of every record."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from app.operations.values import Still
from app.widgets.first_start_dialog import FirstStartDialog
from tests.e2e.stage import CHECKLISTS, ZONE, Hands, SmallStage, is_open, open_window
from tests.widgets.inspection_stage import still


def fresh(tmp_path: Path) -> SmallStage:
    return SmallStage(tmp_path / "home", tmp_path)


def asked(window: Hands) -> FirstStartDialog:
    dialog = window.dialog(FirstStartDialog)
    assert isinstance(dialog, FirstStartDialog)
    dialog.activateWindow()
    window.until(dialog.name.hasFocus, "the name's field")
    return dialog


def test_the_name_that_is_given_is_the_who_of_every_record(tmp_path: Path) -> None:
    with open_window(fresh(tmp_path)) as window:
        dialog = asked(window)
        assert not dialog.start_button.isEnabled()
        window.type("Chen Yu")
        dialog.zone.setCurrentIndex(dialog.zone.findData(ZONE))
        window.click(dialog.start_button)
        window.until(lambda: not is_open(dialog), "the dialog closed")
        person = window.operations.people.current()
        assert person is not None
        assert (person.name, person.language, person.time_zone) == ("Chen Yu", "en", ZONE)
        assert who_of_records(window, still()) == {"Chen Yu"}


def who_of_records(window: Hands, picture: Still) -> set[str]:
    """Who stands in an inspection, an evidence and a checklist's import."""
    operations = window.operations
    version = operations.checklists.import_file(next(CHECKLISTS.glob("showroom*.json")))
    region = operations.stores.add_region(operations.stores.add_company("A").id, "East")
    store = operations.stores.add_store(region.id, "S009", "Pier", ZONE)
    from app.operations.values import CameraDraft

    camera = operations.stores.add_camera(CameraDraft(store.id, "desk", "Desk"))
    inspection = operations.inspections.begin(store.id, version.id)
    item = next(iter(version.checklist.items()))
    evidence = operations.evidence.store(inspection.id, item.id, camera.id, picture)
    return {version.imported_by, inspection.inspector, evidence.who}


def test_the_next_start_does_not_ask(tmp_path: Path) -> None:
    stage = fresh(tmp_path)
    with open_window(stage) as window:
        dialog = asked(window)
        window.type("Chen Yu")
        window.keys("Return")
        window.until(lambda: not is_open(dialog), "the dialog closed")
    with open_window(stage) as window:
        window.settle()
        assert not [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, FirstStartDialog) and each.isVisible()
        ]
        assert window.operations.people.current() is not None


def test_choosing_chinese_speaks_it_at_once_and_stays(tmp_path: Path) -> None:
    with open_window(fresh(tmp_path)) as window:
        dialog = asked(window)
        window.type("陈宇")
        dialog.language.setFocus()
        window.keys("Down")
        window.until(lambda: window.window.context.language == "zh_CN", "Chinese")
        window.settle()
        assert "谁" in " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert dialog.name.text() == "陈宇"
        window.click(dialog.start_button)
        window.until(lambda: not is_open(dialog), "the dialog closed")
        person = window.operations.people.current()
        assert person is not None
        assert (person.name, person.language) == ("陈宇", "zh_CN")
        assert window.wall.bar.mode.buttons[0].text() == "实时预览"
