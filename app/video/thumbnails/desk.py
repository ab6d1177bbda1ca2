"""Thumbnails as the window asks for them: at once from memory, else from a process.

One thread while something is wanted. Of several requests for one camera only
the newest is worth anything: those before it are answered with None.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import wait

from app.faults import Fault
from app.video.media import Media
from app.video.side_process import SideProcess
from app.video.thumbnails.cache import ThumbnailCache
from app.video.thumbnails.process import ThumbnailOrder, ThumbnailTaken, run_thumbnails
from app.video.thumbnails.thumbnail import Thumbnail

PATIENCE_S = 4.0
"""So long may one thumbnail take before its process is replaced: a share that hangs."""
_TICK_S = 0.5

Wanted = tuple[int, int, Future[Thumbnail | None]]  # media time, height, who waits


class ThumbnailDesk:
    """Asked from the window's thread; returns at once."""

    def __init__(self, media_of: Callable[[int], Media | None]) -> None:
        """``media_of`` gives a camera's footage; it is called on the desk's own thread."""
        self._media_of = media_of
        self._cache = ThumbnailCache()
        self._lock = threading.Condition()
        self._wanted: OrderedDict[int, Wanted] = OrderedDict()
        self._numbers = itertools.count(1)
        self._thread: threading.Thread | None = None
        self._closed = False
        self._pid: int | None = None

    def at(self, camera_id: int, media_time_us: int, height_px: int) -> Future[Thumbnail | None]:
        """The thumbnail of a camera at a time. None: no footage there, or asked again since."""
        future: Future[Thumbnail | None] = Future()
        kept = self._cache.find(camera_id, height_px, media_time_us)
        if kept is not None:
            future.set_result(kept)
            return future
        with self._lock:
            if self._closed:
                future.set_result(None)
                return future
            before = self._wanted.pop(camera_id, None)
            self._wanted[camera_id] = (media_time_us, height_px, future)
            self._start()
            self._lock.notify()
        if before is not None:
            _answer(before[2], None)
        return future

    @property
    def pid(self) -> int | None:
        """The process at work, if there is one."""
        return self._pid

    def warm(self) -> None:
        """Start the process now, so that the first thumbnail need not wait for it."""
        with self._lock:
            if not self._closed:
                self._start()

    def forget(self) -> None:
        """Footage or cameras changed: what is kept may no longer be true."""
        self._cache.clear()

    def close(self) -> None:
        """End thread and process; what is still wanted is answered with None."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            thread = self._thread
            left = list(self._wanted.values())
            self._wanted.clear()
            self._lock.notify()
        for _, _, future in left:
            _answer(future, None)
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        process = self._new_process()
        try:
            while (work := self._next()) is not None:
                camera_id, (media_time_us, height_px, future) = work
                order = self._order(camera_id, media_time_us, height_px)
                taken = None if order is None else self._ask(process, order)
                if isinstance(taken, ThumbnailTaken):
                    self._keep(camera_id, height_px, taken.thumbnail)
                    _answer(future, taken.thumbnail)
                    continue
                _answer(future, None)
                if order is not None and not self._closed:
                    process.stop()  # died or hangs: the next thumbnail is taken by a new one
                    process = self._new_process()
        finally:
            process.stop()

    def _new_process(self) -> SideProcess:
        process = SideProcess(run_thumbnails, "thumbnails")
        self._pid = process.pid
        return process

    def _next(self) -> tuple[int, Wanted] | None:
        """The newest request; waits for one. None: the desk is closed."""
        with self._lock:
            self._lock.wait_for(lambda: self._closed or self._wanted)
            return None if self._closed else self._wanted.popitem(last=True)

    def _order(self, camera_id: int, media_time_us: int, height_px: int) -> ThumbnailOrder | None:
        try:
            media = self._media_of(camera_id)
        except Fault:
            return None  # the camera is gone, or the database is away
        if media is None:
            return None
        return ThumbnailOrder(next(self._numbers), media, media_time_us, height_px)

    def _ask(self, process: SideProcess, order: ThumbnailOrder) -> ThumbnailTaken | None:
        if not process.send(order):
            return None
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s and not self._closed:
            if not wait([process.connection], _TICK_S):
                continue
            answers = process.answers()
            if answers is None:
                return None
            for answer in answers:
                if isinstance(answer, ThumbnailTaken) and answer.number == order.number:
                    return answer
        return None

    def _keep(self, camera_id: int, height_px: int, thumbnail: Thumbnail | None) -> None:
        if thumbnail is not None:
            self._cache.keep(camera_id, height_px, thumbnail)


def _answer(future: Future[Thumbnail | None], thumbnail: Thumbnail | None) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(thumbnail)
