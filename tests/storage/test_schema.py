"""The tables are explained, their constraints have names, and a server can hold them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from app.storage.schema import Base
from app.storage.times import UtcDateTime

TABLES = Base.metadata.sorted_tables


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_explained_and_its_constraints_are_named(table: sa.Table):
    assert table.comment
    assert all(constraint.name for constraint in table.constraints)
    assert all(index.name for index in table.indexes)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_server_can_hold_every_table(table: sa.Table):
    ddl = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    for index in table.indexes:
        ddl += str(CreateIndex(index).compile(dialect=postgresql.dialect()))
    assert f"CREATE TABLE {table.name}" in ddl
    assert "DATETIME" not in ddl
    # PostgreSQL cuts longer names off.
    names = [str(named.name) for named in (*table.constraints, *table.indexes)]
    assert max(map(len, names)) <= 63


def test_business_times_are_utc_and_times_in_the_footage_are_microseconds():
    columns = [column for table in TABLES for column in table.columns]
    moments = [column for column in columns if column.name.endswith("_at")]
    footage = [column for column in columns if column.name.endswith("_media_time_us")]
    assert len(moments) > 10
    assert len(footage) == 4
    assert all(isinstance(column.type, UtcDateTime) for column in moments)
    assert all(isinstance(column.type, sa.BigInteger) for column in footage)
    assert not [c for c in columns if isinstance(c.type, sa.DateTime) and c not in moments]


def test_no_column_keeps_a_password():
    names = [column.name for table in TABLES for column in table.columns]
    assert not [name for name in names if "password" in name or "secret" in name]
