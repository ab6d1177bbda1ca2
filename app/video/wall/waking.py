"""How a thread that receives wakes the loop of its worker: at once, and once for many pictures."""

from __future__ import annotations

import contextlib
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any


class Waking:
    """A pipe to oneself that holds one byte at most, and the names of those who called."""

    def __init__(self) -> None:
        self._inlet, self._outlet = Pipe(duplex=False)
        self._names: set[int] = set()
        self._called = False
        self._lock = threading.Lock()

    def call(self, name: int) -> None:
        """From any thread: something has come for that one; never waits."""
        with self._lock:
            self._names.add(name)
            if self._called:
                return
            self._called = True
            with contextlib.suppress(OSError):  # the loop has ended meanwhile
                self._outlet.send_bytes(b"c")

    def wait(self, other: Connection[Any, Any], timeout_s: float) -> bool:
        """Until somebody calls or ``other`` has something to receive; whether ``other`` has."""
        return other in wait([other, self._inlet], timeout_s)

    def take(self) -> set[int]:
        """Who has called since the last time."""
        if not self._called:
            return set()
        with self._lock:
            self._inlet.recv_bytes()
            self._called = False
            names, self._names = self._names, set()
            return names

    def close(self) -> None:
        """Let go of the pipe; calls after it are of no effect."""
        with self._lock:
            self._called = True
            self._inlet.close()
            self._outlet.close()
