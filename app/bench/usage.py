"""What processes cost: processor time and memory of a set of process ids."""

from __future__ import annotations

import time
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Usage:
    """Cores used on average, and memory in MiB.

    ``stolen_cores``: what the host of a virtual machine gave to other machines
    meanwhile, all cores together (Linux; else 0). ``memory_kind``: "pss" counts memory
    shared by several processes once (Linux); "rss" counts it in each.
    """

    cpu_cores: float
    cpu_cores_first: float
    memory_mib: float
    memory_kind: str
    stolen_cores: float = 0.0


@dataclass(frozen=True)
class _Spent:
    """Processor time of a process, and of its children that have ended (Linux; else 0)."""

    own_s: float
    buried_s: float


class UsageMeter:
    """Measures the given processes and their children between ``begin`` and ``end``.

    ``cpu_cores_first`` of the result is the share of the first given process.
    """

    def __init__(self, *pids: int) -> None:
        self._pids = pids
        self._before: dict[int, _Spent] = {}
        self._began_s = self._stolen_s = 0.0
        self.usage = Usage(0.0, 0.0, 0.0, "rss")

    def begin(self) -> None:
        """Take the starting point."""
        self._before, self._stolen_s = self._times(), _stolen_s()
        self._began_s = time.perf_counter()

    def end(self) -> None:
        """Take the end point; ``usage`` holds the result, with processes that ended meanwhile."""
        passed_s = time.perf_counter() - self._began_s
        after, before = self._times(), self._before
        nothing = _Spent(0.0, 0.0)
        spent = {pid: at.own_s - before.get(pid, nothing).own_s for pid, at in after.items()}
        memory, kind = self._memory()
        first = spent.get(self._pids[0], 0.0)
        stolen = (_stolen_s() - self._stolen_s) / passed_s
        used = (sum(spent.values()) + _spent_by_the_dead_s(before, after)) / passed_s
        self.usage = Usage(used, first / passed_s, memory, kind, stolen)

    def memory_mib(self) -> float:
        """Memory of all of them now, in MiB."""
        return self._memory()[0]

    def _processes(self) -> list[psutil.Process]:
        found: dict[int, psutil.Process] = {}
        for pid in self._pids:
            try:
                process = psutil.Process(pid)
                for each in (process, *process.children(recursive=True)):
                    found[each.pid] = each
            except psutil.NoSuchProcess:
                continue
        return list(found.values())

    def _times(self) -> dict[int, _Spent]:
        times = {}
        for process in self._processes():
            try:
                spent = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            buried_s = spent.children_user + spent.children_system
            times[process.pid] = _Spent(spent.user + spent.system, buried_s)
        return times

    def _memory(self) -> tuple[float, str]:
        total, kind = 0, "rss"
        for process in self._processes():
            try:
                full = process.memory_full_info()
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            pss = getattr(full, "pss", None)
            kind = "rss" if pss is None else "pss"
            total += full.rss if pss is None else pss
        return total / 2**20, kind


def _spent_by_the_dead_s(before: dict[int, _Spent], after: dict[int, _Spent]) -> float:
    """What processes that ended meanwhile had spent since then, as far as the system tells."""
    buried_s = [sum(at.buried_s for at in times.values()) for times in (before, after)]
    dead_s = sum(at.own_s for pid, at in before.items() if pid not in after)
    return max(0.0, buried_s[1] - buried_s[0] - dead_s)


def _stolen_s() -> float:
    """Processor time that the host gave to other machines since the start."""
    return float(getattr(psutil.cpu_times(), "steal", 0.0))
