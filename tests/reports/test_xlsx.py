"""The workbook read back: kinds of values, pictures, and nobody's formulas."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.inspection.answers import Answer, AnswerState, fail_answer
from app.inspection.rectification import Priority, TaskState
from app.inspection.scoring import score
from app.reports.files import ReportFault
from app.reports.scorecard import TaskLine, content_hash
from app.reports.xlsx import write_xlsx
from tests.inspection.build import na
from tests.reports.samples import store_scorecard


@pytest.fixture
def card(tmp_path):
    return store_scorecard(tmp_path)


def book(card, tmp_path, language="en"):
    path = tmp_path / "card.xlsx"
    write_xlsx(card, path, language)
    loaded = load_workbook(path)
    loaded.close()
    return loaded


def wall_clock(time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-22T{time}")


def pairs(sheet) -> dict[str, object]:
    return {row[0].value: row[1] for row in sheet.iter_rows(min_row=4) if row[0].value}


def column(sheet, title: str) -> list:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(title)] for row in sheet.iter_rows(min_row=2)]


def test_the_sheets_in_both_languages(card, tmp_path):
    assert book(card, tmp_path).sheetnames == [
        "Summary",
        "Sections",
        "Failed items",
        "Answers",
        "Rectification tasks",
        "Automatic hints",
        "Evidence",
    ]
    assert book(card, tmp_path, "zh_CN").sheetnames == [
        "概要",
        "分类得分",
        "不合格项",
        "判定",
        "整改单",
        "自动提示",
        "证据",
    ]


def test_the_summary(card, tmp_path):
    workbook = book(card, tmp_path)
    sheet = workbook["Summary"]
    values = pairs(sheet)
    assert sheet["A1"].value == "Car showroom opening check"
    assert values["Report number"].value == "FW-000042"
    assert values["Started"].value == wall_clock("10:03:00.240")
    assert values["Started"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert values["Final score"].value == pytest.approx(0.6721)
    assert values["Final score"].number_format == "0.00%"
    assert values["Raw score"].value == pytest.approx(0.7705)
    assert (values["Points"].value, values["Max"].value) == (41, 61)
    assert values["Red-line hits"].value == "6.1 Emergency exits are free"
    assert values["Content SHA-256"].value == content_hash(card)
    assert values["Time zone of the store"].value == "Asia/Shanghai (UTC+08:00)"
    assert workbook.properties.creator == "Chen Wei 陈伟"


def test_the_sections_add_up(card, tmp_path):
    sheet = book(card, tmp_path)["Sections"]
    points = [cell.value for cell in column(sheet, "Points")]
    assert sum(points[:-1]) == points[-1] == 41
    assert sheet.freeze_panes == "A2"
    safety = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "Safety")
    assert safety[2:7] == (6, 0, 9, pytest.approx(0.6667), 0)
    assert safety[8] == "6.1 Emergency exits are free"


def test_every_item_is_a_line(card, tmp_path):
    sheet = book(card, tmp_path)["Answers"]
    ids = [cell.value for cell in column(sheet, "Item id")]
    assert ids == [item.id for item in card.checklist.items()]
    answers = dict(zip(ids, (cell.value for cell in column(sheet, "Answer")), strict=True))
    assert answers["doors-open"] == "Pass"
    assert answers["outdoor-vehicles"] == "Fail (2 of 5)"
    assert answers["test-drive-ready"] == "N/A"
    assert answers["posters-current"] == "Not assessable"
    assert answers["hours-posted"] == "Unanswered"
    numbers = [cell.value for cell in column(sheet, "No.")]
    assert numbers[:6] == ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1"]
    assert sheet.auto_filter.ref == f"A1:M{len(ids) + 1}"
    assert sheet.print_title_rows == "$1:$1"


def test_failed_items_carry_their_pictures(card, tmp_path):
    sheet = book(card, tmp_path)["Failed items"]
    assert [cell.value for cell in column(sheet, "No.")] == ["6.1", "1.4", "3.1"]
    anchors = sorted((i.anchor._from.row, i.anchor._from.col) for i in sheet._images)
    assert anchors == [(1, 9), (3, 9), (3, 10), (3, 11)]
    assert sheet["J2"].value == "E4 S001/back_door"
    assert sheet.row_dimensions[2].height > 130
    assert [cell.value for cell in column(sheet, "Points lost")] == [3, 3, 3]
    assert "T-0008" in column(sheet, "Task")[2].value


def test_a_missing_picture_is_said_in_its_cell(card, tmp_path):
    card.evidence[3].path.unlink()
    sheet = book(card, tmp_path)["Failed items"]
    assert sheet["J2"].value == "E4 S001/back_door\nThe picture file is missing"
    assert len(sheet._images) == 3


def test_tasks_hints_and_evidence(card, tmp_path):
    workbook = book(card, tmp_path)
    tasks, hints, evidence = (workbook[name] for name in workbook.sheetnames[4:])
    assert [c.value for c in column(tasks, "State")] == ["open", "rejected"]
    assert [c.value for c in column(tasks, "overdue")] == ["yes", None]
    assert column(tasks, "Due")[0].value == wall_clock("11:33:00.240")
    assert [c.value for c in column(hints, "Decision")][:2] == ["accepted", "not decided"]
    assert column(hints, "Item")[0].value == "3.1 Counter is staffed"
    assert [c.value for c in column(evidence, "SHA-256 original")] == [
        p.sha256 for p in card.evidence
    ]
    assert column(evidence, "Media time")[0].number_format == "yyyy-mm-dd hh:mm:ss.000"


EVIL = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1","x")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
]


@pytest.mark.parametrize("text", EVIL)
def test_what_a_person_wrote_is_never_a_formula(card, tmp_path, text):
    answers = dict(card.answers)
    answers["fire-exits"] = fail_answer(card.checklist.item("fire-exits"), text)
    answers["test-drive-ready"] = Answer("test-drive-ready", AnswerState.NA, reason=text)
    task = TaskLine(text, text, text, None, Priority.LOW, TaskState.OPEN, None, text, text)
    evil = replace(
        card,
        answers=answers,
        tasks=(task,),
        store_name=text,
        inspector=text,
        exporter=text,
        company=text,
        hints=(replace(card.hints[0], camera=text, model=text),),
        evidence=(replace(card.evidence[0], camera=text, who=text),),
    )
    workbook = book(evil, tmp_path)
    quoted = 0
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@\t\r\n":
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
                    quoted += 1
    assert quoted >= 8


def test_what_a_workbook_cannot_hold_is_replaced_not_refused(card, tmp_path):
    answers = dict(card.answers)
    answers["fire-exits"] = fail_answer(
        card.checklist.item("fire-exits"), "bell\x07 half \ud800 fire \U0001f525"
    )
    evil = replace(card, answers=answers, exporter="Chen\x00Wei")
    sheet = book(evil, tmp_path)["Failed items"]
    assert column(sheet, "Note")[0].value == "bell\ufffd half \ufffd fire \U0001f525"


def test_a_text_longer_than_a_cell_is_cut_with_a_sign(card, tmp_path):
    long = replace(card.tasks[0], detail="x" * 40000)
    workbook = book(replace(card, tasks=(long,)), tmp_path)
    value = column(workbook["Rectification tasks"], "Detail")[0].value
    assert len(value) == 32767
    assert value.endswith("x…")


def test_no_score_is_a_dash_not_zero(card, tmp_path):
    answers = {one.id: na(one.id) for one in card.checklist.items()}
    bare = replace(
        card,
        answers=answers,
        score=score(card.checklist, answers),
        evidence=(),
        tasks=(),
        hints=(),
        previous=None,
        submitted_us=None,
    )
    workbook = book(bare, tmp_path)
    values = pairs(workbook["Summary"])
    assert values["Final score"].value == "–"
    assert values["Submitted"].value == "–"
    assert workbook["Summary"]["A2"].value.startswith("Draft")
    assert workbook["Failed items"]["B2"].value == "No item failed."
    assert workbook["Rectification tasks"]["B2"].value == "No rectification task."


def test_weights_keep_their_decimals(card, tmp_path):
    sheet = book(card, tmp_path)["Answers"]
    weights = dict(
        zip(
            (c.value for c in column(sheet, "Item id")),
            (c.value for c in column(sheet, "Weight")),
            strict=True,
        )
    )
    assert weights["counter-staffed"] == 3
    assert Decimal(weights["doors-open"]) == 2


def test_a_folder_in_the_way_is_a_sentence(card, tmp_path):
    (tmp_path / "card.xlsx").mkdir()
    with pytest.raises(ReportFault, match="is a folder"):
        write_xlsx(card, tmp_path / "card.xlsx", "en")
    assert not [entry for entry in tmp_path.iterdir() if entry.name.endswith(".part")]
