"""A business time always knows its zone, and keeps its last microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from app.storage.times import UtcDateTime, from_us, to_us

COLUMN = sa.Table("t", sa.MetaData(), sa.Column("at", UtcDateTime()))
# The years 1 to 9999 in microseconds.
ANY_US = st.integers(
    to_us(datetime.min.replace(tzinfo=UTC)), to_us(datetime.max.replace(tzinfo=UTC))
)


@given(ANY_US)
def test_microseconds_survive_exactly(moment_us: int):
    assert to_us(from_us(moment_us)) == moment_us


@given(ANY_US)
def test_microseconds_survive_the_database(moment_us: int):
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        COLUMN.create(connection)
        connection.execute(COLUMN.insert().values(at=from_us(moment_us)))
        assert to_us(connection.execute(sa.select(COLUMN.c.at)).scalar_one()) == moment_us
    engine.dispose()


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())  # noqa: DTZ001 - the point


def test_other_zones_become_utc_on_the_way_in_and_out():
    shanghai = timezone(timedelta(hours=8))
    nine = datetime(2026, 1, 1, 9, tzinfo=shanghai)
    column = UtcDateTime()
    assert column.process_bind_param(nine, postgresql.dialect()) == datetime(
        2026, 1, 1, 1, tzinfo=UTC
    )
    stored = column.process_bind_param(nine, sqlite.dialect())
    assert stored is not None
    assert stored.tzinfo is None
    assert column.process_result_value(stored, sqlite.dialect()) == nine
    answered = column.process_result_value(nine, postgresql.dialect())
    assert answered is not None
    assert answered.utcoffset() == timedelta(0)
