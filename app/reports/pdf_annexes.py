"""Tasks, hints and signatures at the end of the scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.faults import Sentence
from app.inspection.rectification import PRIORITY_WORDS, STATE_WORDS, TaskState
from app.reports.answer_text import Tone
from app.reports.colours import QUIET, TONES
from app.reports.formats import DASH, minute_text, second_text, zone_of
from app.reports.pdf_style import BODY_WIDTH, Style, ruled, table
from app.reports.scorecard import HintLine, ScorecardData, TaskLine
from app.reports.words import DECISION_WORDS, RULE_WORDS, W, say

_STATE_TONES = {
    TaskState.PASSED: Tone.PASS,
    TaskState.CLOSED: Tone.PLAIN,
    TaskState.REJECTED: Tone.FAIL,
}


def tasks(data: ScorecardData, style: Style) -> Iterator[Any]:
    """The rectification tasks that came of this inspection."""
    yield from style.heading(W.tasks)
    if not data.tasks:
        yield style.say(W.no_tasks, "body", QUIET)
        return
    head = _head(style, W.number, W.item, W.what, W.owner, W.due, W.priority, W.state)
    lines = [head, *(_task_cells(data, task, style) for task in data.tasks)]
    yield _ruled(lines, (0.09, 0.07, 0.34, 0.15, 0.13, 0.08, 0.14))


def _task_cells(data: ScorecardData, task: TaskLine, style: Style) -> list[Any]:
    language = style.language
    what: list[Any] = [style.text(task.title, bold=True)]
    if task.detail.strip():
        what.append(style.text(task.detail.strip(), "small"))
    if task.last_note.strip():
        what.append(style.labelled(W.last_note, task.last_note.strip(), "small"))
    due = [style.text(minute_text(task.due_us, zone_of(data.time_zone)), "small")]
    if task.overdue(data.exported_us):
        due.append(style.say(W.overdue, "small", TONES[Tone.FAIL], bold=True))
    state = STATE_WORDS[task.state].fill(language)
    tone = _STATE_TONES.get(task.state, Tone.ATTENTION)
    return [
        style.text(task.number, "small"),
        style.text(_item_number(data, task.item_id), "small"),
        what,
        style.text(task.owner or DASH, "small"),
        due,
        style.text(PRIORITY_WORDS[task.priority].fill(language), "small"),
        style.text(state, "small", TONES[tone], bold=True),
    ]


def hints(data: ScorecardData, style: Style) -> Iterator[Any]:
    """What the analysis suggested and what the inspector decided about it."""
    yield from style.heading(W.hints)
    if not data.hints:
        yield style.say(W.no_hints, "body", QUIET)
        return
    yield style.say(W.hints_note, "small", QUIET, spaceAfter=4)
    head = _head(style, W.hint, W.item, W.camera, W.from_to, W.model, W.decision)
    lines = [head, *(_hint_cells(data, hint, style) for hint in data.hints)]
    yield _ruled(lines, (0.19, 0.07, 0.17, 0.25, 0.15, 0.17))


def _hint_cells(data: ScorecardData, hint: HintLine, style: Style) -> list[Any]:
    zone = zone_of(data.time_zone)
    end = second_text(hint.end_us, zone)
    start = second_text(hint.start_us, zone)
    # The date once is enough where both times lie on the same day.
    span = f"{start} – {end[11:] if end[:10] == start[:10] else end}"
    decision = [style.say(DECISION_WORDS[hint.decision], "small", bold=True)]
    if hint.decided_by:
        decision.append(style.text(hint.decided_by, "small", QUIET))
    rule = RULE_WORDS.get(hint.rule_key)
    return [
        style.text(hint.rule_key if rule is None else rule.fill(style.language), "small"),
        style.text(_item_number(data, hint.item_id), "small"),
        style.text(hint.camera, "small"),
        style.text(span, "small"),
        style.text(hint.model or DASH, "small"),
        decision,
    ]


def sign_off(data: ScorecardData, style: Style) -> Iterator[Any]:
    """Room for two signatures, kept together on one page."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import KeepTogether, Spacer

    half = BODY_WIDTH / 2
    names = table(
        [
            [_signer(style, W.inspector, data.inspector), "", _signer(style, W.store_manager, "")],
        ],
        [half - 10, 20, half - 10],
        ("LINEABOVE", (0, 0), (0, 0), 0.6, HexColor(QUIET)),
        ("LINEABOVE", (2, 0), (2, 0), 0.6, HexColor(QUIET)),
        padding=3,
    )
    yield KeepTogether([*style.heading(W.sign_off), Spacer(1, 30), names])


def _signer(style: Style, role: Sentence, name: str) -> list[Any]:
    title = say(role, style.language)
    return [
        style.text(f"{title}  {name}" if name else title, "small", bold=True),
        style.say(W.signature, "small", QUIET),
    ]


def _item_number(data: ScorecardData, item_id: str | None) -> str:
    return data.item_numbers().get(item_id or "", DASH)


def _head(style: Style, *labels: Sentence) -> list[Any]:
    return [style.say(label, "small", QUIET) for label in labels]


def _ruled(lines: Sequence[Sequence[Any]], share: Sequence[float]) -> Any:
    widths = [BODY_WIDTH * part for part in share]
    return table(lines, widths, *ruled(len(share), len(lines)), head=1, padding=3)
