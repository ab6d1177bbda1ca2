"""The template of a camera spreadsheet: a table to fill in, and a page that explains it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import Language, Sentence
from app.operations.camera_sheet_columns import COLUMNS, PLACE_WORDS, Column, example_row, title

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TABLE = Sentence("Cameras", "摄像机")
_EXPLAINED = Sentence("Explanations", "说明")
_HEADS = (
    Sentence("Column", "列"),
    Sentence("Also accepted", "也可写作"),
    Sentence("Must be filled", "必填"),
    Sentence("What belongs into it", "填写内容"),
    Sentence("Example", "示例"),
)
_YES = Sentence("yes", "是")
_NOTE = Sentence(
    "One row for each camera. The example row is left out when it is unchanged. An empty cell "
    "leaves what a camera that is there already has.",
    "每行一台摄像机。示例行如未修改将被忽略。对已有摄像机，空单元格保持原值。",
)
_TEXT = "@"  # codes and passwords such as 007 stay as they are
_ROWS = 2000  # below the headings; choices are offered this far down
_WIDE = {Column.MAIN: 38, Column.SUB: 38, Column.FOLDER: 30, Column.PATTERN: 34}


def write_xlsx(path: Path, language: Language) -> None:
    """Write the template; raises OSError."""
    from openpyxl import Workbook

    workbook = Workbook()
    table = workbook.active
    assert table is not None  # a new workbook has one
    table.title = _TABLE.fill(language)
    _write_table(table, language)
    _write_explanations(workbook.create_sheet(_EXPLAINED.fill(language)), language)
    workbook.save(path)


def _write_table(table: Worksheet, language: Language) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    example = example_row(language)
    for number, (column, words) in enumerate(COLUMNS.items(), start=1):
        heading = table.cell(1, number, title(column, language) + (" *" if words.required else ""))
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", fgColor="DDE6EE")
        cell = table.cell(2, number, example.get(column, ""))
        cell.font = Font(italic=True, color="808080")
        cell.number_format = _TEXT
        whole = table.column_dimensions[get_column_letter(number)]
        whole.width = _WIDE.get(column, 18)
        whole.number_format = _TEXT  # however many rows are filled in
    table.freeze_panes = "C2"
    _offer(table, Column.PLACE, [words.fill(language) for words in PLACE_WORDS.values()])


def _offer(table: Worksheet, column: Column, choices: list[str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(list(COLUMNS).index(column) + 1)
    offered = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    offered.add(f"{letter}2:{letter}{_ROWS}")
    table.add_data_validation(offered)


def _write_explanations(page: Worksheet, language: Language) -> None:
    from openpyxl.styles import Alignment, Font

    page.append([_NOTE.fill(language)])
    page.append([])
    page.append([head.fill(language) for head in _HEADS])
    for cell in page[3]:
        cell.font = Font(bold=True)
    other: Language = "zh_CN" if language == "en" else "en"
    example = example_row(language)
    for column, words in COLUMNS.items():
        required = _YES.fill(language) if words.required else ""
        page.append(
            [
                title(column, language), title(column, other), required,
                words.meaning.fill(language), example.get(column, ""),
            ]
        )  # fmt: skip
    for letter, width in zip("ABCDE", (22, 22, 14, 84, 20), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows(min_row=4, min_col=4, max_col=4):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
