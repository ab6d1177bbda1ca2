"""Cyclic garbage ends on the UI thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
import shiboken6
from PySide6.QtCore import QObject

from app.widgets.garbage import GarbageTimer, collect_here


@pytest.fixture
def timer(qapp) -> Iterator[GarbageTimer]:
    collect_here(qapp)
    collect_here(qapp)
    (made,) = qapp.findChildren(GarbageTimer)
    yield made
    shiboken6.delete(made)


class Knot:
    """A cycle; tells on which thread it ended."""

    ended: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.me = self
        self.qt = QObject()

    def __del__(self) -> None:
        Knot.ended.append(threading.get_ident())


def allocate() -> list[list[int]]:
    """More than enough for Python to collect on its own."""
    return [[number] for number in range(200_000)]


def test_a_cycle_ends_on_the_ui_thread_though_another_allocates(timer):
    gc.collect()
    Knot.ended.clear()
    Knot()
    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert Knot.ended == []
    kept = allocate()
    timer.collect()
    assert len(kept) > gc.get_threshold()[0]
    assert Knot.ended == [threading.get_ident()]


def test_nothing_is_collected_before_it_is_due(timer):
    gc.collect()
    Knot.ended.clear()
    Knot()
    timer.collect()
    assert Knot.ended == []
    gc.collect()
    assert len(Knot.ended) == 1
