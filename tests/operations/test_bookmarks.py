"""Bookmarks: set, found by camera and span, and waiting while the database is away."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from app.faults import Fault
from app.operations.bookmarks import BookmarkKept
from app.operations.people import PersonNeeded
from app.operations.values import ChangeKind, Span
from app.storage import writer as writer_module
from app.storage.bookmarks import AddBookmark
from app.storage.faults import NotFound, Refused
from app.storage.journal import WaitingBookmark
from tests.operations.stage import MORNING_US, Heard, Stage, open_there

S = 1_000_000


def test_a_bookmark_is_set_changed_and_removed(stage: Stage):
    bookmarks, heard = stage.operations.bookmarks, Heard(stage.operations)
    first = bookmarks.add(stage.camera.id, MORNING_US, "  Queue to the door ")
    assert (first.text, first.person_name) == ("Queue to the door", "Li Wei")
    assert (first.camera_id, first.store_id) == (stage.camera.id, stage.store.id)
    assert first.created_us > MORNING_US
    assert bookmarks.edit(first.id, "Queue\nlong") == replace(first, text="Queue\nlong")
    bookmarks.remove(first.id)
    assert bookmarks.list() == ()
    for attempt in (lambda: bookmarks.edit(first.id, "x"), lambda: bookmarks.remove(first.id)):
        with pytest.raises(NotFound, match="bookmark"):
            attempt()
    assert heard.kinds() == {ChangeKind.BOOKMARKS}


def test_they_are_listed_by_camera_and_span_with_those_of_the_store(stage: Stage):
    bookmarks = stage.operations.bookmarks
    other_store, other = stage.second_store()
    late = bookmarks.add(stage.camera.id, MORNING_US + 60 * S, "late")
    early = bookmarks.add(stage.camera.id, MORNING_US, "early")
    whole = bookmarks.add(None, MORNING_US + 30 * S, "power cut", store_id=stage.store.id)
    elsewhere = bookmarks.add(other.id, MORNING_US, "elsewhere")
    bookmarks.add(None, MORNING_US, "there", store_id=other_store.id)
    assert bookmarks.list([stage.camera.id]) == (early, whole, late)
    span = Span(MORNING_US, MORNING_US + 60 * S)
    assert bookmarks.list([stage.camera.id], span) == (early, whole)
    assert elsewhere in bookmarks.list(None, span)
    assert bookmarks.list([]) == ()


def test_what_cannot_be_a_bookmark_is_refused(stage: Stage):
    bookmarks = stage.operations.bookmarks
    with pytest.raises(Fault, match="at most"):
        bookmarks.add(stage.camera.id, MORNING_US, "x" * 4001)
    with pytest.raises(Refused, match="camera or a store"):
        bookmarks.add(None, MORNING_US)
    with pytest.raises(NotFound):
        bookmarks.add(99, MORNING_US)
    assert bookmarks.list() == ()


def test_it_says_who(tmp_path):
    operations = open_there(tmp_path / "home")
    with pytest.raises(PersonNeeded):
        operations.bookmarks.add(1, MORNING_US)
    operations.close()


def test_bookmarks_of_a_removed_camera_stay_and_go_with_an_empty_store(stage: Stage):
    kept = stage.operations.bookmarks.add(stage.camera.id, MORNING_US)
    stage.operations.stores.remove_camera(stage.camera.id)
    assert stage.operations.bookmarks.list() == (kept,)
    stage.operations.stores.remove_store(stage.store.id)
    assert stage.operations.bookmarks.list() == ()


def test_a_bookmark_waits_while_the_database_is_away(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 0.02)
    monkeypatch.setattr(writer_module, "REPLAY_AT_MOST_S", 0.02)
    operations = stage.operations
    database = stage.home / "floorwalk.sqlite"
    heard = threading.Event()
    operations.changes.subscribe(
        lambda change: heard.set() if ChangeKind.BOOKMARKS in change.kinds else None
    )
    database.rename(stage.home / "away.sqlite")
    with pytest.raises(BookmarkKept, match="waits on this workstation"):
        operations.bookmarks.add(stage.camera.id, MORNING_US, "Queue")
    assert operations.waiting() == 1
    (stage.home / "away.sqlite").rename(database)
    assert heard.wait(10)
    assert [found.text for found in operations.bookmarks.list()] == ["Queue"]
    assert operations.waiting() == 0


def test_a_text_and_a_taking_back_reach_one_that_waits_or_has_waited(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 3600.0)  # the next write stores it
    bookmarks, database = stage.operations.bookmarks, stage.home / "floorwalk.sqlite"
    database.rename(stage.home / "away.sqlite")
    kept = []
    for second in range(3):
        with pytest.raises(BookmarkKept) as met:
            bookmarks.add(stage.camera.id, MORNING_US + second)
        kept.append(met.value.waiting)
    with pytest.raises(BookmarkKept):
        bookmarks.write_waiting(kept[0], "Queue")
    assert stage.operations.waiting() == 3  # and not one more
    (stage.home / "away.sqlite").rename(database)
    assert bookmarks.write_waiting(kept[1], "Door open").text == "Door open"
    assert [found.text for found in bookmarks.list()] == ["Queue", "Door open", ""]
    bookmarks.withdraw(kept[2])
    assert [found.text for found in bookmarks.list()] == ["Queue", "Door open"]
    assert stage.operations.waiting() == 0


def test_one_that_is_stored_twice_is_there_once(stage: Stage):
    storage = stage.operations._storage
    entered = WaitingBookmark(
        "u" * 32, storage.database_name, stage.camera.id, None, MORNING_US, "x", "Li Wei", 1
    )
    assert storage.write(AddBookmark(entered)) == storage.write(AddBookmark(entered))
    assert len(stage.operations.bookmarks.list()) == 1
