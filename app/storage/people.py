"""Who works with Floorwalk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.faults import Language
from app.storage.schema import PersonRow
from app.storage.times import from_us
from app.storage.values import Person


def person_named(session: Session, name: str) -> Person | None:
    """The person of that name, or None."""
    row = session.scalar(select(PersonRow).where(PersonRow.name == name))
    return None if row is None else _person(row)


@dataclass(frozen=True)
class IntroducePerson:
    """A person who is already known gets the language and time zone given now."""

    name: str
    language: Language
    time_zone: str
    at_us: int

    def run(self, session: Session) -> Person:
        """The person as stored."""
        row = session.scalar(select(PersonRow).where(PersonRow.name == self.name))
        if row is None:
            row = PersonRow(name=self.name, introduced_at=from_us(self.at_us))
            session.add(row)
        row.language = self.language
        row.time_zone = self.time_zone
        session.flush()
        return _person(row)


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, cast("Language", row.language), row.time_zone)
