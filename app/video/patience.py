"""Questions to disks that may not answer: asked on a thread of their own, for so long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.faults import Fault

T = TypeVar("T")
_lock = threading.Lock()
_asked: dict[object, threading.Thread] = {}


def patiently(key: object, work: Callable[[], T], wait_s: float, late: Fault) -> T:
    """``work()``, or ``late`` raised where it takes longer than ``wait_s``.

    What hangs goes on on its thread; until it ends, ``key`` is not asked again
    but is late at once, so that a dead share takes one thread and not one more
    each time.
    """
    question = _Question(work)
    with _lock:
        before = _asked.get(key)
        if before is not None and before.is_alive():
            raise late
        thread = threading.Thread(target=question.ask, name="patience", daemon=True)
        _asked[key] = thread
        thread.start()
    thread.join(wait_s)
    with _lock:
        if not thread.is_alive() and _asked.get(key) is thread:
            del _asked[key]
    if not question.answered:
        raise late
    return question.result()


class _Question(Generic[T]):
    """One piece of work and what came of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._results: list[T] = []
        self._error: BaseException | None = None

    @property
    def answered(self) -> bool:
        return bool(self._results) or self._error is not None

    def ask(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again on the thread that asked
            self._error = error

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._results[0]
