"""The schema at start: make it, go on with it, bring it up to date, or refuse it.

An empty database gets today's tables and today's revision at once. An older
one is copied (SQLite) and then upgraded in one transaction, so a failure
leaves it as it was. A newer one, or one of another program, is refused and not
touched.
"""

from __future__ import annotations

import enum
import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.storage import faults as say
from app.storage.database import Database
from app.storage.disk import disk_fault
from app.storage.faults import SchemaFault
from app.storage.schema import HEAD_REVISION, Base

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"
_LOG = logging.getLogger(__name__)


class SchemaStep(enum.Enum):
    """What opening did."""

    CREATED = "created"
    CURRENT = "current"
    UPGRADED = "upgraded"


@dataclass(frozen=True)
class SchemaOpened:
    """What opening did, and where the copy from before lies (SQLite upgrades only)."""

    step: SchemaStep
    backup: Path | None = None


def open_schema(
    database: Database, backups: Path, *, scripts: Path = MIGRATIONS, head: str = HEAD_REVISION
) -> SchemaOpened:
    """Make or upgrade the tables of ``database``; raises SchemaFault or DatabaseAway.

    ``scripts`` and ``head`` are the migrations to know; tests bring their own.
    """
    try:
        with database.writing_engine.begin() as connection:
            found = _revision(connection, database)
            if found is None:
                _create(connection, scripts, head)
                return SchemaOpened(SchemaStep.CREATED)
        if found == head:
            return SchemaOpened(SchemaStep.CURRENT)
        return _upgrade(database, backups, found, scripts, head)
    except DBAPIError as error:
        raise database.opening_fault(error) from error


def migration_config(connection: Connection | None = None, scripts: Path = MIGRATIONS) -> Config:
    """Alembic's configuration; imported late, since most starts need no migration."""
    from alembic.config import Config

    config = Config()
    # ConfigParser reads % as the start of a place to fill.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection, database: Database) -> str | None:
    """The revision of the database; None when it is empty."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if _VERSION_TABLE not in tables or "inspection" not in tables:
        shown = ", ".join(sorted(tables)[:5])
        raise SchemaFault(say.FOREIGN, database=database.name, tables=shown)
    return str(connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one())


def _create(connection: Connection, scripts: Path, head: str) -> None:
    from alembic import command

    Base.metadata.create_all(connection)
    command.stamp(migration_config(connection, scripts), head)


def _upgrade(
    database: Database, backups: Path, found: str, scripts: Path, head: str
) -> SchemaOpened:
    from alembic import command
    from alembic.script import ScriptDirectory

    known = {
        script.revision
        for script in ScriptDirectory.from_config(
            migration_config(scripts=scripts)
        ).walk_revisions()
    }
    if found not in known:
        raise SchemaFault(say.TOO_NEW, database=database.name, found=found, known=head)
    backup = _backup(database, backups, found)
    try:
        with database.writing_engine.begin() as connection:
            command.upgrade(migration_config(connection, scripts), head)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise SchemaFault(
            say.UPGRADE_FAILED, database=database.name, reason=reason, backup=backup or "-"
        ) from error
    _LOG.info("schema of %s upgraded from %s to %s", database.name, found, head)
    return SchemaOpened(SchemaStep.UPGRADED, backup)


def _backup(database: Database, backups: Path, revision: str) -> Path | None:
    """A consistent copy of a SQLite database; a server has its own backups."""
    if database.path is None:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = backups / f"{database.path.stem}-{revision}-{stamp}.sqlite"
    try:
        backups.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(database.path)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    except OSError as error:
        raise disk_fault(error, target, "the copy of the database") from error
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise SchemaFault(
            say.UPGRADE_FAILED, database=database.name, reason=error, backup="-"
        ) from error
    return target
