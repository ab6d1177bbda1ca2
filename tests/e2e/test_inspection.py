"""A whole inspection by keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from app.inspection.scoring import score
from app.operations.values import (
    Answer,
    AnswerState,
    Checklist,
    InspectionState,
    Item,
    fail_answer,
    pass_answer,
)
from tests.e2e.inspecting import SERVICE, Inspector
from tests.e2e.stage import Hands, SmallStage


@pytest.fixture
def me(window: Hands, small_stage: SmallStage) -> Inspector:
    """Somebody who has just begun the showroom's opening check."""
    inspector = Inspector(window, small_stage)
    inspector.begin()
    return inspector


def percents(checklist: Checklist, answers: Mapping[str, Answer]) -> tuple[Decimal, Decimal]:
    """Raw and final score by the rules on paper: points, N/A out, a red line takes its section."""
    raw = final = maximum = Fraction(0)
    for section in checklist.sections:
        earned, hit = Fraction(0), False
        for item in section.items:
            answer = answers[item.id]
            if answer.score is None:
                continue
            earned += Fraction(answer.score) * Fraction(item.weight)
            maximum += Fraction(item.max_score) * Fraction(item.weight)
            least = item.max_score if item.pass_mark is None else item.pass_mark
            hit = hit or (item.red_line and answer.score < least)
        raw += earned
        final += 0 if hit else earned
    return _percent(raw, maximum), _percent(final, maximum)


def _percent(part: Fraction, whole: Fraction) -> Decimal:
    exact = Decimal(part.numerator * 100 * whole.denominator) / Decimal(
        part.denominator * whole.numerator
    )
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def first(me: Inspector, *, scored: bool = False, red_line: bool = False) -> Item:
    """The first item of a kind."""
    return next(
        item
        for item in me.opened.items
        if (item.max_score > 1) is scored and item.red_line is red_line
    )


def test_an_inspection_from_the_first_key_to_the_result(me: Inspector) -> None:
    panel, items = me.panel, me.opened.items
    assert panel.header.count.text() == f"0/{len(items)}"
    me.press("1")
    assert me.answer(items[0].id) == pass_answer(items[0])  # stored before Enter
    me.press("Return", "2", "N")
    me.write("gate 3, lamp 4 dark; see 12")
    assert me.answer(items[1].id) == fail_answer(items[1])  # the digits were typed, not pressed
    me.press("Return")
    assert me.answer(items[1].id) == fail_answer(items[1], "gate 3, lamp 4 dark; see 12")
    assert me.item == items[2]
    me.press("3", "Return")
    assert me.item == items[2]  # not without a reason
    assert "reason" in panel.card.fault.text()
    assert me.answer(items[2].id) is None
    me.write("no forecourt here")
    me.press("Return")
    out = Answer(items[2].id, AnswerState.NA, reason="no forecourt here")
    assert me.answer(items[2].id) == out
    scored = first(me, scored=True)
    assert me.item == scored
    me.press("4")
    assert me.answer(scored.id) == Answer(scored.id, AnswerState.ANSWERED, Decimal(4))
    me.press("Return", "4")  # on a pass/fail item the same key says: not assessable
    hidden = me.item
    assert me.answer(hidden.id) == Answer(hidden.id, AnswerState.NOT_ASSESSABLE)
    me.write("lorry in front of the camera")
    me.press("Return", "Shift+Return")
    assert me.item == hidden
    assert panel.header.count.text() == f"5/{len(items)}"
    submit_in_vain(me)
    red = first(me, red_line=True)
    me.go_to(red.id)
    me.press("2", "Return")
    me.answer_the_rest()
    me.tab_to(panel.finish.submit_button)
    me.press("Space")
    assert panel.finish.submit_button.isHidden()
    done = me.stored()
    assert done.state is InspectionState.SUBMITTED
    assert done.score == score(done.checklist, done.answers)
    assert done.score is not None
    raw, final = percents(done.checklist, done.answers)
    assert (done.score.raw_percent, done.score.final_percent) == (raw, final)
    assert final < raw < 100
    assert panel.finish.result.text() == f"{final} %  (raw {raw} %)"
    assert red.title.en in panel.finish.red_lines.text()
    me.press("2", "Ctrl+Z")  # too late for either
    assert me.stored() == done


def submit_in_vain(me: Inspector) -> None:
    """Try to submit; the refusal names what is missing, and Back leads to the items."""
    panel = me.panel
    missing = [item for item in me.opened.items if item.required and not me.answer(item.id)]
    me.tab_to(panel.submit_button)
    me.press("Space")
    me.tab_to(panel.finish.submit_button)
    me.press("Space")
    assert me.stored().state is InspectionState.DRAFT
    said = panel.finish.fault.text()
    assert f"{len(missing)} " in said
    assert missing[0].title.en in said
    listed = [panel.finish.missing.itemAt(n).widget().text() for n in range(len(missing))]
    for line, item in zip(listed, missing, strict=True):
        assert line.endswith(item.title.en)
    me.tab_to(panel.finish.back_button)
    me.press("Space")
    assert panel.card.isVisible()


def test_the_running_score_is_that_of_what_is_answered(me: Inspector) -> None:
    panel = me.panel
    me.press("1", "Return", "2", "Return", "1", "Return")
    running = score(me.opened.checklist, me.stored().answers, running=True)
    assert panel.header.raw.text() == f"raw {running.raw_percent} %"
    assert running.raw_percent == Decimal("66.67")
    assert (panel.header.progress.value(), panel.header.progress.maximum()) == (
        3,
        len(me.opened.items),
    )
    me.press("Ctrl+Z")
    assert panel.header.raw.text() == "raw 50.00 %"
    assert me.item == me.opened.items[2]
    me.press("Ctrl+Z", "Ctrl+Z")
    assert me.stored().answers == {}
    assert panel.header.count.text().startswith("0/")


def test_keys_as_fast_as_they_can_be_pressed(me: Inspector) -> None:
    given = ["1", "2", "1"]
    for key in given:
        me.hands.keys(key, "Return")
    me.hands.settle()
    me.hands.until(lambda: me.item == me.opened.items[len(given)])
    stored = me.stored().answers
    assert [str(stored[item.id].score) for item in me.opened.items[:3]] == ["1", "0", "1"]


def test_a_score_beyond_the_maximum_is_not_taken(window: Hands, small_stage: SmallStage) -> None:
    me = Inspector(window, small_stage)
    me.begin(SERVICE)
    scored = first(me, scored=True)
    me.go_to(scored.id)
    me.press("9")  # more than the item gives: not taken
    assert me.answer(scored.id) is None
    me.press("2", "Backspace", "3", "Return")
    assert me.answer(scored.id) == Answer(scored.id, AnswerState.ANSWERED, scored.max_score)


def test_put_away_and_continued_where_it_stood(me: Inspector) -> None:
    me.press("1", "Return", "2", "Return")
    place, inspection = me.item.id, me.opened.inspection.id
    me.tab_to(me.panel.header.close_button)
    me.press("Space")
    assert me.panel.inspection_id is None
    me.tab_to(me.panel.picker.continue_button)
    me.press("Space")
    assert (me.opened.inspection.id, me.item.id) == (inspection, place)
    me.press("1", "Return")
    assert len(me.stored().answers) == 3
    assert me.item == me.opened.items[3]


def test_answers_given_at_another_door_are_followed(me: Inspector) -> None:
    operations, items = me.hands.operations, me.opened.items
    inspection_id = me.opened.inspection.id
    operations.inspections.answer(inspection_id, fail_answer(items[0], "seen before"))
    me.hands.settle()
    assert me.panel.header.count.text() == f"1/{len(items)}"
    assert me.panel.card.note.text() == "seen before"
    assert me.panel.card.task_button.isVisible()
    me.press("N")
    me.write(", and again")
    operations.inspections.answer(inspection_id, pass_answer(items[0]))
    operations.inspections.answer(inspection_id, pass_answer(items[1]))
    me.hands.settle()
    assert me.panel.card.note.hasFocus()  # what is being typed is not disturbed
    assert "and again" in me.panel.card.note.text()
    assert me.panel.header.count.text() == f"2/{len(items)}"
    me.press("Return")
    stored = me.answer(items[0].id)
    assert stored is not None
    assert "and again" in stored.note
    for item in items:
        if item.id not in me.stored().answers:
            operations.inspections.answer(inspection_id, pass_answer(item))
    operations.inspections.submit(inspection_id)
    me.hands.settle()
    assert me.panel.finish.isVisible()
    assert me.panel.inspection_id is None


def test_while_another_screen_is_open_no_key_answers(me: Inspector) -> None:
    me.press("Alt+5", "1", "2")
    assert me.stored().answers == {}
    me.press("Alt+1")
    me.hands.look_at_wall()
    me.press("1")
    assert len(me.stored().answers) == 1
