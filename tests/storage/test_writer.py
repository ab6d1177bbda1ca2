"""One thread writes; callers get values or faults, never silence."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.faults import FaultKind
from app.storage import faults
from app.storage import writer as writer_module
from app.storage.faults import Refused, StorageFault
from app.storage.stage import store_tree
from app.storage.stage_changes import AddCompany
from app.storage.storage import Storage
from tests.storage.small import open_storage


@dataclass
class Blocking:
    """Holds the writer until the test lets go."""

    began: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def run(self, session: Session) -> str:
        self.began.set()
        assert self.go.wait(10)
        return "done"


@dataclass
class Flaky:
    """Locked a few times, as another program may make it."""

    failures: int
    seen: int = 0

    def run(self, session: Session) -> int:
        self.seen += 1
        if self.seen <= self.failures:
            locked = sqlite3.OperationalError("database is locked")
            locked.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT  # type: ignore[attr-defined]
            raise OperationalError("BEGIN", {}, locked)
        session.execute(text("INSERT INTO company (name) VALUES ('Once')"))
        return self.seen


@dataclass(frozen=True)
class Halfway:
    """Fails after it has written."""

    error: Exception

    def run(self, session: Session) -> None:
        session.execute(text("INSERT INTO company (name) VALUES ('Half')"))
        raise self.error


def names(storage: Storage) -> list[str]:
    return [node.company.name for node in storage.read(store_tree).companies]


def test_all_writes_happen_on_one_thread(storage: Storage):
    @dataclass(frozen=True)
    class Who:
        def run(self, session: Session) -> str:
            return threading.current_thread().name

    assert {storage.write(Who()) for _ in range(3)} == {"floorwalk-writer"}


def test_a_lock_that_passes_is_waited_for(storage: Storage):
    assert storage.write(Flaky(failures=3)) == 4
    assert names(storage) == ["Once"]


def test_a_lock_that_stays_is_told(storage: Storage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer_module, "RETRY_FOR_S", 0.1)
    with pytest.raises(StorageFault) as caught:
        storage.write(Flaky(failures=10_000))
    assert caught.value.sentence is faults.BUSY


@pytest.mark.parametrize("error", [Refused(faults.CONFLICT), RuntimeError("a bug")])
def test_a_change_that_fails_leaves_nothing_and_the_writer_goes_on(
    storage: Storage, error: Exception
):
    with pytest.raises(type(error)):
        storage.write(Halfway(error))
    assert names(storage) == []
    storage.write(AddCompany("Next"))
    assert names(storage) == ["Next"]


def test_what_the_program_got_wrong_is_called_a_bug(storage: Storage):
    @dataclass(frozen=True)
    class Wrong:
        def run(self, session: Session) -> None:
            session.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(StorageFault) as caught:
        storage.write(Wrong())
    assert "no such table: nowhere" in str(caught.value)
    assert caught.value.kind is FaultKind.BUG
    assert storage.state().away is None


def test_a_full_backlog_refuses_at_once(storage: Storage, monkeypatch: pytest.MonkeyPatch):
    holder = Blocking()
    waiting = [threading.Thread(target=storage.write, args=(holder,))]
    waiting[0].start()
    assert holder.began.wait(10)
    quick = Blocking(go=holder.go)
    for _ in range(writer_module.BACKLOG):
        waiting.append(threading.Thread(target=storage.write, args=(quick,)))
        waiting[-1].start()
    jobs = storage._writer._jobs
    gate = threading.Event()
    while not jobs.full():
        gate.wait(0.01)
    with pytest.raises(StorageFault) as caught:
        storage.write(AddCompany("Too much"))
    holder.go.set()
    for thread in waiting:
        thread.join()
    assert caught.value.sentence is faults.BACKLOG_FULL
    assert names(storage) == []


def test_closing_finishes_what_waits_and_refuses_what_comes_later(tmp_path: Path):
    storage = open_storage(tmp_path)
    holder = Blocking()
    results: list[str] = []
    first = threading.Thread(target=lambda: results.append(storage.write(holder)))
    first.start()
    assert holder.began.wait(10)
    closing = threading.Thread(target=storage.close)
    closing.start()
    holder.go.set()
    closing.join()
    first.join()
    storage.close()
    assert results == ["done"]
    with pytest.raises(StorageFault) as caught:
        storage.write(AddCompany("Late"))
    assert caught.value.sentence is faults.CLOSED


def test_a_reader_sees_only_whole_changes(storage: Storage):
    """A reader in the middle of a write sees what was before it."""

    @dataclass(frozen=True)
    class Slow:
        wrote: threading.Event
        go: threading.Event

        def run(self, session: Session) -> None:
            session.execute(text("INSERT INTO company (name) VALUES ('Slow')"))
            self.wrote.set()
            assert self.go.wait(10)

    slow = Slow(threading.Event(), threading.Event())
    thread = threading.Thread(target=storage.write, args=(slow,))
    thread.start()
    assert slow.wrote.wait(10)
    during = names(storage)
    slow.go.set()
    thread.join()
    assert during == []
    assert names(storage) == ["Slow"]


def test_nothing_that_is_read_can_be_kept_by_changing_it(storage: Storage):
    storage.read(lambda session: session.execute(text("INSERT INTO company (name) VALUES ('x')")))
    assert names(storage) == []
