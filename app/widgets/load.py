"""How much of the machine this program and its decode processes use."""

from __future__ import annotations

import os
import time

import psutil


class ProcessorLoad:
    """Measures between two calls; call it from any one thread at a time."""

    def __init__(self) -> None:
        self._process = psutil.Process(os.getpid())
        self._used: dict[int, float] = {}
        self._asked_s = time.monotonic()

    def percent(self) -> float:
        """Processor time of all our processes since the last call, % of all cores."""
        now_s = time.monotonic()
        used = self._seconds()
        spent = sum(max(0.0, value - self._used.get(pid, value)) for pid, value in used.items())
        passed = max(now_s - self._asked_s, 1e-3)
        self._used, self._asked_s = used, now_s
        return 100.0 * spent / passed / (os.cpu_count() or 1)

    def _seconds(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for process in (self._process, *self._process.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue  # it ended just now
            found[process.pid] = times.user + times.system
        return found
