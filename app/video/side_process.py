"""A process beside the wall: of low priority, reached by a pipe, gone with the window."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

NICENESS = 10
_STOP_S = 2.0
_CONTEXT = multiprocessing.get_context("spawn")  # fork and PyAV hang at exit

Entry = Callable[["Connection[Any, Any]"], None]


class SideProcess:
    """One started process; it is replaced by a new object when it dies."""

    def __init__(self, entry: Entry, name: str) -> None:
        """Start ``entry(connection)`` there; ``entry`` must be importable and light to import."""
        self.connection, far = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=entry, args=(far,), name=name, daemon=True)
        try:
            self._process.start()
        finally:
            far.close()

    @property
    def pid(self) -> int | None:
        """The system's number of the process."""
        return self._process.pid

    def send(self, order: object) -> bool:
        """Hand over an order; False when the process is gone."""
        try:
            self.connection.send(order)
        except (OSError, ValueError):
            return False
        return True

    def answers(self) -> list[Any] | None:
        """What has come since the last call; None when the process is gone."""
        found: list[Any] = []
        try:
            while self.connection.poll(0):
                found.append(self.connection.recv())
        except (EOFError, OSError):
            return found or None
        return found

    def stop(self) -> None:
        """End it at once: it holds nothing that needs putting away."""
        self.connection.close()
        self._process.terminate()
        self._process.join(_STOP_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_STOP_S)  # one that waits for a dead share cannot even be killed
        if not self._process.is_alive():
            self._process.close()


def stay_behind() -> None:
    """Called in the process: the wall goes first, and Ctrl+C is the window's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICENESS)
