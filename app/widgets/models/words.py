"""The words of states, the same on every screen, always beside an icon."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.faults import Language
from app.operations.values import (
    ACTION_WORDS,
    PRIORITY_WORDS,
    STATE_WORDS,
    Priority,
    TaskAction,
    TaskState,
)
from app.widgets.checklist_model import RowState


@dataclass(frozen=True)
class Look:
    """The icon of a state and the name of its colour in the theme."""

    icon: str
    colour: str


ROW_LOOKS = {
    RowState.TODO: Look("", "quiet"),
    RowState.PASS: Look("check", "passed"),
    RowState.FAIL: Look("fail", "fail"),
    RowState.NA: Look("not-applicable", "quiet"),
    RowState.NOT_ASSESSABLE: Look("not-assessable", "not_assessable"),
}
TASK_LOOKS = {
    TaskState.OPEN: Look("rectification", "attention"),
    TaskState.IN_RECTIFICATION: Look("edit", "accent"),
    TaskState.AWAITING_VERIFICATION: Look("search", "not_assessable"),
    TaskState.PASSED: Look("check", "passed"),
    TaskState.REJECTED: Look("undo", "fail"),
    TaskState.CLOSED: Look("lock", "quiet"),
}
PRIORITY_LOOKS = {
    Priority.LOW: Look("chevron-down", "quiet"),
    Priority.MEDIUM: Look("chevron-right", "text"),
    Priority.HIGH: Look("chevron-up", "attention"),
}


def row_word(state: RowState) -> str:
    """How an item stands, in one word."""
    translate = QCoreApplication.translate
    return {
        RowState.TODO: "",
        RowState.PASS: translate("Words", "pass"),
        RowState.FAIL: translate("Words", "fail"),
        RowState.NA: translate("Words", "N/A"),
        RowState.NOT_ASSESSABLE: translate("Words", "not assessable"),
    }[state]


def task_state_word(state: TaskState, language: Language) -> str:
    """Where a task stands."""
    return STATE_WORDS[state].fill(language)


def task_action_word(action: TaskAction, language: Language) -> str:
    """What can be done to a task, as a button says it."""
    word = ACTION_WORDS[action].fill(language)
    return word[:1].upper() + word[1:]


def priority_word(priority: Priority, language: Language) -> str:
    """How soon a task is to be done."""
    return PRIORITY_WORDS[priority].fill(language)


def rule_word(rule_key: str) -> str:
    """What a hint rule saw, as a short statement to check."""
    if rule_key == "counter_unattended":
        return QCoreApplication.translate("Words", "Nobody at the counter")
    return rule_key.replace("_", " ")


def long_duration_word(duration_s: float) -> str:
    """A length of time as people say it: ``12 s``, ``4 min``, ``10 h 5 min``."""
    if duration_s < 60:
        return duration_word(duration_s)
    hours, minutes = divmod(round(duration_s / 60), 60)
    if not hours:
        return duration_word(60 * minutes)
    if not minutes:
        return QCoreApplication.translate("Words", "{hours} h").format(hours=hours)
    text = QCoreApplication.translate("Words", "{hours} h {minutes} min")
    return text.format(hours=hours, minutes=minutes)


def percent_word(percent: object) -> str:
    """A percentage as it is shown; a dash where nothing counts, never 0 %."""
    return "–" if percent is None else f"{percent} %"


def duration_word(duration_s: float) -> str:
    """A length of time in minutes and seconds."""
    minutes, seconds = divmod(round(duration_s), 60)
    if minutes and not seconds:
        return QCoreApplication.translate("Words", "{minutes} min").format(minutes=minutes)
    if minutes:
        text = QCoreApplication.translate("Words", "{minutes} min {seconds} s")
        return text.format(minutes=minutes, seconds=seconds)
    return QCoreApplication.translate("Words", "{seconds} s").format(seconds=seconds)
