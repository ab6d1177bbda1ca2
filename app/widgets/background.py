"""One way to do slow work: off the UI thread, its result back on it."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from app.faults import Fault, FaultKind, Sentence

T = TypeVar("T")
log = logging.getLogger(__name__)

UNEXPECTED = Sentence(
    "Something unexpected happened: {problem}. Nothing stored is lost. "
    "The log in the data folder has the details.",
    "发生了意外情况：{problem}。已保存的内容不会丢失，详情见数据文件夹中的日志。",
)


class UnexpectedFault(Fault):
    """An exception nobody planned for, met at the edge of a background thread."""

    kind = FaultKind.BUG


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Fault], None] | None
    owner: QObject | None
    lane: str


class Background(QObject):
    """Runs work on a few threads; delivers results and faults on the UI thread.

    A fault nobody handles goes out through ``fault_met`` (the notice bar
    listens). Work with the same ``lane`` runs in the order it was given, one at
    a time: writes that belong together use one lane, so that a second key press
    can never overtake the first.
    """

    fault_met = Signal(object)  # Fault
    busy_changed = Signal(bool)
    _finished = Signal(object, object, object)  # job, result, Fault | None

    def __init__(self, parent: QObject | None = None, threads: int = 3) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="background")
        self._lanes: dict[str, deque[_Job]] = {}
        self._lock = threading.Lock()
        self._open = 0
        self._stopped = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any work is under way or its result not yet delivered."""
        return self._open > 0

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Fault], None] | None = None,
        *,
        owner: QObject | None = None,
        lane: str = "",
    ) -> None:
        """Do ``work`` on another thread, then call ``done`` or ``failed`` here.

        Call from the UI thread. ``owner``: the widget that wants the result
        (taken from ``done`` where that is one of its methods); when it is gone
        by then, the result is dropped. ``lane``: see the class.
        """
        if self._stopped:
            return
        receiver = owner if owner is not None else getattr(done, "__self__", None)
        keep = receiver if isinstance(receiver, QObject) else None
        job = _Job(work, done or _ignore, failed, keep, lane)
        self._open += 1
        if self._open == 1:
            self.busy_changed.emit(True)
        if lane:
            self._enqueue(job)
        else:
            self._threads.submit(self._perform, job)

    def _enqueue(self, job: _Job) -> None:
        with self._lock:
            waiting = self._lanes.get(job.lane)
            if waiting is not None:
                waiting.append(job)
                return
            self._lanes[job.lane] = deque()
        self._threads.submit(self._perform, job)

    def _perform(self, job: _Job) -> None:
        result: Any = None
        fault: Fault | None = None
        try:
            result = job.work()
        except Fault as met:
            fault = met
        except Exception as error:
            # The edge of the thread: whatever it was, it is logged and told to the person.
            log.exception("background work failed")
            fault = UnexpectedFault(UNEXPECTED, problem=f"{type(error).__name__}: {error}")
        self._finished.emit(job, result, fault)
        if job.lane:
            # After the result is on its way: the next one must not overtake it.
            self._advance(job.lane)

    def _advance(self, lane: str) -> None:
        with self._lock:
            waiting = self._lanes[lane]
            following = waiting.popleft() if waiting else None
            if following is None:
                del self._lanes[lane]
        if following is not None:
            self._threads.submit(self._perform, following)

    def _deliver(self, job: _Job, result: object, fault: Fault | None) -> None:
        self._open -= 1
        try:
            if job.owner is None or isValid(job.owner):
                self._hand_over(job, result, fault)
        finally:
            if self._open == 0:
                self.busy_changed.emit(False)

    def _hand_over(self, job: _Job, result: object, fault: Fault | None) -> None:
        if fault is None:
            job.done(result)
        elif job.failed is not None:
            job.failed(fault)
        else:
            self.fault_met.emit(fault)

    def wait(self, timeout_ms: int = 10_000) -> bool:
        """Turn the event loop until all work is delivered; False when time ran out.

        For the way out and for tests; the window itself never waits.
        """
        if not self.busy:
            return True
        loop = QEventLoop()
        self.busy_changed.connect(loop.quit)
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(timeout_ms)
        while self._open and limit.isActive():
            loop.exec()
        limit.stop()
        self.busy_changed.disconnect(loop.quit)
        return not self.busy

    def stop(self) -> None:
        """Take no more work, let what is under way end, and end the threads."""
        self.wait()
        self._stopped = True
        self._threads.shutdown(wait=True, cancel_futures=True)


def _ignore(_result: object) -> None:
    """For work whose result shows by its change set."""
