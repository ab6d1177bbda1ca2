"""What may be answered to an item, and what is refused with which words."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.answers import (
    Answer,
    AnswerFault,
    AnswerState,
    check_answer,
    fail_answer,
    pass_answer,
)
from tests.inspection.build import item, na

PLAIN = item("desk")
SCORED = item("cars", "5")
STRICT = item("exits", red_line=True, na_allowed=False)


@pytest.mark.parametrize("one", [PLAIN, SCORED, STRICT])
def test_pass_and_fail_are_valid_answers(one):
    for answer in (pass_answer(one, "seen"), fail_answer(one)):
        check_answer(one, answer)
    assert not one.fails(pass_answer(one).score)
    assert one.fails(fail_answer(one).score)


@pytest.mark.parametrize(
    "answer",
    [
        na("desk"),
        Answer("desk", AnswerState.NOT_ASSESSABLE),
        Answer("desk", AnswerState.UNANSWERED, note="look again at 10:40"),
    ],
)
def test_other_states_need_no_score(answer):
    check_answer(PLAIN, answer)


def refused(one, answer) -> str:
    with pytest.raises(AnswerFault) as caught:
        check_answer(one, answer)
    assert caught.value.text("zh_CN") != caught.value.text("en")
    return caught.value.text("en")


def answered(item_id: str, score: str | None) -> Answer:
    return Answer(item_id, AnswerState.ANSWERED, None if score is None else Decimal(score))


@pytest.mark.parametrize(
    ("one", "answer", "words"),
    [
        (PLAIN, Answer("desk", AnswerState.NA), "needs a reason"),
        (PLAIN, Answer("desk", AnswerState.NA, reason=" \n"), "needs a reason"),
        (STRICT, Answer("exits", AnswerState.NA, reason="none here"), "does not allow N/A"),
        (PLAIN, answered("desk", None), "without a score"),
        (PLAIN, answered("desk", "NaN"), "without a score"),
        (PLAIN, answered("desk", "0.5"), "pass (1) or fail (0), not 0.5"),
        (SCORED, answered("cars", "5.01"), "from 0 to 5, not 5.01"),
        (SCORED, answered("cars", "-1"), "from 0 to 5, not -1"),
        (SCORED, answered("cars", "1.234"), "two decimals"),
        (PLAIN, Answer("desk", AnswerState.NA, Decimal(1), "why"), "although it was not answered"),
        (PLAIN, Answer("door", AnswerState.NOT_ASSESSABLE), "belongs to the item “door”"),
        (PLAIN, Answer("desk", AnswerState.ANSWERED, Decimal(1), note="x" * 4001), "4001"),
    ],
)
def test_refused(one, answer, words):
    assert words in refused(one, answer)


def test_a_score_may_have_two_decimals():
    check_answer(SCORED, answered("cars", "2.50"))
    check_answer(SCORED, answered("cars", "3.3E0"))


@given(
    st.builds(
        Answer,
        st.text(),
        st.sampled_from(AnswerState),
        st.none() | st.decimals(allow_nan=False, allow_infinity=False),
        st.text(),
        st.text(),
    )
)
def test_any_answer_survives_json(answer):
    assert Answer.from_document(json.loads(json.dumps(answer.to_document()))) == answer


@pytest.mark.parametrize(
    "damage", [{"state": "maybe"}, {"score": "three"}, {"score": []}, {"state": None}]
)
def test_a_damaged_answer_is_a_sentence(damage):
    with pytest.raises(AnswerFault, match="cannot be read"):
        Answer.from_document({**pass_answer(PLAIN).to_document(), **damage})
    with pytest.raises(AnswerFault, match="cannot be read"):
        Answer.from_document({})
