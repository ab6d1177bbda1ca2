"""From answers to a score, exactly: fractions inside, rounded once at the edge.

The order of the rules: item, section, red line, total. Raw and final score are
both kept, so that anybody can see what a red line took away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from app.inspection.answers import Answer, AnswerState
from app.inspection.items import Checklist, ChecklistSection, Item
from app.inspection.scores import RULE_VERSION, ItemScore, Score, ScoreFault, SectionScore, percent

__all__ = ["RULE_VERSION", "ItemScore", "Score", "ScoreFault", "SectionScore", "percent", "score"]

_OUT = (AnswerState.NA, AnswerState.NOT_ASSESSABLE)
_NOTHING = Fraction(0)


def score(checklist: Checklist, answers: Mapping[str, Answer], *, running: bool = False) -> Score:
    """The score of ``answers`` (by item id) under ``checklist``.

    N/A and not assessable leave the denominator. An unanswered item stays in
    it as 0 of its maximum; with ``running`` it is left out, so that the figure
    tells only about what was answered so far. Where no item is answered the
    percentages are None: no score is neither 0 nor 100 percent.
    """
    states = {item.id: _state(answers.get(item.id)) for item in checklist.items()}
    items = {
        item.id: _item_score(item, answers.get(item.id), running=running)
        for item in checklist.items()
    }
    sections = tuple(_section_score(section, items) for section in checklist.sections)
    maximum = _sum(section.maximum for section in sections)
    raw_earned = _sum(section.raw_earned for section in sections)
    earned = _sum(section.earned for section in sections)
    count = Counter(states.values())
    answered = count[AnswerState.ANSWERED]
    # A total of which nothing was looked at is unavailable, not 0 percent.
    base = maximum if answered else _NOTHING
    return Score(
        items=tuple(items.values()),
        sections=sections,
        raw_earned=raw_earned,
        earned=earned,
        maximum=maximum,
        raw_percent=percent(raw_earned, base),
        final_percent=percent(earned, base),
        answered=answered,
        total=len(states),
        na=count[AnswerState.NA],
        not_assessable=count[AnswerState.NOT_ASSESSABLE],
        failed_items=tuple(entry.item_id for entry in items.values() if entry.failed),
        red_line_hits=tuple(entry.item_id for entry in items.values() if entry.red_line_hit),
        coverage_percent=percent(Fraction(answered), Fraction(len(states) - count[AnswerState.NA])),
        missing_required=_missing(checklist, states),
        rule_version=RULE_VERSION,
    )


def _missing(checklist: Checklist, states: Mapping[str, AnswerState]) -> tuple[str, ...]:
    unanswered = AnswerState.UNANSWERED
    return tuple(i.id for i in checklist.items() if i.required and states[i.id] is unanswered)


def _state(answer: Answer | None) -> AnswerState:
    return AnswerState.UNANSWERED if answer is None else answer.state


def _item_score(item: Item, answer: Answer | None, *, running: bool) -> ItemScore:
    """Earned and maximum of one item; a red line fires on fail, never on N/A."""
    state = _state(answer)
    if state in _OUT or (running and state is AnswerState.UNANSWERED):
        return ItemScore(item.id, _NOTHING, _NOTHING, failed=False, red_line_hit=False)
    weight = Fraction(item.weight)
    maximum = Fraction(item.max_score) * weight
    if answer is None or answer.score is None:
        return ItemScore(item.id, _NOTHING, maximum, failed=False, red_line_hit=False)
    failed = item.fails(answer.score)
    earned = Fraction(answer.score) * weight
    return ItemScore(item.id, earned, maximum, failed, failed and item.red_line)


def _section_score(section: ChecklistSection, items: Mapping[str, ItemScore]) -> SectionScore:
    """Points added up; one red-line hit takes all points of its section."""
    own = [items[item.id] for item in section.items]
    raw_earned = _sum(entry.earned for entry in own)
    maximum = _sum(entry.maximum for entry in own)
    hits = tuple(entry.item_id for entry in own if entry.red_line_hit)
    earned = _NOTHING if hits else raw_earned
    return SectionScore(
        section_id=section.id,
        raw_earned=raw_earned,
        earned=earned,
        maximum=maximum,
        raw_percent=percent(raw_earned, maximum),
        percent=percent(earned, maximum),
        red_line_hits=hits,
    )


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, _NOTHING)
