"""Keeps the analysis processes: hands out orders, takes answers, replaces what dies.

One thread while there is work, none when there is none. An order whose process
died is begun again once, then given up with a note; the others go on.
"""

from __future__ import annotations

import collections
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait

from app.inference.choices import DetectorChoice
from app.operations.analysis_messages import Answer, OrderDone, WorkOrder
from app.operations.analysis_process import AnalysisProcess

_ATTEMPTS = 2
_TICK_S = 0.5


@dataclass(frozen=True)
class Plan:
    """With what the processes work, and how many there may be."""

    choice: DetectorChoice
    spare: DetectorChoice
    processes: int


class AnalysisPool:
    """Runs orders. The callbacks come from the pool's own thread."""

    def __init__(
        self,
        answered: Callable[[Answer], None],
        restarted: Callable[[WorkOrder], None],
        given_up: Callable[[WorkOrder], None],
        ticked: Callable[[], None],
    ) -> None:
        self._answered = answered
        self._restarted = restarted
        self._given_up = given_up
        self._ticked = ticked
        self._lock = threading.Lock()
        self._waiting: collections.deque[WorkOrder] = collections.deque()
        self._attempts: collections.Counter[int] = collections.Counter()
        self._processes: list[AnalysisProcess] = []
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._wake_read, self._wake_write = multiprocessing.Pipe(duplex=False)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes at work."""
        return tuple(one.pid for one in list(self._processes) if one.pid is not None)

    def add(self, orders: Sequence[WorkOrder], plan: Plan) -> None:
        """Queue orders. A pool that is at work keeps the plan it began with."""
        with self._lock:
            self._waiting.extend(orders)
            if self._thread is None and self._waiting:
                self._stopping = False
                self._thread = threading.Thread(
                    target=self._run, args=(plan,), name="analysis", daemon=True
                )
                self._thread.start()
            self._wake()

    def stop(self) -> None:
        """Drop every order and end the processes; returns when nothing is left."""
        with self._lock:
            self._waiting.clear()
            self._stopping = True
            thread = self._thread
        if thread is not None:
            self._wake()
            thread.join()

    def wait(self, timeout_s: float | None) -> bool:
        """Whether all orders were finished within the time."""
        with self._lock:
            thread = self._thread
        if thread is None:
            return True
        thread.join(timeout_s)
        return not thread.is_alive()

    def close(self) -> None:
        """Stop and let go of the wake pipe; the pool is not used again."""
        self.stop()
        self._wake_read.close()
        self._wake_write.close()

    def _wake(self) -> None:
        if not self._wake_write.closed:
            self._wake_write.send_bytes(b"!")

    def _run(self, plan: Plan) -> None:
        while not self._leave():
            try:
                while self._has_work():
                    self._assign(plan)
                    self._listen()
                    self._ticked()
            finally:
                self._end_processes()
        self._ticked()

    def _has_work(self) -> bool:
        with self._lock:
            busy = any(process.orders for process in self._processes)
            return not self._stopping and (busy or bool(self._waiting))

    def _leave(self) -> bool:
        """Whether the thread may end: decided together with ``add``, so no order is left lying."""
        with self._lock:
            if self._waiting and not self._stopping:
                return False
            self._thread = None
        return True

    def _assign(self, plan: Plan) -> None:
        while (order := self._next_order()) is not None:
            process = self._free_process(order, plan)
            if process is None:
                with self._lock:
                    self._waiting.appendleft(order)
                return
            self._attempts[order.number] += 1
            if not process.give(order):
                self._replace(process)

    def _next_order(self) -> WorkOrder | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def _free_process(self, order: WorkOrder, plan: Plan) -> AnalysisProcess | None:
        """A process without a recording in hand; a live camera joins the least busy one."""
        idle = next((one for one in self._processes if not one.orders), None)
        if idle is not None:
            return idle
        if len(self._processes) < plan.processes:
            self._processes.append(AnalysisProcess(plan.choice, plan.spare))
            return self._processes[-1]
        if order.live:
            return min(self._processes, key=lambda one: len(one.orders))
        only_live = (
            one for one in self._processes if all(held.live for held in one.orders.values())
        )
        return next(only_live, None)

    def _listen(self) -> None:
        ready = wait([self._wake_read, *(one.connection for one in self._processes)], _TICK_S)
        while self._wake_read.poll(0):
            self._wake_read.recv_bytes()
        for process in [one for one in self._processes if one.connection in ready]:
            answers = process.answers()
            if answers is None:
                self._replace(process)
            for answer in answers or ():
                if isinstance(answer, OrderDone):
                    process.orders.pop(answer.number, None)
                self._answered(answer)

    def _replace(self, process: AnalysisProcess) -> None:
        """The process died: its orders are begun again by another, once."""
        self._processes.remove(process)
        process.stop()
        for order in reversed(process.orders.values()):
            if self._attempts[order.number] >= _ATTEMPTS:
                self._given_up(order)
                continue
            self._restarted(order)
            with self._lock:
                if not self._stopping:
                    self._waiting.appendleft(order)

    def _end_processes(self) -> None:
        for process in self._processes:
            process.stop()
        self._processes.clear()
