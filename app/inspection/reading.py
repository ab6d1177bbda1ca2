"""Reads plain JSON values field by field and keeps every problem it meets.

Nothing is raised while reading: a bad field is noted and a harmless stand-in
goes on, so that one pass finds all problems of a document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.faults import Sentence
from app.inspection import problems as say
from app.inspection.items import LocalText
from app.inspection.problems import Problem

MAX_TEXT = 4000
MAX_DECIMALS = 6
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# PostgreSQL keeps no NUL, XML (and so XLSX) no other control character, and
# no encoding keeps half a surrogate pair.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def describe(value: object) -> str:
    """How a JSON value is called in a problem: short, in JSON's own words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{...}"
    if isinstance(value, (list, tuple)):
        return "[...]"
    if isinstance(value, str):
        printable = _CONTROL.sub("?", value)
        return f'"{printable if len(printable) <= 40 else printable[:39] + "…"}"'
    number = as_decimal(value)
    # Decimal writes an absurdly long integer as text where int refuses.
    text = str(value if number is None else number)
    return text if len(text) <= 40 else f"{text[:39]}…"


class Reader:
    """Collects problems; every method returns a usable value whatever it found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def note(self, path: str, sentence: Sentence, **values: object) -> None:
        """Keep one problem."""
        self.problems.append(Problem(path, sentence, values))

    def fields(
        self, value: object, path: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> Mapping[str, object] | None:
        """The object's fields, with unknown and missing ones noted; None if not an object."""
        if not isinstance(value, Mapping):
            self.note(path, say.NOT_AN_OBJECT, found=describe(value))
            return None
        known = (*required, *optional)
        for name in value:
            if name not in known:
                self.note(_member(path, name), say.UNKNOWN_FIELD, allowed=", ".join(known))
        for name in required:
            if name not in value:
                self.note(_member(path, name), say.MISSING)
        return value

    def entries(
        self, value: object, path: str, limit: int, *, may_be_empty: bool = False
    ) -> Sequence[object]:
        """The list's entries; empty where it is no list."""
        if not isinstance(value, (list, tuple)):
            self.note(path, say.NOT_A_LIST, found=describe(value))
            return ()
        if not value and not may_be_empty:
            self.note(path, say.EMPTY_LIST)
        if len(value) > limit:
            self.note(path, say.TOO_MANY, count=len(value), limit=limit)
        return value

    def text(self, value: object, path: str, limit: int = MAX_TEXT) -> str:
        """A text with at least one printed character."""
        if not isinstance(value, str):
            self.note(path, say.NOT_TEXT, found=describe(value))
            return "?"
        if not value.strip():
            self.note(path, say.EMPTY_TEXT)
        if len(value) > limit:
            self.note(path, say.LONG_TEXT, count=len(value), limit=limit)
        if control := _CONTROL.search(value):
            self.note(path, say.CONTROL_CHARACTER, found=f"U+{ord(control.group()):04X}")
        return value

    def local_text(self, value: object, path: str, limit: int = MAX_TEXT) -> LocalText:
        """A text, or one text per language."""
        if isinstance(value, str):
            text = self.text(value, path, limit)
            return LocalText(text, text)
        if not isinstance(value, Mapping):
            self.note(path, say.NOT_LOCAL_TEXT, found=describe(value))
            return LocalText("?", "?")
        self.fields(value, path, ("en", "zh_CN"))
        english = self.text(value["en"], f"{path}.en", limit) if "en" in value else "?"
        chinese = self.text(value["zh_CN"], f"{path}.zh_CN", limit) if "zh_CN" in value else "?"
        return LocalText(english, chinese)

    def identifier(self, value: object, path: str) -> str:
        """An id: it stands in records for ever, so only plain characters."""
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.note(path, say.BAD_ID, found=describe(value))
            return "?"
        return value

    def flag(self, value: object, path: str) -> bool:
        """True or false."""
        if isinstance(value, bool):
            return value
        self.note(path, say.NOT_YES_NO, found=describe(value))
        return False

    def choice(self, value: object, path: str, allowed: Sequence[str]) -> str:
        """One of the allowed words; the first where it is none of them."""
        if isinstance(value, str) and value in allowed:
            return value
        self.note(path, say.NOT_A_CHOICE, found=describe(value), allowed=", ".join(allowed))
        return allowed[0]

    def choices(self, value: object, path: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Some of the allowed words, each once."""
        kept: list[str] = []
        for index, entry in enumerate(
            self.entries(value, path, limit=len(allowed), may_be_empty=True)
        ):
            place = f"{path}[{index}]"
            if isinstance(entry, str) and entry in kept:
                self.note(place, say.DOUBLE_ENTRY, found=describe(entry))
                continue
            kept.append(self.choice(entry, place, allowed))
        return tuple(kept)

    def number(
        self, value: object, path: str, limit: Decimal, *, above_zero: bool
    ) -> Decimal | None:
        """A finite decimal from 0 (or above 0) to ``limit``; None where it is not."""
        number = as_decimal(value)
        if number is None:
            self.note(path, say.NOT_A_NUMBER, found=describe(value))
        elif above_zero and number <= 0:
            self.note(path, say.NOT_ABOVE, found=describe(value), limit=0)
        elif number < 0:
            self.note(path, say.TOO_SMALL, found=describe(value), limit=0)
        elif number > limit:
            self.note(path, say.TOO_LARGE, found=describe(value), limit=limit)
        elif _decimals(number) > MAX_DECIMALS:
            self.note(path, say.TOO_FINE, found=describe(value), limit=MAX_DECIMALS)
        else:
            return number
        return None


def as_decimal(value: object) -> Decimal | None:
    """A JSON number as an exact decimal; None for anything else, NaN and infinity.

    A float is taken as it is written (0.1 is one tenth), not as it is stored.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _member(path: str, name: object) -> str:
    plain = isinstance(name, str) and re.fullmatch(r"[A-Za-z_$][\w$-]*", name)
    return f"{path}.{name}" if plain else f"{path}[{describe(name)}]"
