from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.operations.values import LocalText
from app.widgets.checklists_screen import ChecklistsScreen
from app.widgets.models.checklist_outline import by_checklist, outline
from tests.widgets.inspection_stage import CHECKLISTS, Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHOWROOM = CHECKLISTS / "showroom-opening.json"


@pytest.fixture
def screen(stage: Stage) -> Iterator[ChecklistsScreen]:
    made = ChecklistsScreen(stage.context, stage.actions)
    made.resize(1200, 720)
    made.show()
    stage.settle()
    yield made
    made.close()
    made.deleteLater()


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SHOWROOM.read_text(encoding="utf-8"))
    return loaded


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def told(stage: Stage) -> str:
    return "\n".join(notice.text("en") for notice in stage.context.notices.open())


def test_the_chosen_version_can_be_read(stage: Stage, screen: ChecklistsScreen) -> None:
    version = stage.version(document()["key"])
    screen.choose_version(version.id)
    text = screen.preview.toPlainText()
    for item in version.checklist.items():
        assert item.title.en in text
        assert item.standard.en in text
    assert f"version {version.version}" in text
    assert "red line" in text


def test_every_problem_of_a_file_is_listed(
    stage: Stage, screen: ChecklistsScreen, tmp_path: Path
) -> None:
    broken = document()
    items = broken["sections"][0]["items"]
    items[0]["weight"] = -1
    items[1]["colour"] = "red"
    broken["sections"][1]["items"][0]["id"] = items[0]["id"]
    path = write(tmp_path / "broken.json", broken)
    screen.import_file(path)
    stage.settle()
    lines = [screen.faults.problems.item(n).text() for n in range(screen.faults.problems.count())]
    assert len(lines) == 3
    assert any("weight" in line and "-1" in line for line in lines)
    assert any("colour" in line for line in lines)
    assert any(items[0]["id"] in line for line in lines)
    assert "broken.json" in screen.faults.head.text()
    # Mended, the same button imports it and the list goes away.
    write(path, {**document(), "title": "Opening check, mended"})
    screen.faults.again_button.click()
    stage.settle()
    assert not screen.faults.isVisible()
    assert "Imported: Opening check, mended, version 2" in told(stage)
    assert "Opening check, mended" in screen.preview.toPlainText()


def test_a_file_that_is_not_json_is_told_in_a_sentence(
    stage: Stage, screen: ChecklistsScreen, tmp_path: Path
) -> None:
    path = tmp_path / "notes.json"
    path.write_text("hello", encoding="utf-8")
    screen.import_file(path)
    stage.settle()
    assert screen.faults.isVisible()
    assert "notes.json" in screen.faults.head.text()
    assert not screen.faults.problems.isVisible()
    screen.faults.close_button.click()
    assert not screen.faults.isVisible()


def test_the_same_file_again_is_the_same_version(stage: Stage, screen: ChecklistsScreen) -> None:
    screen.import_file(SHOWROOM)
    stage.settle()
    assert "already here" in told(stage)
    assert len(stage.operations.checklists.list()) == len(stage.versions)


def test_an_exported_file_imports_as_the_same_version(
    stage: Stage, screen: ChecklistsScreen, tmp_path: Path
) -> None:
    version = stage.version(document()["key"])
    target = tmp_path / "out.json"
    screen.export_file(version, target)
    stage.settle()
    assert str(target) in told(stage)
    assert stage.operations.checklists.import_file(target).id == version.id
    screen.export_file(version, tmp_path / "missing" / "out.json")
    stage.settle()
    assert "cannot be written" in told(stage)


def test_versions_stand_together_newest_first(
    stage: Stage, screen: ChecklistsScreen, tmp_path: Path
) -> None:
    changed = write(tmp_path / "next.json", {**document(), "title": "Second"})
    stage.operations.checklists.import_file(changed)
    stage.settle()
    groups = by_checklist(stage.operations.checklists.list())
    assert [[each.version for each in group] for group in groups] == [[1], [2, 1]]
    titles = [screen.tree.topLevelItem(n).text(0) for n in range(screen.tree.topLevelItemCount())]
    assert "Second" in titles


def test_the_outline_speaks_the_language_and_counts_points(stage: Stage) -> None:
    version = stage.version(document()["key"])
    english, chinese = outline(version.checklist, "en"), outline(version.checklist, "zh_CN")
    title: LocalText = version.checklist.sections[0].title
    assert english[0].title.endswith(title.en)
    assert chinese[0].title.endswith(title.zh)
    assert sum(len(section.items) for section in english) == len(list(version.checklist.items()))
    scored = next(item for section in english for item in section.items if "score" in item.facts[0])
    assert scored.facts[0].startswith("score 0 to ")
