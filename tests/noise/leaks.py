"""Threads, processes, sockets and shared memory that outlive the test which made them."""

from __future__ import annotations

import socket
import sys
import threading
import time
import weakref
from collections.abc import Callable
from multiprocessing import shared_memory
from pathlib import Path
from typing import ClassVar

import psutil

# A thread that was told to end may need a moment; a leaked one stays for good.
GRACE_S = 3.0


def wait_until_empty(find: Callable[[], list[str]], grace_s: float = GRACE_S) -> list[str]:
    """What ``find`` still returns after a while of asking."""
    deadline = time.monotonic() + grace_s
    while (found := find()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


class ThreadWatch:
    """Python threads, daemons too: a daemon thread left behind is still a leak."""

    def start(self) -> None:
        self.before = set(threading.enumerate())

    def problems(self) -> list[str]:
        return wait_until_empty(self._left)

    def _left(self) -> list[str]:
        return [
            f"thread left behind: {thread.name}"
            for thread in threading.enumerate()
            if thread not in self.before
            # Python's stand-in for a foreign thread; the thread itself may be long gone.
            and not isinstance(thread, threading._DummyThread)
        ]


class ProcessWatch:
    """Child processes, and their children."""

    # multiprocessing keeps one of these per process until it exits.
    TOLERATED = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")

    def start(self) -> None:
        self.before = {child.pid for child in self._children()}

    def problems(self) -> list[str]:
        return wait_until_empty(self._left)

    @staticmethod
    def _children() -> list[psutil.Process]:
        return psutil.Process().children(recursive=True)

    def _left(self) -> list[str]:
        lines = []
        for child in self._children():
            if child.pid in self.before:
                continue
            line = self._describe(child)
            if line and not any(name in line for name in self.TOLERATED):
                lines.append(line)
        return lines

    @staticmethod
    def _describe(child: psutil.Process) -> str:
        try:
            command = " ".join(child.cmdline()) or child.name()
            return f"process left behind: {child.pid} ({child.status()}) {command[:200]}"
        except psutil.NoSuchProcess:
            return ""


class SocketWatch:
    """Sockets of this process that nobody closed.

    Left to the collector, one is told of long afterwards, in whatever test runs then.
    """

    made: ClassVar[dict[int, tuple[weakref.ref[socket.socket], str]]] = {}

    @classmethod
    def install(cls) -> None:
        """Note every socket made from now on; once per test run."""
        original = socket.socket.__init__

        def noted(self: socket.socket, *args: object, **kwargs: object) -> None:
            original(self, *args, **kwargs)
            number = id(self)
            gone = weakref.ref(self, lambda _: cls.made.pop(number, None))
            cls.made[number] = gone, _maker()

        socket.socket.__init__ = noted

    def start(self) -> None:
        self.made.clear()

    def problems(self) -> list[str]:
        return wait_until_empty(self._left)

    def _left(self) -> list[str]:
        return [
            f"socket left open: made at {maker}"
            for kept, maker in list(self.made.values())
            if (made := kept()) is not None and made.fileno() >= 0
        ]


def _maker() -> str:
    """The three innermost places outside Python's own modules that are making something."""
    frame, places = sys._getframe(2), []
    while frame is not None and len(places) < 3:
        name = frame.f_code.co_filename
        if not name.endswith(("socket.py", "leaks.py")):
            places.append(f"{Path(name).name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(places)


class SharedMemoryWatch:
    """Blocks of shared memory this process made and did not unlink.

    Other programs on the machine use /dev/shm too, so what was made here is
    noted at its making instead of comparing listings.
    """

    made: ClassVar[set[str]] = set()

    @classmethod
    def install(cls) -> None:
        """Note every block made from now on; once per test run."""
        original = shared_memory.SharedMemory.__init__

        def noted(self: shared_memory.SharedMemory, *args: object, **kwargs: object) -> None:
            original(self, *args, **kwargs)
            if kwargs.get("create") or (len(args) > 1 and args[1]):
                cls.made.add(self.name)

        shared_memory.SharedMemory.__init__ = noted

    def start(self) -> None:
        self.made.clear()

    def problems(self) -> list[str]:
        return wait_until_empty(self._left, grace_s=1.0)

    def _left(self) -> list[str]:
        return [
            f"shared memory left behind: {name}"
            for name in sorted(self.made)
            if Path("/dev/shm", name.lstrip("/")).exists()
        ]
