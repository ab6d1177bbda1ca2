from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QIcon

from app.operations.values import InspectionSummary, LocalText
from app.widgets.models.inspection_table_model import (
    InspectionColumn,
    InspectionTableModel,
    lowered,
)
from app.widgets.models.rows_model import ROW_ROLE, SORT_ROLE
from app.widgets.models.score_series import score_series

DONE = InspectionSummary(
    id=1, store_id=1, store_code="S001", store_name="Riverside",
    checklist_title=LocalText("Opening", "开店检查"), checklist_version=2, inspector="Lin Wei",
    started_us=1_767_225_600_000_000, submitted_us=1_767_229_200_000_000, answered=30, total=30,
    raw_percent="66.67", final_percent="61.11", open_tasks=2,
)  # fmt: skip
DRAFT = replace(DONE, id=2, submitted_us=None, answered=4, raw_percent=None, final_percent=None,
                open_tasks=0, started_us=DONE.started_us + 1)  # fmt: skip
GOOD = replace(DONE, id=3, raw_percent="100.00", final_percent="100.00", store_id=2)


def no_icon(*_: str) -> QIcon:
    return QIcon()


@pytest.fixture
def model(qapp: object) -> InspectionTableModel:
    made = InspectionTableModel(no_icon, QColor, "en")
    made.replace((DONE, DRAFT, GOOD), {1: "Asia/Shanghai"})
    return made


def row(model: InspectionTableModel, number: int) -> list[str]:
    return [model.index(number, column).data() for column in InspectionColumn]


def test_a_line_says_state_scores_and_open_tasks(model: InspectionTableModel) -> None:
    assert row(model, 0) == [
        "submitted", "S001", "Opening", "2026-01-01 08:00", "Lin Wei", "66.67 %", "61.11 %", "2",
    ]  # fmt: skip


def test_no_score_is_a_dash_and_never_zero(model: InspectionTableModel) -> None:
    assert row(model, 1)[0] == "draft 4/30"
    assert row(model, 1)[5:] == ["–", "–", ""]


def test_a_red_line_is_marked_where_it_lowered_the_score(model: InspectionTableModel) -> None:
    assert [lowered(each) for each in (DONE, DRAFT, GOOD)] == [True, False, False]
    tip = model.index(0, InspectionColumn.FINAL).data(Qt.ItemDataRole.ToolTipRole)
    assert "red line" in tip
    assert model.index(2, InspectionColumn.FINAL).data(Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (InspectionColumn.FINAL, [2, 1, 3]),  # 61.11 before 100.00: numbers, not texts
        (InspectionColumn.STARTED, [1, 3, 2]),
        (InspectionColumn.TASKS, [2, 1, 3]),
        (InspectionColumn.STATE, [2, 1, 3]),
    ],
)
def test_it_sorts_by_value(
    model: InspectionTableModel, column: InspectionColumn, expected: list[int]
) -> None:
    sort = QSortFilterProxyModel()
    sort.setSortRole(SORT_ROLE)
    sort.setSourceModel(model)
    sort.sort(column)
    assert [sort.index(n, 0).data(ROW_ROLE).id for n in range(3)] == expected


def test_the_language_changes_the_titles(model: InspectionTableModel) -> None:
    model.set_language("zh_CN")
    assert row(model, 0)[2] == "开店检查"


def test_the_trend_takes_submitted_scores_of_one_store_oldest_first() -> None:
    later = replace(DONE, id=7, started_us=DONE.started_us + 5_000_000, final_percent="80.00")
    other = replace(later, id=8, checklist_title=LocalText("Bay", "工位"))
    empty = replace(later, id=9, final_percent=None)
    series = score_series((later, DRAFT, GOOD, DONE, other, empty), store_id=1)
    assert [(each.title_en, [point.inspection_id for point in each.points]) for each in series] == [
        ("Opening", [1, 7]),
        ("Bay", [8]),
    ]
    assert series[0].points[0].percent == pytest.approx(61.11)
    assert series[0].points[1].time_s - series[0].points[0].time_s == pytest.approx(5.0)
    assert score_series((DRAFT,), 1) == ()
