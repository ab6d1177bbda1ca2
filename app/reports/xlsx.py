"""The scorecard as a workbook: the same content as the PDF, to filter and reckon with."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from app.faults import Language
from app.reports import xlsx_items, xlsx_sheets
from app.reports.files import write_whole
from app.reports.scorecard import ScorecardData
from app.reports.words import W, say
from app.reports.xlsx_cells import clean, page_setup

_SHEETS = (
    (W.summary, xlsx_sheets.summary),
    (W.sections, xlsx_sheets.sections),
    (W.failed_items, xlsx_items.failed_items),
    (W.answers_sheet, xlsx_items.answers),
    (W.tasks, xlsx_sheets.tasks),
    (W.hints, xlsx_sheets.hints),
    (W.evidence, xlsx_sheets.evidence),
)


def write_xlsx(data: ScorecardData, path: Path, language: Language) -> None:
    """Write the workbook to ``path``; raises ReportFault when the file cannot be written.

    Times are wall-clock times of the store, since a spreadsheet knows no zones;
    the summary names the zone.
    """
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    for title, fill in _SHEETS:
        sheet = book.create_sheet(say(title, language))
        fill(sheet, data, language)
        page_setup(sheet)
    book.properties.title = clean(f"{say(W.scorecard, language)} {data.report_number}")
    book.properties.creator = clean(data.exporter)
    out = io.BytesIO()
    book.save(out)
    write_whole(path, out.getvalue())
