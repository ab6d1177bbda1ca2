"""Checklist files: every fault is listed, a change is the next version, inspections keep theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.widgets.checklists_screen import ChecklistsScreen
from tests.e2e.inspecting import SHOWROOM, Inspector, choose_file
from tests.e2e.stage import CHECKLISTS, Hands, SmallStage


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CHECKLISTS / f"{SHOWROOM}.json").read_text("utf-8"))
    return loaded


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def screen(window: Hands) -> ChecklistsScreen:
    window.keys("Alt+5")
    window.settle()
    found = window.main.screen_named("checklists")
    assert isinstance(found, ChecklistsScreen)
    return found


def import_file(window: Hands, screen: ChecklistsScreen, path: Path) -> None:
    """By the button and the file dialog."""
    window.click(screen.import_button)
    choose_file(window, path)


def listed(screen: ChecklistsScreen) -> list[str]:
    problems = screen.faults.problems
    return [problems.item(row).text() for row in range(problems.count())]


def test_everything_that_is_wrong_is_listed_and_nothing_imported(
    window: Hands, screen: ChecklistsScreen, small_stage: SmallStage, tmp_path: Path
) -> None:
    broken = document()
    first, second = broken["sections"][0]["items"][:2]
    first["weight"] = -2
    second["colour"] = "red"
    broken["sections"][2]["items"][0]["id"] = first["id"]
    broken["sections"][3]["items"][0]["max_score"] = "many"
    path = written(tmp_path / "broken.json", broken)
    import_file(window, screen, path)
    assert screen.faults.isVisible()
    assert "broken.json" in screen.faults.head.text()
    lines = listed(screen)
    assert len(lines) == 4
    for word in ("-2", "colour", first["id"], "max_score"):
        assert sum(word in line for line in lines) >= 1, word
    assert len(window.operations.checklists.list()) == len(small_stage.versions)
    # In the other language the same list is read.
    window.operations.settings.set("general.language", "zh_CN")
    window.settle()
    assert len(listed(screen)) == 4
    assert any("colour" in line for line in listed(screen))
    # Mended in an editor, the same button imports it.
    mended = document()
    mended["title"] = {"en": "Opening check, shorter", "zh_CN": "开店检查（简）"}
    written(path, mended)
    window.click(screen.faults.again_button)
    window.settle()
    assert not screen.faults.isVisible()
    assert "开店检查（简）" in window.notices()
    versions = [each for each in window.operations.checklists.list() if each.key == SHOWROOM]
    assert sorted(each.version for each in versions) == [1, 2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing.json"),
        (b"{", "nothing.json"),
        (b"\xff\xfe\x00\xd8", "nothing.json"),
        (b"[]", "nothing.json"),
    ],
)
def test_a_file_that_is_no_checklist_is_told_in_a_sentence(
    window: Hands, screen: ChecklistsScreen, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "nothing.json"
    path.write_bytes(content)
    import_file(window, screen, path)
    assert screen.faults.isVisible()
    assert said in screen.faults.head.text()
    assert screen.faults.head.text().rstrip().endswith((".", ":"))
    window.click(screen.faults.close_button)
    assert not screen.faults.isVisible()


def test_the_same_file_again_changes_nothing(
    window: Hands, screen: ChecklistsScreen, small_stage: SmallStage
) -> None:
    import_file(window, screen, CHECKLISTS / f"{SHOWROOM}.json")
    assert "already here" in window.notices()
    assert len(window.operations.checklists.list()) == len(small_stage.versions)


def test_a_running_inspection_keeps_its_version(
    window: Hands, small_stage: SmallStage, tmp_path: Path
) -> None:
    me = Inspector(window, small_stage)
    begun = me.begin()
    me.press("1", "Return")
    before = me.opened.items
    changed = document()
    changed["sections"][0]["items"].insert(0, {**changed["sections"][0]["items"][0], "id": "new"})
    window.keys("Alt+5")
    window.settle()
    screen = window.main.screen_named("checklists")
    assert isinstance(screen, ChecklistsScreen)
    import_file(window, screen, written(tmp_path / "next.json", changed))
    assert "version 2" in window.notices()
    me.back_to_window()
    window.keys("Alt+1")
    window.settle()
    assert me.opened.items == before
    assert me.item == before[1]
    window.look_at_wall()
    me.press("1")
    assert me.stored().checklist_version_id == begun.checklist_version_id
    assert len(me.stored().answers) == 2
    window.click(me.panel.header.close_button)
    window.settle()
    picker = me.panel.picker
    offered = [picker.checklist_box.itemText(n) for n in range(picker.checklist_box.count())]
    assert sum("version 2" in text for text in offered) == 1
    versions = {each.version: each for each in window.operations.checklists.list()}
    small_stage.versions[SHOWROOM] = versions[2]
    me.begin()
    assert me.opened.items[0].id == "new"


def test_an_export_can_be_changed_and_imported(
    window: Hands, screen: ChecklistsScreen, small_stage: SmallStage, tmp_path: Path
) -> None:
    screen.choose_version(small_stage.versions[SHOWROOM].id)
    target = tmp_path / "out.json"
    window.click(screen.export_button)
    choose_file(window, target)
    window.until(lambda: str(target) in window.notices(), "the notice")
    exported = json.loads(target.read_text("utf-8"))
    exported["sections"] = exported["sections"][:1]
    written(target, exported)
    import_file(window, screen, target)
    newest = max(window.operations.checklists.list(), key=lambda each: each.id)
    assert (newest.key, newest.version, len(newest.checklist.sections)) == (SHOWROOM, 2, 1)
    assert newest.title.en in screen.preview.toPlainText()
