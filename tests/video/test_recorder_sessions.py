"""The sessions of a recorder, shared by all processes of a workstation."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from app.video.media import RecorderKind, RecorderPlayback
from app.video.recorders.sessions import SessionBudget, recorder_key
from tests.support.walls import wait_for


def media(address: str = "rtsp://10.0.0.9:554", sessions: int = 2) -> RecorderPlayback:
    return RecorderPlayback(RecorderKind.DAHUA, address, "1", sessions=sessions)


def test_no_more_seats_than_sessions_and_each_comes_back(tmp_path):
    budget = SessionBudget(media(), tmp_path)
    first, second = budget.take(), budget.take()
    assert first is not None
    assert second is not None
    assert SessionBudget(media(), tmp_path).take() is None
    other = SessionBudget(media(), tmp_path)
    assert other.take() is None
    assert other.in_use == 2
    first.release()
    first.release()
    third = other.take()
    assert third is not None
    for seat in (second, third):
        seat.release()
    assert other.held() == 0


def test_other_recorders_have_their_own_seats(tmp_path):
    with SessionBudget(media(sessions=1), tmp_path).take() as seat:  # type: ignore[union-attr]
        assert seat is not None
        elsewhere = SessionBudget(media("rtsp://10.0.0.10", 1), tmp_path).take()
        assert elsewhere is not None
        elsewhere.release()
    assert recorder_key(media("RTSP://Recorder")) == recorder_key(media("rtsp://recorder:554/x"))


def _hold(folder: str, ready: multiprocessing.synchronize.Event) -> None:
    seat = SessionBudget(media(sessions=1), Path(folder)).take()
    assert seat is not None
    ready.set()
    threading.Event().wait()


def test_a_killed_process_gives_its_seat_back(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold, args=(str(tmp_path), ready))
    process.start()
    try:
        assert ready.wait(30)
        budget = SessionBudget(media(sessions=1), tmp_path)
        assert budget.take() is None
        process.kill()
        process.join()
        wait_for(lambda: budget.held() == 0, "the seat")
        seat = budget.take()
        assert seat is not None
        seat.release()
    finally:
        process.kill()
        process.join()
        process.close()


def test_a_refusal_leaves_as_many_seats_as_work_for_the_others_and_passes(tmp_path, monkeypatch):
    budget = SessionBudget(media(sessions=4), tmp_path)
    seats = [budget.take() for _ in range(3)]
    assert budget.refused() == 2
    assert SessionBudget(media(sessions=4), tmp_path).limit == 2
    assert budget.take() is None
    for seat in seats:
        assert seat is not None
        seat.release()
    later_s = time.time() + 61
    monkeypatch.setattr("app.video.recorders.sessions.time.time", lambda: later_s)
    assert budget.limit == 4


def test_alone_and_refused_one_seat_stays(tmp_path):
    budget = SessionBudget(media(), tmp_path)
    seat = budget.take()
    assert seat is not None
    assert budget.refused() == 1
    seat.release()


def test_who_asks_in_vain_is_heard_of(tmp_path):
    budget = SessionBudget(media(sessions=1), tmp_path)
    seat = budget.take()
    assert seat is not None
    assert not budget.wanted_by_others()
    SessionBudget(media(sessions=1), tmp_path).take()
    assert budget.wanted_by_others()
    seat.release()


@pytest.mark.parametrize("text", ["", "{", '{"limit": "x", "until_s": 1}', "[]"])
def test_a_broken_note_of_a_refusal_counts_for_nothing(tmp_path, text):
    budget = SessionBudget(media(), tmp_path)
    seat = budget.take()
    assert seat is not None
    next(tmp_path.iterdir()).joinpath("lowered").write_text(text)
    assert budget.limit == 2
    seat.release()
