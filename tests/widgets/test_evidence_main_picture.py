"""Evidence of a small stream: what was seen at once, the main stream's picture when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.application import Window
from app.faults import Fault
from app.operations.evidence import EvidenceKept
from app.operations.facade import Operations, open_operations
from app.operations.values import CameraDraft, EvidenceRecord, Place
from app.storage.credentials import Credentials
from app.video.faults import LIVE_STALLED, SourceFault
from app.video.media import Still
from app.widgets.evidence_main_picture import KEPT_LOOSE, ONLY_SEEN
from tests.widgets.test_snapshots import png
from tests.widgets.window_stage import START_US, engine_of, open_window, settle, stores_of

SEEN = Still(png(1), 64, 36, START_US)
MAIN = Still(png(2), 64, 36, START_US + 800_000)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home", made(tmp_path / "home")) as opened:
        begin(opened)
        yield opened


def made(home: Path) -> Operations:
    rooms = open_operations(home, credentials=Credentials(lambda: None))
    if not rooms.stores.tree().stores():
        stores_of(rooms, "/recordings", stores=1, cameras=1)
    return rooms


def begin(window: Window) -> None:
    wall = window.main.wall
    wall.controller.add([each.id for each in wall.controller.cameras_of(1)])
    settle(window)
    engine_of(window).shown_us = START_US


def loose(window: Window) -> list[EvidenceRecord]:
    """Without an inspection, oldest first."""
    return list(reversed(window.context.operations.evidence.list_loose()))


def taken(window: Window) -> None:
    """The key was pressed and the picture that was seen has come."""
    window.main.wall.evidence.take(None, None)
    engine_of(window).stills.give(SEEN, main_follows=True)
    settle(window)


def test_what_was_seen_is_stored_before_the_main_stream_answers(window: Window) -> None:
    taken(window)
    assert [each.media_time_us for each in loose(window)] == [START_US]
    engine_of(window).stills.give_main(MAIN)
    settle(window)
    assert [each.camera_label for each in loose(window)] == ["S001/cam1", "S001/cam1 · main"]
    assert loose(window)[1].media_time_us == START_US + 800_000
    assert window.context.notices.open() == ()


def test_a_main_stream_that_cannot_be_had_is_told_in_a_sentence(window: Window) -> None:
    taken(window)
    engine_of(window).stills.give_main(SourceFault(LIVE_STALLED, camera="S001/cam1"))
    settle(window)
    assert len(loose(window)) == 1
    (notice,) = window.context.notices.open()
    assert notice.sentence is ONLY_SEEN
    assert "S001/cam1 has stopped sending" in notice.text("en")
    assert "主码流" in notice.text("zh_CN")


def test_a_program_that_ends_in_between_has_kept_what_was_seen(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_window(home, made(home)) as window:
        begin(window)
        taken(window)
        coming = engine_of(window).stills
    coming.give_main(MAIN)  # comes to nobody
    rooms = made(home)
    assert [each.media_time_us for each in rooms.evidence.list_loose()] == [START_US]
    rooms.close()


def test_a_wall_that_is_closed_in_between_still_gets_its_main_picture(window: Window) -> None:
    url = "rtsp://127.0.0.1:9/main"
    draft = CameraDraft(1, "door", "Door", Place.ENTRANCE, main_url=url, sub_url=url)
    door = window.context.operations.stores.add_camera(draft)
    settle(window)
    live = window.main.wall.live_wall.open()
    live.controller.drop(0, [door.id])
    settle(window)
    live.evidence.take(None, None)
    engine_of(window).stills.give(SEEN, main_follows=True)
    window.main.wall.live_wall.close()
    settle(window)
    engine_of(window).stills.give_main(MAIN)
    settle(window)
    assert [each.media_time_us for each in loose(window)] == [START_US, MAIN.media_time_us]


def test_an_inspection_that_closed_in_between_is_told(window: Window, monkeypatch) -> None:
    evidence = window.context.operations.evidence
    store = evidence.store

    def loosely(_inspection: int, _item: str, camera: int, still: Still) -> EvidenceRecord:
        return store(None, None, camera, still)

    monkeypatch.setattr(evidence, "store", loosely)
    monkeypatch.setattr(evidence, "add_main", loosely)
    window.main.wall.evidence.take(7, "i0")
    engine_of(window).stills.give(SEEN, main_follows=True)
    engine_of(window).stills.give_main(MAIN)
    settle(window)
    assert len(loose(window)) == 2
    assert [each.sentence for each in window.context.notices.open()] == [KEPT_LOOSE]


def test_a_picture_that_was_refused_is_not_joined(window: Window) -> None:
    window.main.wall.evidence.take(404, "i0")  # no such inspection
    engine_of(window).stills.give(SEEN, main_follows=True)
    engine_of(window).stills.give_main(MAIN)
    settle(window)
    assert loose(window) == []
    assert len(window.context.notices.open()) == 1  # of the first alone


def test_a_database_that_is_away_is_said_once_of_both(window: Window, monkeypatch) -> None:
    evidence, tried = window.context.operations.evidence, []

    def away(*told: object) -> EvidenceRecord:
        tried.append(told[-1])
        raise EvidenceKept(LIVE_STALLED, camera="the database")

    monkeypatch.setattr(evidence, "store", away)
    monkeypatch.setattr(evidence, "add_main", away)
    window.main.wall.evidence.take(None, None)
    engine_of(window).stills.give(SEEN, main_follows=True)
    engine_of(window).stills.give_main(MAIN)
    settle(window)
    assert tried == [SEEN, MAIN]
    (notice,) = window.context.notices.open()
    assert notice.times == 1


def test_recorded_evidence_is_one_picture(window: Window) -> None:
    window.main.wall.evidence.take(None, None)
    engine_of(window).stills.give(SEEN)
    settle(window)
    assert len(loose(window)) == 1
    assert window.context.notices.open() == ()


def test_a_fault_of_the_still_is_the_only_word(window: Window) -> None:
    window.main.wall.evidence.take(None, None)
    engine_of(window).stills.give(Fault(LIVE_STALLED, camera="S001/cam1"))
    settle(window)
    assert loose(window) == []
    assert len(window.context.notices.open()) == 1


def test_snapshots_are_joined_as_well(window: Window) -> None:
    window.actions.trigger("snapshot.take")
    engine_of(window).stills.give(SEEN, main_follows=True)
    settle(window)
    assert len(loose(window)) == 1
    engine_of(window).stills.give_main(MAIN)
    settle(window)
    assert len(loose(window)) == 2
