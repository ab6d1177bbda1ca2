from __future__ import annotations

import threading

import pytest

from app.faults import Fault
from app.video.faults import FOLDER_SILENT, SourceFault
from app.video.patience import patiently

LATE = SourceFault(FOLDER_SILENT, name="share", camera="S001/door")


def test_an_answer_in_time_comes_through() -> None:
    assert patiently("a", lambda: 7, 5.0, LATE) == 7
    assert patiently("a", lambda: None, 5.0, LATE) is None


def test_so_does_a_fault() -> None:
    def refuses() -> None:
        raise PermissionError("no")

    with pytest.raises(PermissionError):
        patiently("a", refuses, 5.0, LATE)


def test_what_hangs_takes_one_thread_and_is_late_at_once_from_then_on() -> None:
    answers = threading.Event()
    asked: list[int] = []

    def hangs() -> int:
        asked.append(1)
        answers.wait(20)
        return 3

    before = threading.active_count()
    for _ in range(4):
        with pytest.raises(Fault, match="does not answer"):
            patiently("a", hangs, 0.05, LATE)
    assert threading.active_count() == before + 1
    assert asked == [1]
    assert patiently("b", lambda: 5, 5.0, LATE) == 5
    (thread,) = (one for one in threading.enumerate() if one.name == "patience")
    answers.set()
    thread.join()
    assert patiently("a", hangs, 5.0, LATE) == 3
