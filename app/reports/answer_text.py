"""How an answer reads, and whether it is good news."""

from __future__ import annotations

import enum

from app.faults import Language
from app.inspection.answers import AnswerState
from app.inspection.checklist import AnswerKind
from app.reports.formats import DASH, decimal_text, points_text
from app.reports.scorecard import ItemRow
from app.reports.words import ANSWER_WORDS, W, say


class Tone(enum.Enum):
    """The colour that goes with a word; never the colour alone."""

    PLAIN = "plain"
    PASS = "pass"
    ATTENTION = "attention"
    FAIL = "fail"
    BLOCKED = "blocked"


def tone(row: ItemRow) -> Tone:
    """The tone of an item's answer."""
    if row.answer.state is AnswerState.ANSWERED:
        return Tone.FAIL if row.score.failed else Tone.PASS
    if row.answer.state is AnswerState.NOT_ASSESSABLE:
        return Tone.BLOCKED
    return Tone.ATTENTION if row.answer.state is AnswerState.UNANSWERED else Tone.PLAIN


def answer_text(row: ItemRow, language: Language) -> str:
    """``Pass``, ``Fail (2 of 5)``, ``N/A``..."""
    if row.answer.state is not AnswerState.ANSWERED:
        return say(ANSWER_WORDS[row.answer.state], language)
    verdict = say(W.failed if row.score.failed else W.passed, language)
    if row.item.answer_kind is AnswerKind.PASS_FAIL or row.answer.score is None:
        return verdict
    score = say(
        W.of_maximum,
        language,
        score=decimal_text(row.answer.score),
        maximum=decimal_text(row.item.max_score),
    )
    return f"{verdict} ({score})" if language == "en" else f"{verdict}（{score}）"


def points_of(row: ItemRow, language: Language) -> str:
    """``2 / 3``; a dash when out of the denominator, words when never scored."""
    if row.item.weight == 0:
        return say(W.not_scored, language)
    if row.score.maximum == 0:
        return DASH
    return f"{points_text(row.score.earned)} / {points_text(row.score.maximum)}"


def lost_text(row: ItemRow, language: Language) -> str:
    """``3 of 3 points lost``."""
    return say(
        W.lost_of,
        language,
        lost=points_text(row.score.maximum - row.score.earned),
        maximum=points_text(row.score.maximum),
    )
