"""The result of scoring, as it is kept for ever with a submitted inspection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from app.faults import Fault, Sentence

RULE_VERSION = "points-1"
"""Which rules made a score; changes whenever the same answers would score otherwise."""

_DAMAGED = Sentence(
    "A stored score cannot be read ({reason}). Restore the database from its last backup.",
    "一份已保存的得分无法读取（{reason}）。请用最近的备份恢复数据库。",
)


class ScoreFault(Fault):
    """A stored score cannot be read."""


@dataclass(frozen=True)
class ItemScore:
    """Weighted points of one item; 0 of 0 when it is out of the denominator."""

    item_id: str
    earned: Fraction
    maximum: Fraction
    failed: bool
    red_line_hit: bool


@dataclass(frozen=True)
class SectionScore:
    """Points of one section before (``raw_``) and after its red lines."""

    section_id: str
    raw_earned: Fraction
    earned: Fraction
    maximum: Fraction
    raw_percent: Decimal | None
    percent: Decimal | None
    red_line_hits: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """The whole result. Percentages have 2 places; None means there is no score."""

    items: tuple[ItemScore, ...]
    sections: tuple[SectionScore, ...]
    raw_earned: Fraction
    earned: Fraction
    maximum: Fraction
    raw_percent: Decimal | None
    final_percent: Decimal | None
    answered: int
    total: int
    na: int
    not_assessable: int
    failed_items: tuple[str, ...]
    red_line_hits: tuple[str, ...]
    coverage_percent: Decimal | None
    missing_required: tuple[str, ...]
    rule_version: str

    def item(self, item_id: str) -> ItemScore:
        """The score of one item; KeyError where there is none."""
        for entry in self.items:
            if entry.item_id == item_id:
                return entry
        raise KeyError(item_id)

    def section(self, section_id: str) -> SectionScore:
        """The score of one section; KeyError where there is none."""
        for entry in self.sections:
            if entry.section_id == section_id:
                return entry
        raise KeyError(section_id)

    def to_document(self) -> dict[str, object]:
        """The score as plain JSON values; points are exact fractions like "11/18"."""
        plain: dict[str, object] = _plain(vars(self))
        plain["items"] = [_plain(vars(entry)) for entry in self.items]
        plain["sections"] = [_plain(vars(entry)) for entry in self.sections]
        return plain

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> Score:
        """The score that ``to_document`` wrote; raises ScoreFault where it is damaged."""
        try:
            return _score_from(document)
        except (KeyError, TypeError, ValueError, ZeroDivisionError, InvalidOperation) as error:
            raise ScoreFault(_DAMAGED, reason=repr(error)) from error


def percent(earned: Fraction, maximum: Fraction) -> Decimal | None:
    """``earned`` of ``maximum`` in percent, rounded half up to 2 places; None of nothing."""
    if maximum == 0:
        return None
    hundredths = earned * 10000 / maximum
    # Points are never negative, so the floor of value + 1/2 is half up.
    return Decimal((hundredths + Fraction(1, 2)).__floor__()).scaleb(-2)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    def one(value: object) -> object:
        if isinstance(value, (Fraction, Decimal)):
            return str(value)
        return list(value) if isinstance(value, tuple) else value

    return {name: one(value) for name, value in values.items()}


def _score_from(document: Mapping[str, object]) -> Score:
    return Score(
        items=tuple(_item_from(entry) for entry in _list(document["items"])),
        sections=tuple(_section_from(entry) for entry in _list(document["sections"])),
        raw_earned=Fraction(str(document["raw_earned"])),
        earned=Fraction(str(document["earned"])),
        maximum=Fraction(str(document["maximum"])),
        raw_percent=_decimal(document["raw_percent"]),
        final_percent=_decimal(document["final_percent"]),
        answered=int(str(document["answered"])),
        total=int(str(document["total"])),
        na=int(str(document["na"])),
        not_assessable=int(str(document["not_assessable"])),
        failed_items=_names(document["failed_items"]),
        red_line_hits=_names(document["red_line_hits"]),
        coverage_percent=_decimal(document["coverage_percent"]),
        missing_required=_names(document["missing_required"]),
        rule_version=str(document["rule_version"]),
    )


def _item_from(entry: object) -> ItemScore:
    fields = _object(entry)
    return ItemScore(
        item_id=str(fields["item_id"]),
        earned=Fraction(str(fields["earned"])),
        maximum=Fraction(str(fields["maximum"])),
        failed=bool(fields["failed"]),
        red_line_hit=bool(fields["red_line_hit"]),
    )


def _section_from(entry: object) -> SectionScore:
    fields = _object(entry)
    return SectionScore(
        section_id=str(fields["section_id"]),
        raw_earned=Fraction(str(fields["raw_earned"])),
        earned=Fraction(str(fields["earned"])),
        maximum=Fraction(str(fields["maximum"])),
        raw_percent=_decimal(fields["raw_percent"]),
        percent=_decimal(fields["percent"]),
        red_line_hits=_names(fields["red_line_hits"]),
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {value!r}")
    return value


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(entry) for entry in _list(value))


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"an object was expected, not {value!r}")
    return value
