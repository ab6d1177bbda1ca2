from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.inspection.answers import AnswerFault
from app.operations.values import Answer, AnswerKind, AnswerState, Item, LocalText
from app.widgets.models.answer_draft import AnswerDraft, Choice, score_text

TEXT = LocalText("x", "x")
ITEM = Item("desk", TEXT, TEXT)
SCORED = replace(ITEM, answer_kind=AnswerKind.SCORE, max_score=Decimal(5))
TEN = replace(SCORED, max_score=Decimal(10))


def typed(item: Item, characters: str) -> AnswerDraft:
    draft = AnswerDraft(item)
    for place, character in enumerate(characters):
        draft = draft.type_digit(character, fresh=place == 0)
    return draft


def test_pass_and_fail_give_the_rules_answers() -> None:
    draft = AnswerDraft(ITEM, note="  seen  ")
    assert draft.choose(Choice.PASS).answer() == Answer(
        "desk", AnswerState.ANSWERED, Decimal(1), note="seen"
    )
    assert draft.choose(Choice.FAIL).answer().score == 0


def test_on_a_scored_item_pass_means_full_marks_and_fail_zero() -> None:
    assert AnswerDraft(SCORED).choose(Choice.PASS).answer().score == 5
    assert AnswerDraft(SCORED).choose(Choice.FAIL).answer().score == 0


def test_a_reason_is_the_rules_business() -> None:
    draft = AnswerDraft(ITEM).choose(Choice.NA)
    assert draft.wants_reason
    with pytest.raises(AnswerFault, match="needs a reason"):
        draft.answer()
    assert draft.with_reason("no desk here").answer().reason == "no desk here"


def test_a_reason_does_not_follow_into_another_answer() -> None:
    draft = AnswerDraft(ITEM).choose(Choice.NA).with_reason("no desk").choose(Choice.PASS)
    assert draft.answer().reason == ""
    assert not draft.differs_from(AnswerDraft(ITEM).choose(Choice.PASS).answer())


@pytest.mark.parametrize(
    ("item", "characters", "score"),
    [
        (SCORED, "4", "4"),
        (SCORED, "45", "5"),  # 45 is above 5, so the 5 begins again
        (SCORED, "9", ""),
        (TEN, "10", "10"),
        (TEN, "101", "1"),
        (TEN, "7.5", "7.5"),
        (TEN, ".", ""),
    ],
)
def test_typing_a_score(item: Item, characters: str, score: str) -> None:
    assert typed(item, characters).score_text == score


def test_erasing_the_only_digit_leaves_no_answer() -> None:
    draft = typed(TEN, "4").erase_digit()
    assert draft.choice is None
    assert draft.answer().state is AnswerState.UNANSWERED


def test_a_note_alone_is_kept_without_an_answer() -> None:
    answer = AnswerDraft(ITEM).with_note("look again").answer()
    assert answer == Answer("desk", AnswerState.UNANSWERED, note="look again")
    assert AnswerDraft.of(ITEM, answer).note == "look again"
    assert AnswerDraft.of(ITEM, answer).choice is None


@pytest.mark.parametrize("choice", list(Choice))
def test_a_stored_answer_shows_again_as_it_was_entered(choice: Choice) -> None:
    item = SCORED if choice is Choice.SCORE else ITEM
    draft = replace(
        AnswerDraft(item, reason="dark", note="n"),
        choice=choice,
        score_text="3" if choice is Choice.SCORE else "",
    )
    shown = AnswerDraft.of(item, draft.answer())
    assert shown.choice is choice
    assert shown.note == "n"
    assert not shown.differs_from(draft.answer())
    assert shown.with_note("other").differs_from(draft.answer())


def test_scores_are_written_without_needless_zeros() -> None:
    assert [score_text(Decimal(each)) for each in ("4.00", "4.50", "10", "0")] == [
        "4", "4.5", "10", "0",
    ]  # fmt: skip
    assert score_text(None) == ""
