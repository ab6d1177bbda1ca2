"""The storage room's door: one database, one writer, the files beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from app.faults import Fault
from app.storage.bookmarks import AddBookmark
from app.storage.credentials import Credentials
from app.storage.database import Database
from app.storage.disk import disk_fault
from app.storage.evidence import StoreEvidence
from app.storage.faults import DatabaseAway
from app.storage.files import EvidenceFiles
from app.storage.inspection_changes import RecordAnswer
from app.storage.journal import Journal, Waiting, WaitingAnswer, WaitingBookmark
from app.storage.migrate import SchemaOpened, open_schema
from app.storage.session import session_scope
from app.storage.urls import sqlite_url
from app.storage.writer import Writer, WriteTask

DATABASE_FILE = "floorwalk.sqlite"
Value = TypeVar("Value")


@dataclass(frozen=True)
class StorageState:
    """What the status bar says about the database."""

    name: str  # "SQLite", "PostgreSQL"
    waiting: int  # answers and pictures that wait for the database
    away: Fault | None  # why it is away; None = it answers
    refused: int = 0  # records that waited in vain; their files lie in ``refused_folder``
    refused_folder: Path | None = None


class Storage:
    """Reads on the caller's thread, writes on the one writer thread. Threads may share it."""

    def __init__(
        self,
        home: Path,
        database_url: str | None = None,
        *,
        credentials: Credentials | None = None,
        replayed: Callable[[], None] = lambda: None,
    ) -> None:
        _make(home)
        self.home = home
        self.evidence_files = EvidenceFiles(home / "evidence")
        self.credentials = credentials or Credentials()
        self.journal = Journal(home / "waiting")
        self._database = Database(database_url or sqlite_url(home / DATABASE_FILE))
        try:
            self.opened: SchemaOpened = self._open(home / "backups")
        except BaseException:
            self._database.close()
            raise
        self._writer = Writer(self._database, self.journal, self._replay, replayed)

    def read(self, query: Callable[[Session], Value]) -> Value:
        """The value of ``query``; raises StorageFault where the database is away."""
        try:
            with session_scope(self._database) as session:
                return query(session)
        except DatabaseAway as away:
            self._writer.suspect(away)
            raise

    def write(self, task: WriteTask[Value]) -> Value:
        """The value of ``task`` once it is committed; raises its Fault."""
        return self._writer.run(task)

    def state(self) -> StorageState:
        """Cheap enough to ask on every change of the status bar."""
        return StorageState(
            self._database.kind,
            len(self.journal),
            self._writer.away,
            self.journal.refused(),
            self.journal.refused_folder,
        )

    def close(self) -> None:
        """Finish the writes that wait, end the thread, close the files; idempotent."""
        self._writer.close()
        self._database.close()

    @property
    def database_name(self) -> str:
        """Path or address, without password."""
        return self._database.name

    def _replay(self, waiting: Waiting) -> WriteTask[object] | None:
        if isinstance(waiting, WaitingAnswer):
            return RecordAnswer(waiting)
        if waiting.database != self._database.name:
            return None
        if isinstance(waiting, WaitingBookmark):
            return AddBookmark(waiting)
        return StoreEvidence(waiting)

    def _open(self, backups: Path) -> SchemaOpened:
        opened = open_schema(self._database, backups)
        self._database.opened()
        return opened


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_fault(error, home / DATABASE_FILE, "the database") from error
