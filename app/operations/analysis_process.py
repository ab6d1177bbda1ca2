"""One analysis process as the program sees it."""

from __future__ import annotations

from functools import partial

from app.inference.choices import DetectorChoice
from app.operations.analysis_messages import WorkOrder
from app.operations.analysis_worker_entry import start_worker
from app.video.side_process import SideProcess


class AnalysisProcess(SideProcess):
    """A started process with its pipe and the orders it has in hand."""

    def __init__(self, choice: DetectorChoice, spare: DetectorChoice) -> None:
        super().__init__(partial(start_worker, choice=choice, spare=spare), "analysis")
        self.orders: dict[int, WorkOrder] = {}

    def give(self, order: WorkOrder) -> bool:
        """Hand over an order; False when the process is gone."""
        self.orders[order.number] = order
        return self.send(order)
