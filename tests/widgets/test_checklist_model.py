from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt

from app.inspection.checklist import parse_checklist
from app.inspection.scoring import score
from app.operations.values import (
    Answer,
    AnswerState,
    EvidenceRecord,
    Hint,
    Inspection,
    InspectionState,
    Score,
    fail_answer,
    pass_answer,
)
from app.widgets.checklist_model import ChecklistListModel, ItemRow, OpenInspection, RowState
from app.widgets.models.hint_queue import queue, step


def _item(item_id: str, **more: object) -> dict[str, object]:
    return {"id": item_id, "title": item_id.title(), "standard": "As shown", **more}


CHECKLIST = parse_checklist(
    {
        "key": "small",
        "title": "Small",
        "sections": [
            {"id": "s1", "title": "Front", "items": [_item("door"), _item("sign", red_line=True)]},
            {
                "id": "s2",
                "title": "Desk",
                "items": [
                    _item("staffed", hint_rules=["counter_unattended"]),
                    _item("tidy", answer="score", max_score=5, pass_mark=3),
                    _item("coffee", required=False),
                ],
            },
        ],
    }
)
ITEMS = tuple(CHECKLIST.items())


def running(inspection: Inspection) -> Score:
    return score(inspection.checklist, inspection.answers, running=True)


def inspection(*answers: Answer) -> Inspection:
    return Inspection(
        id=1, store_id=1, checklist_version_id=1, checklist=CHECKLIST, inspector="Lin",
        started_us=0, submitted_us=None, state=InspectionState.DRAFT,
        answers={answer.item_id: answer for answer in answers}, score=None, uid="u",
    )  # fmt: skip


def opened(*answers: Answer) -> OpenInspection:
    return OpenInspection(inspection(*answers), running)


def hint(number: int, start_us: int = 0, item_id: str | None = None, **more: object) -> Hint:
    plain = Hint(
        id=number, store_id=1, camera_id=1, camera_label="S/desk", rule_key="counter_unattended",
        start_us=start_us, end_us=start_us + 1, model_key="motion", decision=None, decided_by=None,
        decided_us=None, inspection_id=None, item_id=item_id,
    )  # fmt: skip
    return replace(plain, **more)


def test_it_continues_at_the_first_item_without_an_answer() -> None:
    assert opened(pass_answer(ITEMS[0]), pass_answer(ITEMS[1])).item.id == "staffed"


def test_a_note_without_an_answer_is_no_answer() -> None:
    noted = opened(Answer("door", AnswerState.UNANSWERED, note="dark"))
    assert noted.answered() == 0
    assert noted.item.id == "door"
    assert noted.rows()[0].state is RowState.TODO


def test_enter_after_the_last_item_goes_back_to_what_was_left_out() -> None:
    state = opened(pass_answer(ITEMS[0]), *(pass_answer(item) for item in ITEMS[2:]))
    state.select(4)
    assert state.after_current() == 1
    state.replace(inspection(*(pass_answer(item) for item in ITEMS)))
    assert state.after_current() is None


def test_rows_say_how_each_item_stands() -> None:
    state = opened(
        pass_answer(ITEMS[0]),
        fail_answer(ITEMS[1]),
        Answer("staffed", AnswerState.NOT_ASSESSABLE),
        Answer("tidy", AnswerState.ANSWERED, Decimal(2)),
        Answer("coffee", AnswerState.NA, reason="no machine"),
    )
    rows = state.rows()
    assert [row.number for row in rows] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert [row.state for row in rows] == [
        RowState.PASS,
        RowState.FAIL,
        RowState.NOT_ASSESSABLE,
        RowState.FAIL,  # 2 of 5 is below the pass mark
        RowState.NA,
    ]
    assert rows[3].points == "2/5"
    assert state.score.red_line_hits == ("sign",)


def test_taking_back_names_the_item_that_changed() -> None:
    state = opened(pass_answer(ITEMS[0]), fail_answer(ITEMS[1]))
    assert state.replace(inspection(pass_answer(ITEMS[0]))) == "sign"
    assert state.replace(inspection(pass_answer(ITEMS[0]))) is None


def test_the_score_of_a_submitted_inspection_is_the_stored_one() -> None:
    kept = score(CHECKLIST, {})
    done = replace(inspection(), state=InspectionState.SUBMITTED, score=kept)
    assert OpenInspection(done, running).score is kept


def test_hints_belong_by_rule_or_by_decision() -> None:
    state = opened()
    state.hints = (hint(1), hint(2, item_id="door", decision="accepted"), hint(3, rule_key="other"))
    assert [each.id for each in state.hints_of(ITEMS[2])] == [1]
    assert [each.id for each in state.hints_of(ITEMS[0])] == [2]
    assert state.item_of_hint(state.hints[2]) is None
    assert state.rows()[2].open_hints == 1
    assert state.rows()[0].open_hints == 0


def test_hint_keys_walk_in_the_order_of_time_and_around_the_end() -> None:
    state = opened()
    state.hints = (
        hint(1, 50), hint(2, 20), hint(3, 10, decision="dismissed"), hint(4, 1, rule_key="other"),
    )  # fmt: skip
    queued = queue(state.hints, state.item_of_hint)
    assert [each.id for each in queued] == [2, 1]
    first = step(queued, None, 1)
    assert first is not None
    assert first.id == 2
    assert [getattr(step(queued, at, by), "id", None) for at, by in ((2, 1), (1, 1), (2, -1))] == [
        1, 2, 1,
    ]  # fmt: skip
    assert step((), None, 1) is None


def test_the_list_shows_sections_that_cannot_be_chosen() -> None:
    model = ChecklistListModel("en")
    model.show(opened())
    texts = [model.index(row).data() for row in range(model.rowCount())]
    assert texts == [
        "1 Front", "1.1 Door", "1.2 Sign", "2 Desk", "2.1 Staffed", "2.2 Tidy", "2.3 Coffee",
    ]  # fmt: skip
    selectable = Qt.ItemFlag.ItemIsSelectable
    assert not model.flags(model.index(0)) & selectable
    assert model.flags(model.index(1)) & selectable
    assert [model.item_index(row) for row in (0, 1, 3, 4)] == [None, 0, None, 2]
    assert [model.line_of(place) for place in (0, 2, 4, 9)] == [1, 4, 6, -1]
    assert model.rowCount(model.index(0)) == 0
    assert not model.index(99).isValid()
    assert model.data(QModelIndex()) is None


def test_an_answer_changes_one_line_and_resets_nothing() -> None:
    model = ChecklistListModel("en")
    state = opened()
    model.show(state)
    changed: list[int] = []
    resets: list[bool] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.modelReset.connect(lambda: resets.append(True))
    state.replace(inspection(fail_answer(ITEMS[1])))
    model.show(state)
    assert changed == [2]
    assert resets == []
    row = model.index(2).data(ChecklistListModel.ROW_ROLE)
    assert isinstance(row, ItemRow)
    assert row.state is RowState.FAIL


def test_evidence_is_counted_at_its_item() -> None:
    state = opened()
    state.evidence = (
        EvidenceRecord(
            id=1, inspection_id=1, item_id="sign", store_id=1, camera_id=1, camera_label="S/c",
            media_time_us=0, taken_us=0, who="Lin", sha256="a" * 64, width=1, height=1,
            marked_sha256=None, marks=(),
        ),
    )  # fmt: skip
    assert [row.evidence for row in state.rows()] == [0, 1, 0, 0, 0]
    assert len(state.evidence_of("sign")) == 1


@pytest.mark.parametrize("place", [-1, 5])
def test_there_is_nothing_before_the_first_and_after_the_last_item(place: int) -> None:
    state = opened()
    assert not state.select(place)
    assert state.current == 0
