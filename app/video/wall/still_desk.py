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


@dataclass
class _Order:
    """A still on its way: whose, and until when it is waited for."""

    future: Future[Still]
    tile: int
    camera: str
    until_s: float


class StillDesk:
    """Who waits for which still. Orders come from the window's thread, answers from another."""

    def __init__(self) -> None:
        self._orders: dict[int, _Order] = {}
        self._numbers = itertools.count(1)

    def order(self, tile: int, media: Media) -> tuple[int, Future[Still]]:
        """A new order: its number, and the future that its answer comes by."""
        number, future = next(self._numbers), Future[Still]()
        until_s = time.monotonic() + STILL_PATIENCE_S
        self._orders[number] = _Order(future, tile, media.label or str(tile + 1), until_s)
        return number, future

    def finish(self, number: int, result: Still | Fault) -> None:
        """The answer; one that nobody waits for any more is dropped."""
        order = self._orders.pop(number, None)
        if order is None or not order.future.set_running_or_notify_cancel():
            return
        if isinstance(result, Still):
            order.future.set_result(result)
        else:
            order.future.set_exception(result)

    def decoder_died(self, tile: int) -> None:
        """The worker of the tile is gone, and with it what it was to take."""
        for number, order in list(self._orders.items()):
            if order.tile == tile:
                self.finish(number, Fault(STILL_DECODER_DIED))

    def give_up_late(self) -> None:
        """Answer those that have waited too long."""
        now_s = time.monotonic()
        for number, order in list(self._orders.items()):
            if now_s > order.until_s:
                seconds = round(STILL_PATIENCE_S)
                self.finish(number, Fault(STILL_TOO_LATE, camera=order.camera, seconds=seconds))

    def close(self) -> None:
        """Nothing will be taken any more."""
        for number in list(self._orders):
            self.finish(number, Fault(STILL_STOPPED))
