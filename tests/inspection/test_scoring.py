"""The vectors of the scoring rules, and what must hold for any answers at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.answers import Answer, AnswerState
from app.inspection.checklist import AnswerKind, Checklist, Item
from app.inspection.scoring import RULE_VERSION, Score, ScoreFault, percent, score
from tests.inspection.build import blocked, by_id, checklist, item, na, scored


def only(one: Item, answer: Answer | None = None) -> Score:
    return score(checklist([one]), {} if answer is None else {one.id: answer})


# --- one item


@pytest.mark.parametrize(("weight", "points"), [("1", 1), ("3", 3)])
def test_a_tick_earns_its_weight(weight, points):
    one = item("a", weight=weight)
    assert only(one, scored("a", 0)).earned == 0
    assert only(one, scored("a", 1)).earned == points
    assert only(one, scored("a", 0)).maximum == points


def test_score_times_weight_of_maximum_times_weight():
    one = item("a", "5", "4")
    assert only(one).earned == 0
    assert [only(one, scored("a", n)).earned for n in range(1, 6)] == [4, 8, 12, 16, 20]
    assert {only(one, scored("a", n)).maximum for n in range(1, 6)} == {20}


def test_an_unanswered_item_stays_in_the_denominator():
    result = score(checklist([item("a", "5"), item("b")]), by_id(scored("b", 1)))
    assert (result.earned, result.maximum) == (1, 6)


# --- totals


def test_na_leaves_the_denominator():
    result = score(
        checklist([item("a"), item("b"), item("c")]), by_id(scored("a", 1), scored("b", 0), na("c"))
    )
    assert (result.earned, result.maximum, result.final_percent) == (1, 2, Decimal("50.00"))


def test_one_pass_one_fail_one_na_one_not_assessed_is_half():
    items = [item(name) for name in "abcd"]
    result = score(checklist(items), by_id(scored("a", 1), scored("b", 0), na("c"), blocked("d")))
    assert result.final_percent == Decimal("50.00")
    assert (result.na, result.not_assessable, result.answered, result.total) == (1, 1, 2, 4)


def test_five_items_one_na_is_eighty_percent():
    items = [item(name, "5") for name in "abcde"]
    answers = by_id(*(scored(name, 5) for name in "abc"), scored("d", 1), na("e"))
    assert score(checklist(items), answers).final_percent == Decimal("80.00")


def test_all_na_has_no_score():
    result = score(checklist([item("a"), item("b")]), by_id(na("a"), na("b")))
    assert (result.earned, result.maximum) == (0, 0)
    assert result.raw_percent is None
    assert result.final_percent is None
    assert result.coverage_percent is None
    assert result.sections[0].percent is None


@pytest.mark.parametrize("running", [True, False])
def test_nothing_answered_is_unavailable_not_zero(running):
    result = score(checklist([item("a"), item("b")]), {}, running=running)
    assert result.final_percent is None
    assert result.coverage_percent == Decimal("0.00")


def test_the_running_score_tells_only_of_what_was_answered():
    two = checklist([item("a"), item("b")], [item("c", "10")])
    answers = by_id(scored("a", 1))
    running = score(two, answers, running=True)
    assert running.final_percent == Decimal("100.00")
    assert running.coverage_percent == Decimal("33.33")
    assert running.sections[1].percent is None
    assert score(two, answers).final_percent == Decimal("8.33")


# --- the worked set: S1 A 1/1, B 0/1 w2, C N/A w5; S2 D 3/5 w2, E 5/5


def worked(*, red_line: bool = False, na_allowed: bool = True) -> Checklist:
    return checklist(
        [item("a"), item("b", weight="2", red_line=red_line), item("c", weight="5")],
        [item("d", "5", "2"), item("e", "5")],
    )


WORKED = by_id(scored("a", 1), scored("b", 0), na("c"), scored("d", 3), scored("e", 5))


def test_worked_set_points():
    result = score(worked(), WORKED)
    assert [s.raw_percent for s in result.sections] == [Decimal("33.33"), Decimal("73.33")]
    assert (result.earned, result.maximum) == (12, 18)
    assert result.raw_percent == result.final_percent == Decimal("66.67")
    assert result.failed_items == ("b",)
    assert result.red_line_hits == ()


def test_worked_set_red_line_takes_the_section_and_keeps_the_raw_score():
    result = score(worked(red_line=True), WORKED)
    first, second = result.sections
    assert (first.raw_earned, first.earned, first.maximum) == (1, 0, 3)
    assert (second.earned, second.maximum) == (11, 15)
    assert (result.earned, result.maximum) == (11, 18)
    assert result.final_percent == Decimal("61.11")
    assert result.raw_percent == Decimal("66.67")
    assert result.red_line_hits == first.red_line_hits == ("b",)


def test_worked_set_a_red_line_answered_na_does_not_fire():
    result = score(worked(red_line=True), {**WORKED, "b": na("b")})
    assert result.sections[0].percent == Decimal("100.00")
    assert (result.earned, result.maximum) == (12, 16)
    assert result.final_percent == Decimal("75.00")
    assert result.red_line_hits == ()


def test_a_red_line_not_assessable_or_unanswered_does_not_fire():
    for answer in (blocked("b"), None):
        answers = {k: v for k, v in WORKED.items() if k != "b"}
        if answer is not None:
            answers["b"] = answer
        assert score(worked(red_line=True), answers).red_line_hits == ()


@pytest.mark.parametrize(
    ("given_score", "mark", "failed"),
    [
        ("3", "4", True),
        ("4", "4", False),
        ("3.99", "4", True),
        ("0", None, True),
        ("1", None, False),
    ],
)
def test_partial_credit_below_the_pass_mark_is_a_failure(given_score, mark, failed):
    one = item("a", "5", red_line=True, pass_mark=None if mark is None else Decimal(mark))
    result = score(checklist([one, item("b")]), by_id(scored("a", given_score), scored("b", 1)))
    assert result.items[0].failed is failed
    assert (result.red_line_hits == ("a",)) is failed
    assert (result.earned == 0) is failed
    assert result.raw_earned == Fraction(Decimal(given_score)) + 1


def test_not_assessable_lowers_coverage_and_na_does_not():
    items = [item(name) for name in "abcd"]
    answers = by_id(scored("a", 1), scored("b", 1), na("c"), blocked("d"))
    assert score(checklist(items), answers).coverage_percent == Decimal("66.67")


def test_required_items_without_an_answer_are_named():
    items = [item("a"), item("b", required=False), item("c")]
    assert score(checklist(items), by_id(na("c"))).missing_required == ("a",)


def test_weight_zero_records_without_scoring():
    result = score(
        checklist([item("a", weight="0"), item("b")]), by_id(scored("a", 0), scored("b", 1))
    )
    assert result.final_percent == Decimal("100.00")
    assert result.failed_items == ("a",)


def test_an_answer_to_an_unknown_item_changes_nothing():
    answers = by_id(scored("a", 1), scored("gone", 0))
    assert score(checklist([item("a")]), answers).final_percent == Decimal("100.00")


def test_decimal_weights_are_exact():
    result = score(
        checklist([item("a", weight="0.1"), item("b", weight="0.2")]),
        by_id(scored("a", 1), scored("b", 1)),
    )
    assert result.earned == Fraction(3, 10)


@pytest.mark.parametrize(
    ("earned", "maximum", "shown"),
    [
        (Fraction(12345), Fraction(1000000), "1.23"),
        (Fraction(12350), Fraction(1000000), "1.24"),
        (Fraction(1005), Fraction(100000), "1.01"),
        (Fraction(1, 3), Fraction(1), "33.33"),
        (Fraction(2, 3), Fraction(1), "66.67"),
        (Fraction(99995), Fraction(100000), "100.00"),
        (Fraction(0), Fraction(7), "0.00"),
    ],
)
def test_percent_rounds_half_up_once(earned, maximum, shown):
    assert str(percent(earned, maximum)) == shown


# --- what is kept


def test_the_result_survives_json_and_carries_the_rules_it_was_made_by():
    import json

    result = score(worked(red_line=True), WORKED)
    assert result.rule_version == RULE_VERSION
    again = Score.from_document(json.loads(json.dumps(result.to_document())))
    assert again == result
    assert again.item("b").red_line_hit
    assert again.section("s2").earned == 11


def test_changing_the_checklist_does_not_touch_a_kept_result():
    kept = score(worked(), WORKED)
    document = kept.to_document()
    score(worked(red_line=True), WORKED)
    assert Score.from_document(document) == kept


@pytest.mark.parametrize("damage", ["items", "earned", "maximum", "answered", "rule_version"])
def test_a_damaged_result_is_a_sentence(damage):
    document = score(worked(), WORKED).to_document()
    del document[damage]
    with pytest.raises(ScoreFault) as caught:
        Score.from_document(document)
    assert "backup" in caught.value.text("en")
    assert "备份" in caught.value.text("zh_CN")


def test_unknown_ids_are_key_errors():
    result = score(worked(), WORKED)
    for ask in (result.item, result.section, worked().item, worked().section_of):
        with pytest.raises(KeyError):
            ask("nowhere")


# --- for any checklist and any answers


@st.composite
def inspections(draw: st.DrawFn) -> tuple[Checklist, dict[str, Answer]]:
    sections, answers = [], {}
    for place in range(draw(st.integers(1, 4))):
        items = []
        for number in range(draw(st.integers(1, 4))):
            item_id = f"i{place}-{number}"
            maximum = draw(st.sampled_from(["", "5", "10", "2.5"]))
            one = item(
                item_id,
                maximum,
                draw(st.sampled_from(["0", "0.5", "1", "3", "1000"])),
                red_line=draw(st.booleans()),
                pass_mark=Decimal(maximum) if maximum and draw(st.booleans()) else None,
            )
            items.append(one)
            state = draw(st.sampled_from(AnswerState))
            if state is AnswerState.ANSWERED:
                high = int(one.max_score * 100)
                whole = one.answer_kind is AnswerKind.PASS_FAIL
                hundredths = draw(st.sampled_from([0, high]) if whole else st.integers(0, high))
                answers[item_id] = scored(item_id, str(Decimal(hundredths).scaleb(-2)))
            elif state is not AnswerState.UNANSWERED:
                answers[item_id] = Answer(item_id, state, reason="because")
        sections.append(items)
    return checklist(*sections), answers


@given(inspections(), st.booleans())
def test_the_score_adds_up(inspection, running):
    form, answers = inspection
    result = score(form, answers, running=running)
    assert result.raw_earned == sum((i.earned for i in result.items), Fraction(0))
    assert result.maximum == sum((i.maximum for i in result.items), Fraction(0))
    assert result.earned == sum((s.earned for s in result.sections), Fraction(0))
    assert 0 <= result.earned <= result.raw_earned <= result.maximum
    states = [answers[i.id].state if i.id in answers else None for i in form.items()]
    out = states.count(AnswerState.NA) + states.count(AnswerState.NOT_ASSESSABLE)
    assert result.answered + out + states.count(None) == result.total
    for shown in (result.final_percent, result.raw_percent, result.coverage_percent):
        assert shown is None or (0 <= shown <= 100 and shown == round(shown, 2))


@given(inspections())
def test_a_section_is_zero_exactly_when_a_red_line_failed(inspection):
    form, answers = inspection
    result = score(form, answers)
    for section in form.sections:
        failed = [
            one.id
            for one in section.items
            if one.red_line
            and one.id in answers
            and answers[one.id].score is not None
            and one.fails(answers[one.id].score)
        ]
        own = result.section(section.id)
        assert list(own.red_line_hits) == failed
        assert own.earned == (0 if failed else own.raw_earned)


@given(inspections())
def test_running_and_final_agree_once_everything_is_answered(inspection):
    form, answers = inspection
    for one in form.items():
        answers.setdefault(one.id, scored(one.id, one.max_score))
    assert score(form, answers) == score(form, answers, running=True)


@given(inspections())
def test_any_result_survives_its_document(inspection):
    result = score(*inspection)
    assert Score.from_document(result.to_document()) == result
