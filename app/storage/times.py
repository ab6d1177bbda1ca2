"""The one border between integer microseconds (values) and datetimes (columns)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now_us() -> int:
    """This workstation's clock, in microseconds UTC."""
    return time.time_ns() // 1_000


def to_us(moment: datetime) -> int:
    """Microseconds UTC of an aware ``moment``, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(moment_us: int) -> datetime:
    """The aware UTC datetime of ``moment_us``, exactly."""
    return _EPOCH + moment_us * _MICROSECOND


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. A datetime without time zone is refused, never guessed.

    SQLite keeps no time zone, so what comes back gets UTC written on it; a
    server with ``timestamp with time zone`` may answer in its session's zone
    and is turned back to UTC.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Only aware datetimes reach the database, as UTC."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError(f"a business time needs its time zone: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)
