"""One fetch in a process of its own: the window neither waits for it nor falls with it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.faults import Fault, Sentence
from app.video.fetch.faults import FetchFault
from app.video.media import RecorderPlayback, Span

CANCEL = "cancel"
_POLL_S = 0.1

FETCH_BROKE = Sentence(
    "Fetching {camera} stopped unexpectedly ({reason}). What was fetched is kept; continue it.",
    "取回 {camera} 的录像意外停止（{reason}）。已取回的部分会保留，请继续取回。",
)


@dataclass(frozen=True)
class FetchOrder:
    """What the process is told first.

    ``media.fetched`` says where it goes; ``root``: where all cameras' footage lies,
    which may take ``limit_bytes`` in all.
    """

    media: RecorderPlayback
    span: Span
    root: str
    limit_bytes: int | None


@dataclass(frozen=True)
class FetchEnded:
    """The last thing the process says; ``cancelled`` and no fault: as it was asked to."""

    cancelled: bool = False
    fault: Fault | None = None


def broke(camera: str, reason: str) -> FetchFault:
    """Why a fetch that said nothing of it ended."""
    return FetchFault(FETCH_BROKE, camera=camera, reason=reason)


def fetch_entry(connection: Connection[Any, Any]) -> None:
    """The entry point: an order comes first, then perhaps ``CANCEL``."""
    from app.video.fetch.fetching import Fetch
    from app.video.fetch.folder import FetchFolder
    from app.video.fetch.room import Room
    from app.video.side_process import stay_behind

    stay_behind()
    try:
        order: FetchOrder = connection.recv()
    except (EOFError, OSError):
        return  # the window is gone already
    outbox = _Outbox(connection)
    here = order.media.fetched
    if here is None:
        return  # it is checked before anything is ordered
    folder = FetchFolder(Path(here.root), here.camera)
    room = Room(Path(order.root), order.limit_bytes)
    fetch = Fetch(order.media, order.span, folder, outbox.send, room)
    thread = threading.Thread(target=_run, args=(fetch, order, outbox), name="fetch")
    thread.start()
    while thread.is_alive():
        if _told_to_stop(connection):
            fetch.cancel()
            thread.join()
        thread.join(_POLL_S)


class _Outbox:
    """Sends from the fetch's thread; a window that is gone is noticed by the other thread."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection

    def send(self, told: object) -> None:
        try:
            self._connection.send(told)
        except OSError:
            time.sleep(_POLL_S)


def _run(fetch: Any, order: FetchOrder, outbox: _Outbox) -> None:
    from app.video.fetch.fetching import FetchCancelled

    try:
        fetch.run()
        outbox.send(FetchEnded())
    except FetchCancelled:
        outbox.send(FetchEnded(cancelled=True))
    except Fault as fault:
        outbox.send(FetchEnded(fault=fault))
    except Exception as error:  # noqa: BLE001 - the thread's edge: it becomes the fetch's end
        outbox.send(FetchEnded(fault=broke(order.media.label, type(error).__name__)))


def _told_to_stop(connection: Connection[Any, Any]) -> bool:
    try:
        return connection.poll(0) and connection.recv() == CANCEL
    except (EOFError, OSError):
        return True
