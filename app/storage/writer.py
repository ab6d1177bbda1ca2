"""The one thread that writes. Everybody else hands it a task and waits for the commit.

One writer means that no two changes of this workstation wait for each other's
locks, and that the order of answers is the order in which they were given.

The backlog is bounded: with ``BACKLOG`` changes waiting, a further one is
refused at once with a sentence, because a caller is told the truth sooner than
memory fills. Errors that pass by themselves (a lock, a lost connection) are
tried again for ``RETRY_FOR_S`` seconds. While the database is away, answers,
evidence and bookmarks go to the journal and are stored, in order, before anything else when
it is back.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from app.faults import Fault
from app.storage import faults as say
from app.storage.database import Database
from app.storage.faults import Conflict, DatabaseAway, NotFound, StorageFault
from app.storage.journal import Journal, Waiting, WaitingAnswer, WaitingBookmark, WaitingEvidence
from app.storage.session import writing_scope

BACKLOG = 256
RETRY_FOR_S = 6.0
RETRY_EVERY_S = 0.05
REPLAY_EVERY_S = 1.0
REPLAY_AT_MOST_S = 30.0

_LOG = logging.getLogger(__name__)
Result_co = TypeVar("Result_co", covariant=True)
Value = TypeVar("Value")


class WriteTask(Protocol[Result_co]):
    """One change: runs in one transaction and returns a plain value.

    A task with an attribute ``waiting`` (of `app.storage.journal`) is kept in
    the journal when the database is away.
    """

    def run(self, session: Session) -> Result_co:
        """Make the change; raise a Fault to leave everything as it was."""
        ...


class Kept(DatabaseAway):
    """The database is away, but what was entered is safe in the journal."""


@dataclass(frozen=True)
class _Job:
    task: WriteTask[Any]
    done: Future[Any]


class Writer:
    """Owns the writer thread.

    ``replay`` makes the task that stores what waits, or None for what belongs to
    another database; ``replayed`` hears when something that waited was stored.
    """

    def __init__(
        self,
        database: Database,
        journal: Journal,
        replay: Callable[[Waiting], WriteTask[object] | None],
        replayed: Callable[[], None],
    ) -> None:
        self._database = database
        self._journal = journal
        self._replay = replay
        self._replayed = replayed
        self._jobs: queue.Queue[_Job | None] = queue.Queue(BACKLOG)
        self._gate = threading.Lock()
        self._closed = False
        self.away: DatabaseAway | None = None  # why the last write had to wait
        self._thread = threading.Thread(target=self._work, name="floorwalk-writer", daemon=True)
        self._thread.start()

    def run(self, task: WriteTask[Value]) -> Value:
        """The value of ``task`` once it is committed; raises its Fault otherwise."""
        if threading.current_thread() is self._thread:
            # A listener that heard of replayed answers writes in turn: between two commits.
            return cast("Value", self._handle(task))
        job = _Job(task, Future())
        with self._gate:
            if self._closed:
                raise StorageFault(say.CLOSED, database=self._database.name)
            try:
                self._jobs.put_nowait(job)
            except queue.Full:
                raise StorageFault(
                    say.BACKLOG_FULL, database=self._database.name, count=BACKLOG
                ) from None
        return cast("Value", job.done.result())

    def suspect(self, away: DatabaseAway) -> None:
        """A reader found the database away: tell it, and look again until it is back."""
        with self._gate:
            if self.away is None and not self._closed:
                self.away = away
                with suppress(queue.Full):
                    self._jobs.put_nowait(_Job(_Knock(), Future()))

    def close(self) -> None:
        """Finish what waits, then end the thread; idempotent."""
        with self._gate:
            first, self._closed = not self._closed, True
        if first:
            self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        pause_s = REPLAY_EVERY_S
        while True:
            uneasy = len(self._journal) > 0 or self.away is not None
            try:
                job = self._jobs.get(timeout=pause_s if uneasy else None)
            except queue.Empty:
                self._look_again()
                pause_s = min(2 * pause_s, REPLAY_AT_MOST_S)
                continue
            pause_s = REPLAY_EVERY_S
            if job is None:
                return
            try:
                job.done.set_result(self._handle(job.task))
            except BaseException as error:  # noqa: BLE001 - thread edge: the caller gets it
                job.done.set_exception(error)

    def _handle(self, task: WriteTask[Any]) -> object:
        """What waits first, so that the order stays; then ``task``."""
        try:
            self._replay_all()
            value = self._commit(task)
        except DatabaseAway as away:
            self.away = away
            waiting = getattr(task, "waiting", None)
            if not isinstance(waiting, (WaitingAnswer, WaitingEvidence, WaitingBookmark)):
                raise
            self._journal.keep(waiting)
            raise Kept(away.sentence, **away.values) from away
        self.away = None
        return value

    def _commit(self, task: WriteTask[Value]) -> Value:
        """Run in one transaction, again and again while the trouble may pass."""
        until = time.monotonic() + RETRY_FOR_S
        while True:
            try:
                with writing_scope(self._database) as session:
                    return task.run(session)
            except (DBAPIError, PoolTimeout) as error:
                again = isinstance(error, DBAPIError) and self._database.transient(error)
                if not again or time.monotonic() >= until or self._closed:
                    raise self._database.fault(error) from error
                _LOG.info("write tried again: %s", type(error).__name__)
                time.sleep(RETRY_EVERY_S)

    def _look_again(self) -> None:
        """While idle: is the database back?"""
        try:
            self._commit(_Knock())
            self._replay_all()
            self.away = None
        except DatabaseAway as away:
            self.away = away
        except Exception:  # noqa: BLE001 - thread edge: the journal keeps it all
            _LOG.exception("what waits could not be stored")

    def _replay_all(self) -> None:
        """Store everything that waits, in order; raises DatabaseAway at the first failure."""
        before = len(self._journal)
        try:
            for entry in self._journal.entries():
                self._replay_one(entry)
        finally:
            if len(self._journal) < before:
                _LOG.info("%d waiting records stored", before - len(self._journal))
                self._replayed()

    def _replay_one(self, entry: Waiting) -> None:
        task = self._replay(entry)
        if task is None:
            return  # belongs to another database
        try:
            self._commit(task)
        except NotFound:
            return  # belongs to another database: it waits for that one
        except Conflict:
            return  # another process stores it at this moment: the next look finds it there
        except StorageFault:
            raise
        except Fault as fault:
            kept = self._journal.set_aside(entry)
            _LOG.warning("a waiting record was refused and set aside in %s: %s", kept, fault)
            return
        self._journal.stored(entry)


@dataclass(frozen=True)
class _Knock:
    """Changes nothing, but needs everything that a change needs."""

    def run(self, session: Session) -> None:
        session.execute(text("SELECT 1"))
