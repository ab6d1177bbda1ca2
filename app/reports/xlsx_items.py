"""The sheets about items: every answer, and what failed with its pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from app.faults import Language
from app.inspection.rectification import STATE_WORDS
from app.reports.answer_text import Tone, answer_text, points_of, tone
from app.reports.formats import DASH
from app.reports.pictures import PrintedPicture, read_picture
from app.reports.scorecard import EvidencePicture, ItemRow, ScorecardData
from app.reports.words import W, say
from app.reports.xlsx_cells import Toned, Value, head, put, rows
from app.reports.xlsx_labels import picture_number, say_all

_PICTURE_PIXELS = 320
_PICTURE_COLUMN = 46.0


def answers(sheet: Any, data: ScorecardData, language: Language) -> None:
    """Every item with its answer, one line each, ready to filter."""
    labels = (
        W.number,
        W.section,
        W.item,
        W.standard,
        W.answer,
        W.earned,
        W.maximum,
        W.weight,
        W.red_line,
        W.reason,
        W.note,
        W.evidence,
        W.item_id,
    )
    widths = (7, 24, 32, 56, 20, 9, 9, 8, 9, 36, 48, 12, 20)
    head(sheet, 1, say_all(labels, language), widths)
    titles = {s.id: s.title.in_language(language) for s in data.checklist.sections}
    lines = [_answer_line(data, row, titles[row.section_id], language) for row in data.rows()]
    rows(sheet, 2, lines)
    sheet.auto_filter.ref = f"A1:M{len(lines) + 1}"


def _answer_line(
    data: ScorecardData, row: ItemRow, section: str, language: Language
) -> list[Value]:
    scored = row.score.maximum > 0
    return [
        row.number,
        section,
        row.item.title.in_language(language),
        row.item.standard.in_language(language),
        Toned(answer_text(row, language), tone(row)),
        row.score.earned if scored else points_of(row, language),
        row.score.maximum if scored else DASH,
        row.item.weight,
        say(W.yes, language) if row.item.red_line else None,
        row.answer.reason or None,
        row.answer.note or None,
        ", ".join(picture_number(data, p) for p in row.evidence) or None,
        row.item.id,
    ]


def failed_items(sheet: Any, data: ScorecardData, language: Language) -> None:
    """What failed, with its pictures at the right."""
    failed = sorted(
        (row for row in data.rows() if row.score.failed), key=lambda row: not row.score.red_line_hit
    )
    most = max((len(row.evidence) for row in failed), default=0)
    labels = (
        W.number,
        W.item,
        W.standard,
        W.answer,
        W.points_lost,
        W.maximum,
        W.red_line,
        W.note,
        W.task,
    )
    pictures = [f"{say(W.evidence, language)} {n}" for n in range(1, most + 1)]
    widths = (7, 30, 46, 18, 9, 9, 9, 46, 34, *[_PICTURE_COLUMN] * most)
    head(sheet, 1, [*say_all(labels, language), *pictures], widths)
    rows(sheet, 2, [_failed_line(row, language) for row in failed])
    for line, row in enumerate(failed, start=2):
        _place_pictures(sheet, data, line, row.evidence, language)
    if not failed:
        put(sheet, 2, 2, say(W.no_failed, language))


def _failed_line(row: ItemRow, language: Language) -> list[Value]:
    tasks = "\n".join(
        f"{task.number} {task.title} ({STATE_WORDS[task.state].fill(language)})"
        for task in row.tasks
    )
    return [
        row.number,
        row.item.title.in_language(language),
        row.item.standard.in_language(language),
        Toned(answer_text(row, language), Tone.FAIL),
        row.score.maximum - row.score.earned,
        row.score.maximum,
        Toned(say(W.yes, language), Tone.FAIL) if row.score.red_line_hit else None,
        row.answer.note or None,
        tasks or None,
    ]


def _place_pictures(
    sheet: Any,
    data: ScorecardData,
    line: int,
    pictures: Sequence[EvidencePicture],
    language: Language,
) -> None:
    tallest = 0
    for column, picture in enumerate(pictures, start=10):
        printed = read_picture(picture, _PICTURE_PIXELS)
        text = f"{picture_number(data, picture)} {picture.camera}"
        if printed.problem is not None:
            text = f"{text}\n{say(printed.problem, language)}"
        cell = put(sheet, line, column, text, vertical="bottom")
        tallest = max(tallest, _place(sheet, cell.coordinate, printed))
    if pictures:
        # Points are three quarters of a pixel; room for three lines of words below.
        sheet.row_dimensions[line].height = min(409, tallest * 0.75 + 44)


def _place(sheet: Any, coordinate: str, printed: PrintedPicture) -> int:
    from openpyxl.drawing.image import Image

    if printed.jpeg is None:
        return 0
    image = Image(io.BytesIO(printed.jpeg))
    image.width, image.height = printed.width, printed.height
    sheet.add_image(image, coordinate)
    return printed.height
