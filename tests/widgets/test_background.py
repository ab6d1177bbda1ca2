from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from app.faults import Fault, Sentence
from app.operations.changes import Changes
from app.operations.values import ChangeKind
from app.widgets.background import Background
from app.widgets.changes import ChangeBridge

FULL = Sentence("The disk is full.", "磁盘已满。")


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.stop()


def test_work_is_elsewhere_and_its_result_is_here(background: Background) -> None:
    threads: list[threading.Thread] = []
    background.run(threading.current_thread, threads.append)
    assert background.wait()
    assert threads[0] is not threading.current_thread()
    seen: list[threading.Thread] = []
    background.run(lambda: None, lambda _nothing: seen.append(threading.current_thread()))
    assert background.wait()
    assert seen == [threading.current_thread()]


def test_a_lane_keeps_its_order(background: Background) -> None:
    gate, done = threading.Event(), list[int]()
    background.run(lambda: (gate.wait(5), 0)[1], done.append, lane="answers")
    for number in range(1, 20):
        background.run(lambda number=number: number, done.append, lane="answers")
    gate.set()
    assert background.wait()
    assert done == list(range(20))


def test_lanes_do_not_wait_for_each_other(background: Background) -> None:
    gate, done = threading.Event(), list[str]()
    background.run(lambda: gate.wait(5), lambda _open: done.append("slow"), lane="one")
    background.run(gate.set, lambda _nothing: done.append("quick"), lane="two")
    assert background.wait()
    assert sorted(done) == ["quick", "slow"]


def test_a_fault_goes_to_its_handler_or_to_everybody(background: Background) -> None:
    def fail() -> None:
        raise Fault(FULL)

    own: list[Fault] = []
    general: list[Fault] = []
    background.fault_met.connect(general.append)
    background.run(fail, None, own.append)
    background.run(fail)
    assert background.wait()
    assert [fault.text() for fault in own + general] == ["The disk is full."] * 2


@pytest.mark.expects_logs("background work failed")
def test_what_nobody_planned_for_is_told_too(background: Background) -> None:
    faults: list[Fault] = []
    background.run(lambda: 1 // 0, None, faults.append)
    assert background.wait()
    assert "ZeroDivisionError" in faults[0].text()
    assert "日志" in faults[0].text("zh_CN")


def test_a_lane_goes_on_after_a_fault(background: Background) -> None:
    def fail() -> None:
        raise Fault(FULL)

    done: list[int] = []
    background.run(fail, None, lambda _fault: done.append(1), lane="answers")
    background.run(lambda: 2, done.append, lane="answers")
    assert background.wait()
    assert done == [1, 2]


def test_a_result_for_somebody_who_is_gone_is_dropped(background: Background) -> None:
    owner, done = QObject(), list[int]()
    gate = threading.Event()
    background.run(lambda: (gate.wait(5), 1)[1], done.append, owner=owner)
    delete(owner)
    gate.set()
    assert background.wait()
    assert done == []


def test_waiting_gives_up_after_its_time(background: Background) -> None:
    gate = threading.Event()
    background.run(lambda: gate.wait(10))
    assert not background.wait(20)
    gate.set()
    assert background.wait()


def test_after_the_end_nothing_is_done(qapp: object) -> None:
    background, done = Background(), list[int]()
    background.stop()
    background.run(lambda: 1, done.append)
    assert not background.busy
    assert done == []


def test_changes_from_other_threads_arrive_once(background: Background) -> None:
    changes = Changes()
    bridge = ChangeBridge(changes)
    heard: list[frozenset[ChangeKind]] = []
    bridge.changed.connect(lambda change: heard.append(change.kinds))

    def write() -> None:
        for kind in (ChangeKind.TASKS, ChangeKind.STORES, ChangeKind.TASKS):
            changes.publish(kind)

    background.run(write)
    assert background.wait()
    background.run(lambda: None)  # one more turn of the event loop
    assert background.wait()
    assert frozenset().union(*heard) == {ChangeKind.TASKS, ChangeKind.STORES}
    assert len(heard) <= 3
    bridge.stop()
    changes.publish(ChangeKind.HINTS)
    background.run(lambda: None)
    assert background.wait()
    assert all(ChangeKind.HINTS not in kinds for kinds in heard)
