"""The database is not there, not ours, or not willing: what is told, and that it comes back."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from app.storage import database as database_module
from app.storage import faults
from app.storage import writer as writer_module
from app.storage.faults import DatabaseAway, StorageFault
from app.storage.inspection_changes import RecordAnswer
from app.storage.inspections import inspection_of, standing_answers
from app.storage.stage import store_tree
from app.storage.stage_changes import AddCompany
from app.storage.storage import Storage
from app.storage.writer import Kept
from tests.storage.small import Chain, credentials, make_chain, open_storage, record, waiting


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up and look again at once; a test need not wait for a lock like a person would."""
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    monkeypatch.setattr(writer_module, "RETRY_FOR_S", 0.1)
    monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 0.02)
    monkeypatch.setattr(writer_module, "REPLAY_AT_MOST_S", 0.02)


def wait_until_stored(storage: Storage) -> None:
    """The writer looks again by itself."""
    stop = threading.Event()
    for _ in range(500):
        if storage.state().waiting == 0 and storage.state().away is None:
            return
        stop.wait(0.02)
    pytest.fail(f"the answers were not stored: {storage.state()}")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path):
    folder = tmp_path / "floorwalk.sqlite"
    folder.mkdir()
    with pytest.raises(StorageFault) as caught:
        open_storage(tmp_path / "home", f"sqlite:///{folder}")
    assert caught.value.sentence is faults.NOT_OPENED
    assert str(folder) in caught.value.text("zh_CN")


def test_a_file_that_is_no_database_is_told_and_not_touched(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, many of them. " * 200)
    before = path.read_bytes()
    with pytest.raises(StorageFault) as caught:
        open_storage(tmp_path / "home", f"sqlite:///{path}")
    assert caught.value.sentence is faults.DAMAGED
    assert path.read_bytes() == before


def test_a_home_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFault, match="cannot be written"):
        open_storage(tmp_path / "file" / "home")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everything, so file rights bind only somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="POSIX file rights")
def test_a_read_only_database_is_told(impatient: None):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        storage = open_storage(home)
        make_chain(storage)
        storage.close()
        (home / "floorwalk.sqlite").chmod(0o444)
        home.chmod(0o555)
        with as_nobody(), pytest.raises(StorageFault) as caught:
            open_storage(home)
        home.chmod(0o755)
    assert caught.value.sentence is faults.READ_ONLY


@pytest.mark.usefixtures("impatient")
class TestVanished:
    """A disk is pulled out while an inspection is under way."""

    def test_answers_wait_and_are_stored_in_order_when_the_file_is_back(
        self, storage: Storage, chain: Chain, tmp_path: Path
    ):
        path = tmp_path / "home" / "floorwalk.sqlite"
        storage.write(record(chain.inspection, "i0", 0))
        path.rename(tmp_path / "away.sqlite")
        for score in (1, 0, 1):
            with pytest.raises(Kept) as caught:
                storage.write(record(chain.inspection, "i1", score))
            assert caught.value.sentence is faults.VANISHED
        with pytest.raises(DatabaseAway):
            storage.read(store_tree)
        with pytest.raises(DatabaseAway):
            storage.write(AddCompany("Other"))
        assert storage.state().waiting == 3
        assert storage.state().away is not None
        assert not path.exists()
        (tmp_path / "away.sqlite").rename(path)
        wait_until_stored(storage)
        rows = storage.read(
            lambda session: [
                (row.item_id, row.score) for row in standing_answers(session, chain.inspection.id)
            ]
        )
        assert rows == [("i0", "0"), ("i1", "1"), ("i1", "0"), ("i1", "1")]

    def test_an_answer_given_just_as_it_is_back_comes_after_the_waiting_ones(
        self, storage: Storage, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 60.0)
        path = tmp_path / "home" / "floorwalk.sqlite"
        path.rename(tmp_path / "away.sqlite")
        with pytest.raises(Kept):
            storage.write(record(chain.inspection, "i1", 0))
        (tmp_path / "away.sqlite").rename(path)
        now = storage.write(record(chain.inspection, "i1", 1))
        assert now.answers["i1"].score == 1
        rows = storage.read(
            lambda session: [row.score for row in standing_answers(session, chain.inspection.id)]
        )
        assert rows == ["0", "1"]
        assert storage.state().waiting == 0

    def test_a_reader_that_finds_it_away_tells_everybody_until_it_is_back(
        self, storage: Storage, chain: Chain, tmp_path: Path
    ):
        path = tmp_path / "home" / "floorwalk.sqlite"
        path.rename(tmp_path / "away.sqlite")
        with pytest.raises(DatabaseAway):
            storage.read(store_tree)
        assert storage.state().away is not None
        (tmp_path / "away.sqlite").rename(path)
        wait_until_stored(storage)
        storage.read(store_tree)

    def test_whoever_hears_of_replayed_answers_may_write_at_once(self, tmp_path: Path):
        written: list[str] = []

        def hear() -> None:
            written.append(storage.write(AddCompany("Heard")).name)

        home = tmp_path / "home"
        storage = Storage(home, credentials=credentials(), replayed=hear)
        chain = make_chain(storage)
        (home / "floorwalk.sqlite").rename(tmp_path / "away.sqlite")
        with pytest.raises(Kept):
            storage.write(record(chain.inspection, "i0"))
        (tmp_path / "away.sqlite").rename(home / "floorwalk.sqlite")
        wait_until_stored(storage)
        storage.close()
        assert written == ["Heard"]

    def test_a_restart_while_answers_wait_loses_none(
        self, storage: Storage, chain: Chain, tmp_path: Path
    ):
        path = tmp_path / "home" / "floorwalk.sqlite"
        path.rename(tmp_path / "away.sqlite")
        with pytest.raises(Kept):
            storage.write(record(chain.inspection, "i2"))
        storage.close()
        (tmp_path / "away.sqlite").rename(path)
        again = open_storage(tmp_path / "home")
        wait_until_stored(again)
        found = again.read(lambda session: inspection_of(session, chain.inspection.id))
        again.close()
        assert set(found.answers) == {"i2"}

    def test_answers_for_another_database_wait_for_theirs(
        self, storage: Storage, chain: Chain, tmp_path: Path
    ):
        path = tmp_path / "home" / "floorwalk.sqlite"
        path.rename(tmp_path / "away.sqlite")
        with pytest.raises(Kept):
            storage.write(record(chain.inspection, "i2"))
        storage.close()
        other = open_storage(tmp_path / "home", f"sqlite:///{tmp_path / 'other.sqlite'}")
        stranger = make_chain(other)
        assert stranger.inspection.id == chain.inspection.id
        other.write(record(stranger.inspection, "i0"))
        found = other.read(lambda session: inspection_of(session, stranger.inspection.id))
        waiting = other.state().waiting
        other.close()
        assert set(found.answers) == {"i0"}
        assert waiting == 1


@pytest.mark.usefixtures("impatient")
def test_a_lock_held_by_another_program_keeps_the_answer_waiting(
    storage: Storage, chain: Chain, tmp_path: Path
):
    path = tmp_path / "home" / "floorwalk.sqlite"
    # The pool's connections still have the patience they were made with.
    storage.close()
    storage = open_storage(tmp_path / "home")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Kept) as caught:
            storage.write(record(chain.inspection, "i0"))
        other.execute("ROLLBACK")
    wait_until_stored(storage)
    found = storage.read(lambda session: inspection_of(session, chain.inspection.id))
    storage.close()
    assert caught.value.sentence is faults.BUSY
    assert set(found.answers) == {"i0"}


@pytest.mark.expects_logs("a waiting record was refused")
@pytest.mark.usefixtures("impatient")
def test_an_answer_that_comes_after_the_submit_is_kept_for_a_person(
    storage: Storage, chain: Chain, tmp_path: Path
):
    path = tmp_path / "home" / "floorwalk.sqlite"
    storage.close()
    storage = open_storage(tmp_path / "home")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Kept):
            storage.write(record(chain.inspection, "i0"))
        other.execute("UPDATE inspection SET submitted_at = started_at")
        other.execute("COMMIT")
    wait_until_stored(storage)
    state = storage.state()
    storage.close()
    assert state.refused == 1
    assert state.refused_folder is not None
    (kept,) = state.refused_folder.iterdir()
    assert json.loads(kept.read_text())["answer"]["item_id"] == "i0"


@pytest.mark.usefixtures("impatient")
def test_a_full_disk_under_the_database_keeps_the_answer_waiting(
    storage: Storage, chain: Chain, monkeypatch: pytest.MonkeyPatch
):
    """SQLite itself says that it is full: its file may not grow any more."""
    with storage._database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    storage._database.engine.dispose()
    limit = f"PRAGMA max_page_count = {pages}"

    def small(dbapi_connection: sqlite3.Connection, _record: object) -> None:
        dbapi_connection.execute(limit).close()

    event.listen(storage._database.engine, "connect", small)
    long = waiting(chain.inspection, "i1", note="x" * 3_900)

    def fill() -> None:
        for _ in range(50):
            storage.write(RecordAnswer(replace(long, uid=uuid.uuid4().hex)))

    with pytest.raises(Kept) as caught:
        fill()
    assert caught.value.sentence is faults.DATABASE_FULL
    kept = storage.state().waiting
    event.remove(storage._database.engine, "connect", small)
    storage._database.engine.dispose()
    assert kept == 1
    wait_until_stored(storage)
