from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.operations.values import (
    Inspection,
    InspectionState,
    fail_answer,
    pass_answer,
)
from app.widgets.models.rows_model import ROW_ROLE
from app.widgets.scorecards_screen import ScorecardsScreen
from app.widgets.scorecards_screen_export import file_name
from tests.widgets.inspection_stage import Stage, still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def screen(stage: Stage) -> Iterator[ScorecardsScreen]:
    made = ScorecardsScreen(stage.context, stage.actions)
    made.resize(1200, 720)
    made.show()
    stage.settle()
    yield made
    made.close()
    made.deleteLater()


def inspect(stage: Stage, *failed: int, store: int = 0, submit: bool = True) -> Inspection:
    operations = stage.operations
    begun = operations.inspections.begin(stage.stores[store].id, stage.versions[0].id)
    for place, item in enumerate(begun.checklist.items()):
        if place in failed:
            operations.evidence.store(begun.id, item.id, stage.cameras[store].id, still())
        answer = fail_answer(item, "not clean") if place in failed else pass_answer(item)
        operations.inspections.answer(begun.id, answer)
    done = (
        operations.inspections.submit(begun.id) if submit else operations.inspections.get(begun.id)
    )
    stage.settle()
    return done


def shown(screen: ScorecardsScreen) -> list[int]:
    rows = range(screen.sorted.rowCount())
    return [screen.sorted.index(row, 0).data(ROW_ROLE).id for row in rows]


def test_an_empty_list_teaches(screen: ScorecardsScreen) -> None:
    assert screen.empty.isVisible()
    assert not screen.table.isVisible()


def test_the_preview_shows_the_failed_items_with_pictures(
    stage: Stage, screen: ScorecardsScreen
) -> None:
    done = inspect(stage, 1, 3)
    stage.settle()
    assert done.score is not None
    assert screen.detail.result.text() == f"{done.score.final_percent} %"
    assert screen.detail.failed_title.text() == "Failed items: 2"
    texts = [label.text() for label in screen.detail.findChildren(type(screen.detail.title))]
    titles = [item.title.en for item in done.checklist.items()]
    assert any(titles[1] in text for text in texts)
    assert not any(titles[0] in text for text in texts)
    pictures = [label for labels in screen.detail._pictures.values() for label in labels]
    assert len(pictures) == 2
    assert all(not label.pixmap().isNull() for label in pictures)


def test_filters_by_store_and_state(stage: Stage, screen: ScorecardsScreen) -> None:
    first = inspect(stage)
    second = inspect(stage, store=1)
    draft = inspect(stage, submit=False)
    assert set(shown(screen)) == {first.id, second.id, draft.id}
    screen.store_box.setCurrentIndex(screen.store_box.findData(stage.stores[1].id))
    screen.store_box.activated.emit(screen.store_box.currentIndex())
    assert shown(screen) == [second.id]
    screen.store_box.setCurrentIndex(0)
    screen.state_box.setCurrentIndex(screen.state_box.findData(InspectionState.DRAFT))
    screen.state_box.activated.emit(screen.state_box.currentIndex())
    assert shown(screen) == [draft.id]
    stage.settle()
    wanted: list[int] = []
    screen.inspection_wanted.connect(wanted.append)
    screen.detail.continue_button.click()
    assert wanted == [draft.id]


def test_the_trend_is_drawn_once_there_is_one(stage: Stage, screen: ScorecardsScreen) -> None:
    assert screen.trend._plot is None  # the chart library is not loaded for nothing
    inspect(stage, 1)
    second = inspect(stage)
    stage.settle()
    lines = screen.trend._plot.getPlotItem().listDataItems()
    assert len(lines) == 1
    percents = list(lines[0].getData()[1])
    assert len(percents) == 2
    assert percents[1] == 100.0
    chosen: list[int] = []
    screen.trend.inspection_chosen.connect(chosen.append)
    points = lines[0].scatter.points()
    lines[0].sigPointsClicked.emit(lines[0], [points[1]], None)
    assert chosen == [second.id]


def test_export_writes_both_files_and_tells(
    stage: Stage, screen: ScorecardsScreen, tmp_path: Path
) -> None:
    done = inspect(stage, 2)
    for name in ("card.pdf", "card.xlsx"):
        screen.export.write(done.id, tmp_path / name)
        stage.settle(30_000)
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "card.xlsx").read_bytes().startswith(b"PK")
    told = [notice.text("en") for notice in stage.context.notices.open()]
    assert sum("card.pdf" in text and "written" in text for text in told) == 1
    assert not any("Writing" in text for text in told)


def test_an_export_that_fails_says_why(
    stage: Stage, screen: ScorecardsScreen, tmp_path: Path
) -> None:
    done = inspect(stage)
    screen.export.write(done.id, tmp_path / "missing" / "card.pdf")
    stage.settle(30_000)
    told = [notice.text("en") for notice in stage.context.notices.open()]
    assert len(told) == 1
    assert "card.pdf" in told[0]
    assert "Writing" not in told[0]


def test_file_names_please_every_file_system() -> None:
    assert file_name("S001", 12, "pdf") == "S001-12.pdf"
    assert file_name('S/0:1 "x"', 3, "xlsx") == "S_0_1_x-3.xlsx"
    assert file_name("../..", 3, "pdf") == "store-3.pdf"
