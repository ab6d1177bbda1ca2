"""One analysis process as the program sees it."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from app.inference.choices import DetectorChoice
from app.operations.analysis_messages import Answer, WorkOrder
from app.operations.analysis_worker_entry import start_worker

_STOP_S = 2.0


class AnalysisProcess:
    """A started process with its pipe and the orders it has in hand."""

    def __init__(self, choice: DetectorChoice, spare: DetectorChoice) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, far = context.Pipe()
        self.orders: dict[int, WorkOrder] = {}
        self._process = context.Process(
            target=start_worker, args=(far, choice, spare), name="analysis", daemon=True
        )
        try:
            self._process.start()
        finally:
            far.close()

    @property
    def pid(self) -> int | None:
        """The system's number of the process."""
        return self._process.pid

    def give(self, order: WorkOrder) -> bool:
        """Hand over an order; False when the process is gone."""
        self.orders[order.number] = order
        try:
            self.connection.send(order)
        except OSError:
            return False
        return True

    def answers(self) -> list[Answer] | None:
        """What has come since the last call; None when the process is gone."""
        found: list[Answer] = []
        try:
            while self.connection.poll(0):
                found.append(self.connection.recv())
        except (EOFError, OSError):
            return found or None
        return found

    def stop(self) -> None:
        """End the process at once: it holds nothing that needs putting away."""
        self.connection.close()
        self._process.terminate()
        self._process.join(_STOP_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def connections(processes: list[AnalysisProcess]) -> list[Connection]:
    """The pipes to wait on."""
    return [process.connection for process in processes]
