"""The content hash, the rows and the way numbers and times are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from app.inspection.answers import fail_answer
from app.inspection.rectification import TaskState
from app.reports import formats
from app.reports.scorecard import content_hash
from tests.reports.samples import START_US, store_scorecard


@pytest.fixture
def card(tmp_path):
    return store_scorecard(tmp_path)


def test_the_hash_is_of_the_content_not_of_the_export(card, tmp_path):
    again = replace(
        card,
        exported_us=card.exported_us + 1,
        exporter="Somebody else",
        evidence=tuple(replace(p, path=None) for p in card.evidence),
    )
    assert content_hash(again) == content_hash(card)
    assert len(content_hash(card)) == 64


def changes(card):
    answers = {**card.answers, "doors-open": fail_answer(card.checklist.item("doors-open"))}
    one, two = card.tasks
    yield {"answers": answers}
    yield {"inspector": "Wang"}
    yield {"submitted_us": None}
    yield {"checklist_version": 4}
    yield {"evidence": card.evidence[:-1]}
    yield {"evidence": (replace(card.evidence[0], media_time_us=1), *card.evidence[1:])}
    yield {"tasks": (replace(one, state=TaskState.PASSED), two)}
    yield {"tasks": (replace(one, due_us=None), two)}
    yield {"hints": (replace(card.hints[0], decision="dismissed"), card.hints[1])}
    yield {"previous": None}
    yield {"kind": "live"}


def test_any_change_of_the_content_changes_the_hash(card):
    hashes = [content_hash(replace(card, **change)) for change in changes(card)]
    assert len({content_hash(card), *hashes}) == len(hashes) + 1


def test_the_rows_bring_together_what_belongs_to_an_item(card):
    rows = {row.item.id: row for row in card.rows()}
    counter = rows["counter-staffed"]
    assert counter.number == "3.1"
    assert counter.section_id == "reception"
    assert len(counter.evidence) == 3
    assert [task.number for task in counter.tasks] == ["T-0008"]
    assert len(counter.hints) == 1
    assert rows["hours-posted"].answer.state.value == "unanswered"


def test_a_task_is_overdue_until_it_is_proven(card):
    task = replace(card.tasks[0], due_us=100)
    assert task.overdue(101)
    assert not task.overdue(100)
    for state in (TaskState.PASSED, TaskState.CLOSED):
        assert not replace(task, state=state).overdue(101)
    assert not replace(task, due_us=None).overdue(101)


def test_times_are_the_stores_own():
    shanghai = ZoneInfo("Asia/Shanghai")
    assert formats.media_text(START_US, shanghai) == "2026-11-22 10:03:00.240"
    assert formats.offset_text(START_US, shanghai) == "UTC+08:00"
    assert formats.offset_text(START_US, ZoneInfo("America/St_Johns")) == "UTC-03:30"
    assert formats.offset_text(START_US, UTC) == "UTC"
    assert formats.media_text(-1, UTC) == "1969-12-31 23:59:59.999"
    assert formats.minute_text(None, UTC) == "–"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 min 0 s", "0 分 0 秒"),
        (61, "1 min 1 s", "1 分 1 秒"),
        (3600, "1 h 0 min", "1 小时 0 分"),
        (90061, "25 h 1 min", "25 小时 1 分"),
        (-1, "–", "–"),
    ],
)
def test_durations(seconds, english, chinese):
    assert formats.duration_text(0, seconds * 1_000_000, "en") == english
    assert formats.duration_text(0, seconds * 1_000_000, "zh_CN") == chinese
    assert formats.duration_text(0, None, "en") == "–"


def test_numbers():
    assert formats.points_text(Fraction(11)) == "11"
    assert formats.points_text(Fraction(5, 2)) == "2.5"
    assert formats.points_text(Fraction(1, 3)) == "0.33"
    assert formats.points_text(Fraction(100)) == "100"
    assert formats.decimal_text(Decimal("1E2")) == "100"
    assert formats.percent_text(None) == "–"
    assert formats.change_text(Decimal("61.11"), Decimal("66.67")) == "−5.56"
    assert formats.change_text(Decimal("1.00"), Decimal("1.00")) == "±0.00"
    assert formats.change_text(Decimal("2.00"), Decimal("1.00")) == "+1.00"
    assert formats.change_text(None, Decimal("1.00")) == ""
