"""One database: how it is opened, whether it is there, what its errors mean.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit returns only after
the log is on the disk. Killing the program loses nothing that was committed;
a power cut loses nothing either, provided the disk tells the truth about its
cache. (``NORMAL`` would be faster, but a power cut could then take back the
last answers; one answer every few seconds does not need the speed.)
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from app.faults import Sentence
from app.storage import faults as say
from app.storage.faults import Conflict, DatabaseAway, StorageBug, StorageFault

BUSY_TIMEOUT_S = 5.0
CONNECT_TIMEOUT_S = 5
_POOL_TIMEOUT_S = 10.0
_WRITES = "floorwalk_writes"
# PostgreSQL: serialization failure, deadlock, lock not available.
_TRANSIENT_STATES = frozenset({"40001", "40P01", "55P03"})
# By the low byte of SQLite's result code; an OperationalError with any other is our mistake.
_SQLITE_AWAY = {
    sqlite3.SQLITE_PERM: say.READ_ONLY,
    sqlite3.SQLITE_READONLY: say.READ_ONLY,
    sqlite3.SQLITE_BUSY: say.BUSY,
    sqlite3.SQLITE_LOCKED: say.BUSY,
    sqlite3.SQLITE_FULL: say.DATABASE_FULL,
    sqlite3.SQLITE_IOERR: say.AWAY,
    sqlite3.SQLITE_CANTOPEN: say.AWAY,
    sqlite3.SQLITE_PROTOCOL: say.AWAY,
    sqlite3.SQLITE_CORRUPT: say.DAMAGED,
    sqlite3.SQLITE_NOTADB: say.DAMAGED,
}
_LOW_BYTE = 0xFF
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Database:
    """An engine and the words for its troubles. Threads may share it."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.path = _file_of(self.url)
        self.name = str(self.path) if self.path else self.url.render_as_string(hide_password=True)
        self.kind = _KINDS.get(self.url.get_backend_name(), self.url.get_backend_name())
        self._identity: tuple[int, int] | None = None
        self.engine = self._engine()
        self.writing_engine = self.engine.execution_options(**{_WRITES: True})

    def check_present(self) -> None:
        """Raise DatabaseAway when the file of a SQLite database is gone.

        An open connection would go on writing into the deleted file without a
        word, so the name is looked up before each transaction. A file that was
        put back is a new file: connections to the old one are dropped.
        """
        if self.path is None:
            return
        identity = _identity(self.path)
        if identity == self._identity:
            return
        self.engine.dispose()
        if identity is None:
            if self._identity is not None:
                raise DatabaseAway(say.VANISHED, database=self.name)
            return
        self._identity = identity

    def opened(self) -> None:
        """From now on the file must exist and is ours: it may be put into WAL mode.

        Where WAL is not possible (some network disks) SQLite keeps its older
        mode, which is as safe and only makes readers wait for writers.
        """
        if self.path is None:
            return
        self._identity = _identity(self.path)
        with closing(self._connect()) as connection, suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL").close()

    def transient(self, error: DBAPIError) -> bool:
        """Whether doing the same again may well succeed."""
        if getattr(error.orig, "sqlstate", None) in _TRANSIENT_STATES:
            return True
        if error.connection_invalidated:
            return True
        return _sqlite_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

    def opening_fault(self, error: DBAPIError) -> StorageFault:
        """What to tell when the database cannot be opened at all."""
        found = self.fault(error)
        if isinstance(found, DatabaseAway) and found.sentence is not say.AWAY:
            return found
        return StorageFault(say.NOT_OPENED, database=self.name, reason=_reason(error))

    def fault(self, error: DBAPIError | PoolTimeout) -> Conflict | StorageFault:
        """What to tell a person about ``error``."""
        if isinstance(error, IntegrityError):
            return Conflict(say.CONFLICT)
        reason = _reason(error)
        sentence = self._away(error)
        if sentence is None:
            return StorageBug(say.FAILED, database=self.name, reason=reason)
        return DatabaseAway(sentence, database=self.name, reason=reason)

    def _away(self, error: DBAPIError | PoolTimeout) -> Sentence | None:
        """In which way the database is away; None = it is there and refused our statement."""
        if isinstance(error, PoolTimeout) or error.connection_invalidated:
            return say.AWAY
        if self.path is not None:
            return _SQLITE_AWAY.get(_sqlite_code(error))
        return say.AWAY if isinstance(error, (OperationalError, InterfaceError)) else None

    def close(self) -> None:
        """Close every connection; idempotent."""
        self.engine.dispose()

    def _engine(self) -> Engine:
        try:
            if self.path is None:
                return create_engine(
                    self.url,
                    pool_pre_ping=True,
                    pool_timeout=_POOL_TIMEOUT_S,
                    connect_args=_server_arguments(self.url),
                )
            engine = create_engine(
                "sqlite://",
                creator=self._connect,
                poolclass=QueuePool,
                pool_timeout=_POOL_TIMEOUT_S,
            )
        except (ImportError, NoSuchModuleError, ArgumentError) as error:
            raise StorageFault(say.NO_DRIVER, database=self.name, reason=error) from error
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _connect(self) -> sqlite3.Connection:
        """A connection that never makes a new file once the database was there."""
        if self.path is None:
            raise AssertionError("only SQLite connects through here")
        mode = "rwc" if self._identity is None else "rw"
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,  # transactions are begun by _begin_sqlite
            check_same_thread=False,  # the pool hands a connection to one thread at a time
        )


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        # The text is not shown: an address that cannot be read cannot be redacted either.
        raise StorageFault(say.NO_DRIVER, database="…", reason="not an address") from error


def _file_of(url: URL) -> Path | None:
    """The file of a SQLite address; None for a server."""
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in (None, "", ":memory:"):
        raise StorageFault(say.NO_DRIVER, database=str(url), reason="memory keeps nothing")
    return Path(str(url.database))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _server_arguments(url: URL) -> dict[str, Any]:
    """A server that is away is told after seconds, not after the system's minutes."""
    if "psycopg" in url.get_driver_name():
        return {"connect_timeout": CONNECT_TIMEOUT_S}
    return {}


def _sqlite_code(error: DBAPIError) -> int:
    """SQLite's primary result code; 0 where the error is not SQLite's."""
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & _LOW_BYTE


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock first: a read that turns into a write could only fail."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _reason(error: DBAPIError | PoolTimeout) -> str:
    """The driver's own words, first line only, without the statement and its values."""
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0] if text else type(error).__name__
