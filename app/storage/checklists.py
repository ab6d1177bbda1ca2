"""Checklist versions: importing and reading them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.inspection.checklist import Checklist, checklist_digest, parse_checklist
from app.storage.faults import gone
from app.storage.schema import ChecklistVersionRow
from app.storage.times import from_us, to_us
from app.storage.values import ChecklistVersion


def read_document(text: str) -> object:
    """The JSON document in ``text``, its numbers exact; raises ValueError."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)


@lru_cache(maxsize=64)
def parsed(document: str) -> Checklist:
    """The checklist of a stored document; the same text is parsed once."""
    return parse_checklist(read_document(document))


def checklist_versions(session: Session) -> tuple[ChecklistVersion, ...]:
    """All versions, by key, newest first."""
    rows = session.scalars(
        select(ChecklistVersionRow).order_by(
            ChecklistVersionRow.key, ChecklistVersionRow.version.desc()
        )
    )
    return tuple(version_value(row) for row in rows)


def checklist_version(session: Session, version_id: int) -> ChecklistVersion:
    """One version; raises NotFound."""
    return version_value(version_row(session, version_id))


def checklist_document(session: Session, version_id: int) -> str:
    """The JSON document of a version, as it was imported; raises NotFound."""
    return version_row(session, version_id).document


def version_row(session: Session, version_id: int) -> ChecklistVersionRow:
    """The row of one version; raises NotFound."""
    row = session.get(ChecklistVersionRow, version_id)
    if row is None:
        raise gone("The checklist version", "检查表版本", version_id)
    return row


@dataclass(frozen=True)
class ImportChecklist:
    """The same document is the same version; any other is the next one of its key."""

    document: str
    at_us: int
    who: str

    def run(self, session: Session) -> ChecklistVersion:
        """The version as stored; raises ChecklistFault."""
        key = parsed(self.document).key
        digest = checklist_digest(read_document(self.document))
        of_key = select(ChecklistVersionRow).where(ChecklistVersionRow.key == key)
        row = session.scalar(of_key.where(ChecklistVersionRow.digest == digest))
        if row is None:
            newest = session.scalar(
                select(func.max(ChecklistVersionRow.version)).where(ChecklistVersionRow.key == key)
            )
            row = ChecklistVersionRow(
                key=key,
                version=(newest or 0) + 1,
                digest=digest,
                document=self.document,
                imported_at=from_us(self.at_us),
                imported_by=self.who,
            )
            session.add(row)
            session.flush()
        return version_value(row)


def version_value(row: ChecklistVersionRow) -> ChecklistVersion:
    """A version without its row."""
    checklist = parsed(row.document)
    return ChecklistVersion(
        id=row.id,
        key=row.key,
        version=row.version,
        title=checklist.title,
        digest=row.digest,
        imported_us=to_us(row.imported_at),
        imported_by=row.imported_by,
        checklist=checklist,
    )


def _refuse_constant(name: str) -> object:
    """JSON has no NaN and no infinity, whatever Python's reader thinks."""
    raise ValueError(f"{name} is not JSON")
