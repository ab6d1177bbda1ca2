"""The schema at start, and that an upgraded database equals a fresh one."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)

from app.storage import faults
from app.storage.database import Database
from app.storage.faults import SchemaFault, StorageFault
from app.storage.migrate import MIGRATIONS, SchemaStep, migration_config, open_schema
from app.storage.schema import HEAD_REVISION, Base
from tests.storage.small import AT_US, Chain, make_chain, open_storage, record

FROZEN = Path(__file__).parent / "frozen"

# Imported by name: see tests/conftest.py.
__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


@pytest.fixture
def alembic_config() -> Config:
    return migration_config()


@pytest.fixture
def alembic_engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'alembic.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'floorwalk.sqlite'}")
    yield opened
    opened.close()


def schema_of(path: Path) -> set[tuple[str, ...]]:
    """Columns, foreign keys and indexes of every table, as SQLite describes them."""
    found: set[tuple[str, ...]] = set()
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f"PRAGMA table_xinfo('{table}')"):
                found.add(("column", table, str(row[1:])))
            for row in connection.execute(f"PRAGMA foreign_key_list('{table}')"):
                found.add(("foreign key", table, str(row[2:])))
            for _, name, unique, origin, partial in connection.execute(
                f"PRAGMA index_list('{table}')"
            ).fetchall():
                columns = connection.execute(f"PRAGMA index_info('{name}')").fetchall()
                named = "" if name.startswith("sqlite_autoindex") else name
                told = (named, unique, origin, partial, [column for _, _, column in columns])
                found.add(("index", table, str(told)))
    return found


def test_head_is_the_newest_file():
    script = ScriptDirectory.from_config(migration_config())
    assert script.get_current_head() == HEAD_REVISION


def test_an_empty_database_is_made_and_stamped(database: Database, tmp_path: Path):
    assert open_schema(database, tmp_path / "backups").step is SchemaStep.CREATED
    assert open_schema(database, tmp_path / "backups").step is SchemaStep.CURRENT
    assert not (tmp_path / "backups").exists()


def test_upgraded_equals_fresh(database: Database, tmp_path: Path):
    open_schema(database, tmp_path / "backups")
    upgraded = tmp_path / "upgraded.sqlite"
    engine = sa.create_engine(f"sqlite:///{upgraded}")
    with engine.begin() as connection:
        from alembic import command

        command.upgrade(migration_config(connection), "head")
    engine.dispose()
    assert database.path is not None
    assert schema_of(upgraded) == schema_of(database.path)


def normal(statements: Iterable[str]) -> set[str]:
    """Statements without the accidents of writing; columns and constraints in any order.

    What is added to a table later stands where it would stand had it been there at once.
    """
    tables: dict[str, list[str]] = {}
    others: set[str] = set()
    for statement in statements:
        lines = [" ".join(line.split()).rstrip(",;") for line in statement.splitlines()]
        lines = [line for line in lines if line]
        added = re.match(r"ALTER TABLE (\w+) ADD (?:COLUMN )?(.*)", lines[0] if lines else "")
        if added:
            tables[added[1]].append(added[2])
        elif lines and lines[0].startswith("CREATE TABLE "):
            tables[lines[0].split()[2]] = lines
        else:
            others.add("\n".join(lines))
    return (others | {"\n".join(sorted(lines)) for lines in tables.values()}) - {""}


def test_on_a_server_upgraded_equals_fresh_comments_included():
    """Both as the DDL they would send to PostgreSQL."""
    fresh: list[str] = []
    engine = sa.create_mock_engine(
        "postgresql+psycopg://",
        lambda statement, *_args, **_kwargs: fresh.append(str(statement.compile(engine))),
    )
    Base.metadata.create_all(engine, checkfirst=False)
    script = ScriptDirectory.from_config(migration_config())
    sent = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": sent}
    )
    with Operations.context(context):
        for revision in reversed(list(script.walk_revisions())):
            revision.module.upgrade()
    assert len(fresh) > 40
    assert normal(sent.getvalue().split(";\n")) == normal(fresh)


def next_version(tmp_path: Path) -> Path:
    """The migrations of a Floorwalk to come: one more step."""
    scripts = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_next.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        "revision = '9999'\n"
        f"down_revision = '{HEAD_REVISION}'\n"
        "def upgrade():\n"
        "    op.add_column('store', sa.Column('phone', sa.Text()))\n"
        "    op.execute(\"UPDATE store SET phone = 'of ' || code\")\n"
    )
    return scripts


def stored_chain(home: Path) -> Chain:
    storage = open_storage(home)
    chain = make_chain(storage)
    storage.write(record(chain.inspection, "i0"))
    storage.close()
    return chain


def test_an_older_database_is_copied_and_then_upgraded(tmp_path: Path):
    stored_chain(tmp_path / "home")
    path = tmp_path / "home" / "floorwalk.sqlite"
    database = Database(f"sqlite:///{path}")
    opened = open_schema(
        database, tmp_path / "backups", scripts=next_version(tmp_path), head="9999"
    )
    database.close()
    assert opened.step is SchemaStep.UPGRADED
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT phone FROM store").fetchall() == [("of S001",)]
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (1,)
    assert opened.backup is not None
    with closing(sqlite3.connect(opened.backup)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
            HEAD_REVISION,
        )
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (1,)


def test_a_failed_upgrade_leaves_everything_as_it_was(tmp_path: Path):
    stored_chain(tmp_path / "home")
    path = tmp_path / "home" / "floorwalk.sqlite"
    scripts = next_version(tmp_path)
    step = scripts / "versions" / "9999_next.py"
    step.write_text(step.read_text() + "    op.execute('UPDATE nothing SET x = 1')\n")
    database = Database(f"sqlite:///{path}")
    before = schema_of(path)
    with pytest.raises(SchemaFault, match="left as it was"):
        open_schema(database, tmp_path / "backups", scripts=scripts, head="9999")
    database.close()
    assert schema_of(path) == before
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path):
    stored_chain(tmp_path / "home")
    path = tmp_path / "home" / "floorwalk.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0x99'")
    before = path.read_bytes()
    with pytest.raises(SchemaFault) as caught:
        open_storage(tmp_path / "home")
    assert caught.value.sentence is faults.TOO_NEW
    assert "0x99" in caught.value.text("zh_CN")
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path):
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(SchemaFault, match="recipes"):
        open_storage(tmp_path / "home", f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize("frozen", sorted(FROZEN.glob("*.sql")), ids=lambda path: path.stem)
def test_a_database_of_every_released_schema_opens_with_its_rows(frozen: Path, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    with closing(sqlite3.connect(home / "floorwalk.sqlite")) as connection:
        connection.executescript(frozen.read_text(encoding="utf-8"))
    storage = open_storage(home)
    try:
        from app.storage.bookmarks import bookmark_list
        from app.storage.inspections import inspection_of
        from app.storage.recorders import recorder_list
        from app.storage.stage import store_tree
        from app.storage.tasks import task_of

        tree = storage.read(store_tree)
        submitted = storage.read(lambda session: inspection_of(session, 1))
        task = storage.read(lambda session: task_of(session, 1))
        recorders = storage.read(lambda session: recorder_list(session, None))
        bookmarks = storage.read(lambda session: bookmark_list(session, [1], 0, 2 * AT_US))
    finally:
        storage.close()
    assert [camera.code for camera in tree.cameras()] == ["counter"]
    assert submitted.score is not None
    assert str(submitted.score.final_percent) == "66.67"
    assert [event.to_state.value for event in task.history] == ["open", "in_rectification"]
    recorded = int(frozen.stem) >= 2
    assert [recorder.clock_offset_s for recorder in recorders] == [420.0] * recorded
    assert [camera.recorder_id for camera in tree.cameras()] == [1 if recorded else None]
    assert [mark.text for mark in bookmarks] == ["Shutter half down"] * recorded
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    open_schema(fresh, tmp_path / "backups")
    fresh.close()
    assert schema_of(home / "floorwalk.sqlite") == schema_of(tmp_path / "fresh.sqlite")


def test_an_unreadable_address_is_told_without_repeating_it():
    with pytest.raises(StorageFault) as caught:
        Database("postgresql+nothing://user:s3cret@server/db")
    assert "s3cret" not in str(caught.value)
    with pytest.raises(StorageFault) as caught:
        Database("user:s3cret@server")
    assert "s3cret" not in str(caught.value)
