"""Reads a camera spreadsheet (XLSX or CSV), and writes the template for one."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.faults import Fault, Language, Sentence
from app.operations.camera_sheet_columns import (
    COLUMNS,
    Column,
    column_named,
    example_row,
    title,
)

MOST_ROWS = 20_000
MOST_BYTES = 32 * 1024 * 1024
_BROKEN = (
    ArithmeticError, AttributeError, EOFError, LookupError, RuntimeError, SyntaxError, TypeError,
)  # fmt: skip
_HEADING_WITHIN = 10  # rows; people put a title above their table

_NOT_READ = Sentence(
    "{name} cannot be read ({reason}). Save it again as XLSX or as CSV, then choose it anew.",
    "无法读取 {name}（{reason}）。请重新保存为 XLSX 或 CSV 后再选择。",
)
_NO_HEADINGS = Sentence(
    "{name} has no row of headings with “{store}” and “{camera}” in it. Download the template and "
    "copy the cameras into it.",
    "{name} 中没有包含“{store}”和“{camera}”的标题行。请下载模板，并将摄像机信息复制到模板中。",
)
_TOO_LARGE = Sentence(
    "{name} is larger than can be taken at once ({most} rows). Divide it into several files.",
    "{name} 超出一次可导入的大小（{most} 行）。请拆分为多个文件。",
)
_NOT_WRITTEN = Sentence(
    "{name} cannot be written ({reason}). Close it in other programs or choose another folder.",
    "无法写入 {name}（{reason}）。请在其他程序中关闭该文件，或选择其他文件夹。",
)


class SheetFault(Fault):
    """The file as a whole cannot be used."""


@dataclass(frozen=True)
class SheetRow:
    """One row that is not empty; ``number`` as the spreadsheet program counts, from 1."""

    number: int
    cells: Mapping[Column, str] = field(repr=False)  # without outer spaces; may hold a password

    def get(self, column: Column) -> str:
        """The text of a cell; "" where it is empty or there is no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """What a file holds; ``unknown``: headings that mean nothing here."""

    name: str
    rows: tuple[SheetRow, ...]
    unknown: tuple[str, ...]


def read_sheet(path: Path) -> Sheet:
    """The rows of the first table with our headings. Raises SheetFault."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetFault(_TOO_LARGE, name=path.name, most=MOST_ROWS)
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            return _found(path.name, _xlsx_tables(path))
        return _found(path.name, [_csv_rows(path.read_bytes())])
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SheetFault(_NOT_READ, name=path.name, reason=reason) from error
    except (ValueError, csv.Error) as error:
        raise SheetFault(_NOT_READ, name=path.name, reason=error) from error


def write_template(path: Path, language: Language) -> None:
    """An empty table with one example; XLSX has a page of explanations too. Raises SheetFault."""
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(path, language)
        else:
            from app.operations.camera_sheet_template import write_xlsx

            write_xlsx(path, language)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SheetFault(_NOT_WRITTEN, name=path.name, reason=reason) from error


def _write_csv(path: Path, language: Language) -> None:
    example = example_row(language)
    # The mark at the beginning tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([title(column, language) for column in COLUMNS])
        writer.writerow([example.get(column, "") for column in COLUMNS])


def _found(name: str, tables: Iterable[Iterator[list[str]]]) -> Sheet:
    for rows in tables:
        sheet = _read_table(name, rows)
        if sheet is not None:
            return sheet
    store, camera = COLUMNS[Column.STORE].title, COLUMNS[Column.CAMERA].title
    raise SheetFault(
        Sentence(
            _NO_HEADINGS.en.replace("{store}", store.en).replace("{camera}", camera.en),
            _NO_HEADINGS.zh.replace("{store}", store.zh).replace("{camera}", camera.zh),
        ),
        name=name,
    )


def _read_table(name: str, rows: Iterator[list[str]]) -> Sheet | None:
    headings: dict[int, Column] = {}
    unknown: tuple[str, ...] = ()
    taken: list[SheetRow] = []
    for number, cells in enumerate(rows, start=1):
        if not headings:
            headings = _headings(cells)
            unknown = tuple(c.strip() for c in cells if c.strip() and column_named(c) is None)
            if not headings and number >= _HEADING_WITHIN:
                return None
            continue
        named = {headings[place]: cell for place, cell in enumerate(cells) if place in headings}
        filled = {column: text.strip() for column, text in named.items() if text.strip()}
        if filled and not _is_example(filled):
            taken.append(SheetRow(number, filled))
        if len(taken) > MOST_ROWS:
            raise SheetFault(_TOO_LARGE, name=name, most=MOST_ROWS)
    return Sheet(name, tuple(taken), unknown) if headings else None


def _headings(cells: list[str]) -> dict[int, Column]:
    """By place; empty where this is not the row of headings. The first of a name counts."""
    found: dict[int, Column] = {}
    for place, cell in enumerate(cells):
        column = column_named(cell)
        if column is not None and column not in found.values():
            found[place] = column
    return found if {Column.STORE, Column.CAMERA} <= set(found.values()) else {}


def _is_example(filled: Mapping[Column, str]) -> bool:
    return any(dict(filled) == example_row(language) for language in ("en", "zh_CN"))


def _xlsx_tables(path: Path) -> Iterator[Iterator[list[str]]]:
    from openpyxl import load_workbook

    with _library():
        workbook = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            yield _xlsx_rows(sheet)
    finally:
        workbook.close()


def _xlsx_rows(sheet: Any) -> Iterator[list[str]]:
    with _library():
        rows = sheet.iter_rows(values_only=True)
        while (row := next(rows, None)) is not None:
            yield [_text(value) for value in row]


@contextmanager
def _library() -> Iterator[None]:
    """What the library says of a damaged or locked workbook, as a ValueError.

    It reads much of a file only when rows are asked for, and passes on whatever breaks
    in it: unpacking, XML, and its own constructors on attributes that mean nothing.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        yield
    except (*_BROKEN, InvalidFileException, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _text(value: Any) -> str:
    """A cell as a person sees it: 1.0 is the number 1."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 with a mark, UTF-8, or what Chinese Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _delimiter(text: str) -> str:
    """The mark that splits the row of headings into the most columns known here."""
    lines = text.splitlines()[:_HEADING_WITHIN]

    def known(mark: str) -> int:
        return max((len(_headings(line.replace('"', "").split(mark))) for line in lines), default=0)

    return max(",;\t|", key=known)
