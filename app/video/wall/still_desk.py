"""Stills on their way: ordered by the window, answered by a worker, or given up."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import Future
from dataclasses import dataclass

from app.faults import Fault, Sentence
from app.video.media import Media, Still

STILL_PATIENCE_S = 20.0

STILL_DECODER_DIED = Sentence(
    "The still could not be taken because the decoder had to be restarted. Take it again.",
    "解码器重新启动，截图未完成。请重新截图。",
)
STILL_TOO_LATE = Sentence(
    "The still of {camera} has not come for {seconds} s, so it was given up. "
    "Check that the disk, share or camera answers, then take it again.",
    "等待 {camera} 的截图超过 {seconds} 秒，已放弃。"
    "请检查磁盘、共享文件夹或摄像机是否正常，然后重新截图。",
)
STILL_STOPPED = Sentence(
    "The still could not be taken because the wall was closed. Open the wall and take it again.",
    "电视墙已关闭，截图未完成。请打开电视墙后重新截图。",
)


class ComingStill(Future[Still]):
    """The picture that was seen; ``main``: the one that the main stream adds to it later.

    ``main`` gives None where nothing is to be added, and fails where it cannot be had.
    """

    def __init__(self) -> None:
        super().__init__()
        self.main: Future[Still | None] = Future()

    def give(self, result: Still | Fault, *, main_follows: bool = False) -> None:
        """The answer; one that nobody waits for any more is dropped."""
        if not self.done() and self.set_running_or_notify_cancel():
            if isinstance(result, Still):
                self.set_result(result)
            else:
                self.set_exception(result)
        if not main_follows:
            self.give_main(None)

    def give_main(self, result: Still | Fault | None) -> None:
        """What the main stream gave, once."""
        if self.main.done():
            return
        if isinstance(result, Fault):
            self.main.set_exception(result)
        else:
            self.main.set_result(result)


@dataclass
class _Order:
    """A still on its way: whose, and until when it is waited for."""

    coming: ComingStill
    tile: int
    camera: str
    until_s: float

    def fail(self, fault: Fault) -> None:
        """What has not come yet never will."""
        if self.coming.done():
            self.coming.give_main(fault)
        else:
            self.coming.give(fault)


class StillDesk:
    """Who waits for which still. Orders come from the window's thread, answers from another."""

    def __init__(self) -> None:
        self._orders: dict[int, _Order] = {}
        self._numbers = itertools.count(1)

    def order(self, tile: int, media: Media) -> tuple[int, ComingStill]:
        """A new order: its number, and the future that its answer comes by."""
        number, coming = next(self._numbers), ComingStill()
        until_s = time.monotonic() + STILL_PATIENCE_S
        self._orders[number] = _Order(coming, tile, media.label or str(tile + 1), until_s)
        return number, coming

    def finish(self, number: int, result: Still | Fault, *, main_follows: bool = False) -> None:
        """The answer; ``main_follows``: the order stays until ``finish_main``."""
        order = self._orders.get(number)
        if order is None:
            return
        if not main_follows:
            del self._orders[number]
        order.coming.give(result, main_follows=main_follows)

    def finish_main(self, number: int, result: Still | Fault) -> None:
        """The main stream's answer to an order whose still is there already."""
        order = self._orders.pop(number, None)
        if order is not None:
            order.coming.give_main(result)

    def decoder_died(self, tile: int) -> None:
        """The worker of the tile is gone, and with it what it was to take."""
        for number, order in list(self._orders.items()):
            if order.tile == tile:
                self._fail(number, Fault(STILL_DECODER_DIED))

    def give_up_late(self) -> None:
        """Answer those that have waited too long."""
        now_s = time.monotonic()
        for number, order in list(self._orders.items()):
            if now_s > order.until_s:
                seconds = round(STILL_PATIENCE_S)
                self._fail(number, Fault(STILL_TOO_LATE, camera=order.camera, seconds=seconds))

    def close(self) -> None:
        """Nothing will be taken any more."""
        for number in list(self._orders):
            self._fail(number, Fault(STILL_STOPPED))

    def _fail(self, number: int, fault: Fault) -> None:
        self._orders.pop(number).fail(fault)
