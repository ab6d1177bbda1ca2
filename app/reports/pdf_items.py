"""Failed items first with their pictures, then every answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.faults import Sentence
from app.inspection.rectification import STATE_WORDS
from app.reports.answer_text import Tone, answer_text, lost_text, points_of, tone
from app.reports.colours import QUIET, TONES
from app.reports.formats import decimal_text, minute_text, zone_of
from app.reports.pdf_pictures import PictureShelf
from app.reports.pdf_style import BODY_WIDTH, MM, Style, ruled, table
from app.reports.scorecard import ItemRow, ScorecardData, TaskLine
from app.reports.words import W, say

# Room for the head, the standard and one row of pictures, so that none stands alone.
_ROOM = 34 * MM
_ROOM_PICTURES = 84 * MM


def failed_items(data: ScorecardData, style: Style, shelf: PictureShelf) -> Iterator[Any]:
    """The list a manager reads: what failed, against which standard, with the evidence."""
    failed = [row for row in data.rows() if row.score.failed]
    pictures = any(row.evidence for row in failed)
    yield from style.heading(W.failed_items, (_ROOM_PICTURES if pictures else _ROOM) + 14 * MM)
    if not failed:
        yield style.say(W.no_failed, "body", QUIET)
    # Red lines come first: they cost the most.
    for row in sorted(failed, key=lambda row: not row.score.red_line_hit):
        yield from _failed(data, row, style, shelf)


def _failed(data: ScorecardData, row: ItemRow, style: Style, shelf: PictureShelf) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak, Spacer

    language = style.language
    yield CondPageBreak(_ROOM_PICTURES if row.evidence else _ROOM)
    yield _failed_head(row, style)
    yield style.labelled(W.standard, row.item.standard.in_language(language), spaceBefore=3)
    yield style.labelled(W.answer, _answer_line(row, style))
    yield from _remarks(row, style, "body")
    yield from shelf.rows(row.evidence)
    for task in row.tasks:
        yield style.labelled(W.task, _task_line(data, task, style), spaceBefore=2)
    yield Spacer(1, 9)


def _failed_head(row: ItemRow, style: Style) -> Any:
    from reportlab.lib.colors import HexColor

    fail = HexColor(TONES[Tone.FAIL])
    # A red line is filled, a failure outlined: told apart without reading.
    hit = row.score.red_line_hit
    word, ink = (W.red_line, "#FFFFFF") if hit else (W.failed, TONES[Tone.FAIL])
    title = f"{row.number}  {row.item.title.in_language(style.language)}"
    return table(
        [
            [
                style.say(word, "small", ink, bold=True, align="center"),
                style.text(title, "subheading", bold=True),
                style.text(lost_text(row, style.language), "body", TONES[Tone.FAIL], align="right"),
            ]
        ],
        [20 * MM, BODY_WIDTH - 72 * MM, 52 * MM],
        ("BACKGROUND", (0, 0), (0, 0), fail if hit else HexColor("#FFFFFF")),
        ("BOX", (0, 0), (0, 0), 0.8, fail),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, fail),
        ("RIGHTPADDING", (2, 0), (2, 0), 0),
        ("LEFTPADDING", (1, 0), (1, 0), 8),
    )


def _answer_line(row: ItemRow, style: Style) -> str:
    parts = [answer_text(row, style.language)]
    if row.item.pass_mark is not None:
        parts.append(say(W.pass_mark, style.language, mark=decimal_text(row.item.pass_mark)))
    if row.item.weight != 1:
        parts.append(say(W.weight_is, style.language, weight=decimal_text(row.item.weight)))
    return " · ".join(parts)


def _remarks(row: ItemRow, style: Style, size: str) -> Iterator[Any]:
    if row.answer.reason.strip():
        yield style.labelled(W.reason, row.answer.reason.strip(), size)
    if row.answer.note.strip():
        yield style.labelled(W.note, row.answer.note.strip(), size)


def _task_line(data: ScorecardData, task: TaskLine, style: Style) -> str:
    due = minute_text(task.due_us, zone_of(data.time_zone))
    parts = [
        f"{task.number} {task.title}",
        task.owner,
        say(W.due_is, style.language, time=due),
        STATE_WORDS[task.state].fill(style.language),
    ]
    if task.overdue(data.exported_us):
        parts.append(say(W.overdue, style.language))
    return " · ".join(part for part in parts if part)


def all_answers(data: ScorecardData, style: Style, shelf: PictureShelf) -> Iterator[Any]:
    """Every item, section by section, with its answer, points and remarks."""
    from reportlab.platypus import CondPageBreak

    yield from style.heading(W.answers)
    rows = data.rows()
    for place, section in enumerate(data.checklist.sections, start=1):
        title = f"{place}  {section.title.in_language(style.language)}"
        yield CondPageBreak(30 * MM)
        yield style.text(title, "subheading", bold=True, spaceBefore=8, spaceAfter=3)
        own = [row for row in rows if row.section_id == section.id]
        yield _answers_table(own, style, shelf)


def _answers_table(rows: Sequence[ItemRow], style: Style, shelf: PictureShelf) -> Any:
    lines = [
        [
            style.say(W.number, "small", QUIET),
            style.say(W.item, "small", QUIET),
            style.say(W.answer, "small", QUIET),
            style.say(W.points, "small", QUIET, align="right"),
        ],
        *(_answer_cells(row, style, shelf) for row in rows),
    ]
    widths = [13 * MM, BODY_WIDTH - 77 * MM, 40 * MM, 24 * MM]
    return table(lines, widths, *ruled(4, len(lines)), head=1)


def _answer_cells(row: ItemRow, style: Style, shelf: PictureShelf) -> list[Any]:
    language = style.language
    item: list[Any] = [style.text(row.item.title.in_language(language), bold=True)]
    if row.item.red_line:
        item.append(_coloured(style, W.red_line, Tone.FAIL))
    item.append(style.text(row.item.standard.in_language(language), "small", QUIET))
    item.extend(_remarks(row, style, "small"))
    answer = [style.text(answer_text(row, language), colour=TONES[tone(row)], bold=True)]
    if row.evidence:
        numbers = ", ".join(shelf.number(picture) for picture in row.evidence)
        answer.append(style.text(say(W.pictures, language, numbers=numbers), "small", QUIET))
    return [
        style.text(row.number, "body", QUIET),
        item,
        answer,
        style.text(points_of(row, language), align="right"),
    ]


def _coloured(style: Style, word: Sentence, tone_: Tone) -> Any:
    return style.say(word, "small", TONES[tone_], bold=True)
