"""Writes cells: text stays text, numbers are numbers, times are times.

Text that a person entered may begin with =, +, - or @. It is stored as a string
and marked as quoted, so no spreadsheet ever reads it as a formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.reports.answer_text import Tone
from app.reports.colours import INK, LINE, PANEL, QUIET, TONES
from app.reports.formats import local_time

MAX_CELL = 32767
# What XML cannot hold, and halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Percent:
    """A percentage; written as a fraction in a percent format, a dash for None."""

    value: Decimal | None


@dataclass(frozen=True)
class Toned:
    """Text in the colour of its tone."""

    text: str
    tone: Tone


@dataclass(frozen=True)
class Moment:
    """Microseconds UTC, written as wall-clock time of ``zone``."""

    time_us: int | None
    zone: tzinfo
    frame: bool = False

    def local(self) -> datetime | None:
        """The wall-clock time without its zone: spreadsheets know none."""
        if self.time_us is None:
            return None
        return local_time(self.time_us, self.zone).replace(tzinfo=None)


Value = str | int | Decimal | Fraction | Percent | Toned | Moment | None


def clean(text: str) -> str:
    """``text`` without what a workbook cannot hold, cut at a cell's limit."""
    kept = _UNPRINTABLE.sub("\ufffd", text)
    return kept if len(kept) <= MAX_CELL else kept[: MAX_CELL - 1] + "…"


def put(
    sheet: Any,
    row: int,
    column: int,
    value: Value,
    *,
    bold: bool = False,
    size: int = 10,
    wrap: bool = True,
    align: str = "general",
    vertical: str = "top",
) -> Any:
    """Write one value with the format of its kind; returns the cell."""
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, column)
    colour = INK
    if isinstance(value, Toned):
        colour, value, bold = TONES[value.tone], value.text, True
    wrapped = wrap and isinstance(value, str)
    cell.alignment = Alignment(horizontal=align, vertical=vertical, wrap_text=wrapped)
    cell.font = Font(name="Calibri", size=size, bold=bold, color=colour[1:])
    if isinstance(value, str):
        _put_text(cell, value)
    elif value is not None:
        cell.value, cell.number_format = _number(value)
    return cell


def _put_text(cell: Any, text: str) -> None:
    cell.value = clean(text)
    # openpyxl takes a leading = for a formula unless told that this is a string.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)


def _number(value: int | Decimal | Fraction | Percent | Moment) -> tuple[object, str]:
    if isinstance(value, Percent):
        return ("–", "General") if value.value is None else (float(value.value / 100), "0.00%")
    if isinstance(value, Moment):
        shape = "yyyy-mm-dd hh:mm:ss.000" if value.frame else "yyyy-mm-dd hh:mm:ss"
        moment = value.local()
        return ("–", "General") if moment is None else (moment, shape)
    if isinstance(value, int):
        return value, "0"
    return float(value), "0.00"


def head(sheet: Any, row: int, labels: Sequence[str], widths: Sequence[float]) -> None:
    """A row of column heads; what is below it scrolls under it."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    for column, (label, width) in enumerate(zip(labels, widths, strict=True), start=1):
        cell = sheet.cell(row, column)
        _put_text(cell, label)
        cell.font = Font(name="Calibri", size=10, bold=True, color=QUIET[1:])
        cell.fill = PatternFill("solid", fgColor=PANEL[1:])
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = Border(bottom=Side("thin", color=QUIET[1:]))
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.print_title_rows = f"{row}:{row}"


def rows(sheet: Any, first: int, lines: Sequence[Sequence[Value]]) -> None:
    """Lines of values with a thin line under each."""
    from openpyxl.styles import Border, Side

    under = Border(bottom=Side("hair", color=LINE[1:]))
    for row, line in enumerate(lines, start=first):
        for column, value in enumerate(line, start=1):
            put(sheet, row, column, value).border = under


def page_setup(sheet: Any) -> None:
    """Landscape A4, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False
