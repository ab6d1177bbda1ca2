"""Checklists come from files and are versioned by their content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.inspection.checklist import ChecklistFault
from app.operations.checklists import MAX_BYTES, ChecklistFileFault
from tests.operations.stage import Stage, with_item
from tests.storage.small import checklist_text


def test_the_same_content_is_the_same_version_however_it_is_written(stage: Stage):
    document = json.loads(checklist_text())
    shuffled = json.dumps(dict(reversed(document.items())), indent=4)
    assert stage.import_text(shuffled) == stage.version
    assert stage.import_text("\ufeff" + checklist_text()) == stage.version


def test_changed_content_is_the_next_version_and_the_old_one_stays(stage: Stage):
    second = stage.import_text(with_item(checklist_text(), weight=0.1))
    third = stage.import_text(with_item(checklist_text(), weight=2))
    first = stage.import_text(checklist_text())
    assert [v.version for v in (first, second, third)] == [1, 2, 3]
    assert first == stage.version
    assert [v.version for v in stage.operations.checklists.list()] == [3, 2, 1]
    assert stage.operations.checklists.get(second.id) == second
    assert str(second.checklist.item("i0").weight) == "0.1"
    assert second.imported_by == "Li Wei"


def test_another_key_counts_its_own_versions(stage: Stage):
    assert stage.import_text(checklist_text(key="bay")).version == 1


def test_an_inspection_keeps_the_version_it_began_with(stage: Stage):
    inspection = stage.begin()
    newer = stage.import_text(with_item(checklist_text(), title="Renamed", weight=9))
    kept = stage.operations.inspections.get(inspection.id)
    assert kept.checklist == stage.version.checklist
    assert kept.checklist.item("i0").title.en == "Item 0"
    begun = stage.operations.inspections.begin(stage.store.id, newer.id)
    assert begun.checklist.item("i0").title.en == "Renamed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ('{"key": NaN}', "NaN"),
        ("[" * 100_000, "not valid JSON"),
        (with_item(checklist_text(), colour="red"), "colour"),
        (with_item(checklist_text(), weight=-1), "weight"),
        (with_item(checklist_text(), id="i1"), "i1"),
    ],
    ids=["empty", "cut", "nan", "deep", "unknown field", "negative weight", "double id"],
)
def test_a_bad_file_is_told_and_nothing_is_stored(stage: Stage, text: str, said: str):
    with pytest.raises((ChecklistFileFault, ChecklistFault), match=said) as caught:
        stage.import_text(text, "bad.json")
    assert "bad.json" in caught.value.text("zh_CN")
    assert len(stage.operations.checklists.list()) == 1


def test_a_file_that_cannot_be_read_is_told(stage: Stage, tmp_path: Path):
    big = tmp_path / "big.json"
    big.write_bytes(b" " * (MAX_BYTES + 1))
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"key": "\xe9"}')
    for path in (tmp_path / "missing.json", tmp_path, big, latin):
        with pytest.raises(ChecklistFileFault) as caught:
            stage.operations.checklists.import_file(path)
        assert str(path) in caught.value.text()
