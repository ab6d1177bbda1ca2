"""From a plain JSON document to a checklist, and the identity of its version.

The public description of the document is ``resources/checklist.schema.json``;
this reader enforces the same rules and those a schema cannot say (ids used
twice, a pass mark above the maximum), with a sentence for each problem.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from app.inspection import problems as say
from app.inspection.items import (
    HINT_RULES,
    PLACES,
    AnswerKind,
    Checklist,
    ChecklistSection,
    Item,
    LocalText,
    RedLinePolicy,
    Rollup,
)
from app.inspection.problems import ChecklistFault, Problem
from app.inspection.reading import Reader, as_decimal

__all__ = [
    "HINT_RULES",
    "PLACES",
    "AnswerKind",
    "Checklist",
    "ChecklistFault",
    "ChecklistSection",
    "Item",
    "LocalText",
    "Problem",
    "checklist_digest",
    "parse_checklist",
]

ROLLUPS = ("points",)
RED_LINE_POLICIES = ("zero_section",)
MAX_SECTIONS = 100
MAX_ITEMS = 500
MAX_TITLE = 200
MAX_NUMBER = Decimal(1000)
_ONLY_SCORE = ("max_score", "pass_mark")
_ITEM_OPTIONAL = (
    "answer",
    *_ONLY_SCORE,
    "weight",
    "red_line",
    "na_allowed",
    "required",
    "places",
    "hint_rules",
)


def parse_checklist(document: object, name: str = "") -> Checklist:
    """The checklist that ``document`` (parsed JSON) describes.

    Numbers may be int, float or Decimal. ``name`` is what a person calls the
    document, for the sentence. Raises ChecklistFault with all problems.
    """
    parsing = _Parsing()
    checklist = parsing.checklist(document)
    if parsing.problems or checklist is None:
        raise ChecklistFault(parsing.problems, name)
    return checklist


def checklist_digest(document: object) -> str:
    """SHA-256 (hex) of the document in one canonical writing: the version's identity.

    Key order, white space and the writing of a number (1, 1.0) do not matter.
    """
    return hashlib.sha256(_canonical(document).encode("ascii")).hexdigest()


def _canonical(value: object) -> str:
    if isinstance(value, Mapping):
        names = sorted(value, key=str)
        return "{" + ",".join(f"{json.dumps(str(n))}:{_canonical(value[n])}" for n in names) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_canonical, value)) + "]"
    number = as_decimal(value)
    return json.dumps(value) if number is None else _number_text(number)


def _number_text(number: Decimal) -> str:
    """Digits and exponent: one writing per value, short even for absurd exponents."""
    sign, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    kept = text.rstrip("0")
    power = int(exponent) + len(text) - len(kept)
    return f"{'-' if sign else ''}{kept}e{power}"


class _Parsing(Reader):
    """One pass over one document; remembers where each id was first used."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, str], str] = {}

    def checklist(self, document: object) -> Checklist | None:
        fields = self.fields(
            document,
            "$",
            ("key", "title", "sections"),
            ("rollup", "red_line_policy", "$schema"),
        )
        if fields is None:
            return None
        if "$schema" in fields:
            self.text(fields["$schema"], "$.$schema")
        key = self.identifier(fields["key"], "$.key") if "key" in fields else "?"
        title = self._title(fields, "$")
        rollup = self.choice(fields.get("rollup", "points"), "$.rollup", ROLLUPS)
        policy = self.choice(
            fields.get("red_line_policy", "zero_section"), "$.red_line_policy", RED_LINE_POLICIES
        )
        sections = self._sections(fields)
        return Checklist(
            key, title, cast("Rollup", rollup), cast("RedLinePolicy", policy), sections
        )

    def _sections(self, fields: Mapping[str, object]) -> tuple[ChecklistSection, ...]:
        if "sections" not in fields:
            return ()
        entries = self.entries(fields["sections"], "$.sections", MAX_SECTIONS)
        sections = (self._section(entry, f"$.sections[{i}]") for i, entry in enumerate(entries))
        return tuple(section for section in sections if section is not None)

    def _section(self, value: object, path: str) -> ChecklistSection | None:
        fields = self.fields(value, path, ("id", "title", "items"))
        if fields is None:
            return None
        section_id = self._own_id(fields, path, "section")
        title = self._title(fields, path)
        entries = (
            self.entries(fields["items"], f"{path}.items", MAX_ITEMS) if "items" in fields else ()
        )
        items = (self._item(entry, f"{path}.items[{i}]") for i, entry in enumerate(entries))
        return ChecklistSection(section_id, title, tuple(item for item in items if item))

    def _item(self, value: object, path: str) -> Item | None:
        fields = self.fields(value, path, ("id", "title", "standard"), _ITEM_OPTIONAL)
        if fields is None:
            return None
        red_line = self.flag(fields.get("red_line", False), f"{path}.red_line")
        kind = AnswerKind(
            self.choice(
                fields.get("answer", "pass_fail"),
                f"{path}.answer",
                [kind.value for kind in AnswerKind],
            )
        )
        maximum, mark = self._scale(fields, path, kind, red_line=red_line)
        weight = self.number(
            fields.get("weight", 1), f"{path}.weight", MAX_NUMBER, above_zero=False
        )
        return Item(
            id=self._own_id(fields, path, "item"),
            title=self._title(fields, path),
            standard=(
                self.local_text(fields["standard"], f"{path}.standard")
                if "standard" in fields
                else LocalText("?", "?")
            ),
            answer_kind=kind,
            max_score=maximum,
            weight=Decimal(1) if weight is None else weight,
            red_line=red_line,
            pass_mark=mark,
            # A red line that may be waved away with N/A is no red line.
            na_allowed=self.flag(fields.get("na_allowed", not red_line), f"{path}.na_allowed"),
            required=self.flag(fields.get("required", True), f"{path}.required"),
            places=self.choices(fields.get("places", ()), f"{path}.places", PLACES),
            hint_rules=self.choices(fields.get("hint_rules", ()), f"{path}.hint_rules", HINT_RULES),
        )

    def _scale(
        self, fields: Mapping[str, object], path: str, kind: AnswerKind, *, red_line: bool
    ) -> tuple[Decimal, Decimal | None]:
        """Maximum and pass mark, with what they must be to one another."""
        if kind is AnswerKind.PASS_FAIL:
            for name in _ONLY_SCORE:
                if name in fields:
                    self.note(f"{path}.{name}", say.ONLY_FOR_SCORE)
            return Decimal(1), None
        if "max_score" not in fields:
            self.note(f"{path}.max_score", say.SCORE_WITHOUT_MAXIMUM)
            return Decimal(1), None
        maximum = self.number(fields["max_score"], f"{path}.max_score", MAX_NUMBER, above_zero=True)
        if "pass_mark" not in fields:
            if red_line:
                self.note(f"{path}.pass_mark", say.RED_LINE_WITHOUT_MARK)
            return maximum or Decimal(1), None
        mark = self.number(fields["pass_mark"], f"{path}.pass_mark", MAX_NUMBER, above_zero=True)
        if mark is not None and maximum is not None and mark > maximum:
            self.note(f"{path}.pass_mark", say.MARK_ABOVE_MAXIMUM, found=mark, limit=maximum)
        return maximum or Decimal(1), mark

    def _title(self, fields: Mapping[str, object], path: str) -> LocalText:
        if "title" not in fields:
            return LocalText("?", "?")
        return self.local_text(fields["title"], f"{path}.title", MAX_TITLE)

    def _own_id(self, fields: Mapping[str, object], path: str, kind: str) -> str:
        if "id" not in fields:
            return "?"
        own = self.identifier(fields["id"], f"{path}.id")
        if own == "?":
            return own
        first = self._seen.setdefault((kind, own), f"{path}.id")
        if first != f"{path}.id":
            self.note(f"{path}.id", say.DOUBLE_ID, found=f'"{own}"', first=first)
        return own
