"""The wall for a long time, with jumps and with workers that are killed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import psutil
from PySide6.QtCore import QTimer

from app.widgets.lag_probe import LagProbe
from app.widgets.wall_bench import BenchWall, wait, wait_until
from app.widgets.wall_bench_seek import NEAR_US

_LAST_S = 10.0  # a tile without a new picture for the last so long is lost
_BACK_S = 20.0
_MEMORY_SAMPLES = 5
_APART_US = 120_000_000  # a jump goes so far at least: beyond all that was decoded ahead


@dataclass(frozen=True)
class SoakPlan:
    """For how long, how often, and between which moments; ``mark_s``: when memory is first read."""

    seconds: float
    seek_every_s: float
    kill_every_s: float
    mark_s: float
    first_us: int
    last_us: int


@dataclass(frozen=True)
class SoakMeasure:
    """``back_s``: after each kill, until every tile was at the next moment; None: never."""

    memory_first_mib: float
    memory_last_mib: float
    seeks: int
    back_s: tuple[float | None, ...]
    tiles_lost: int
    pictures_per_s: tuple[float, ...]
    lags_ms: tuple[float, ...]


class Soak:
    """One run; ``memory_mib`` gives the memory of all our processes now."""

    def __init__(self, wall: BenchWall, plan: SoakPlan, memory_mib: Callable[[], float]) -> None:
        self._wall = wall
        self._plan = plan
        self._memory_mib = memory_mib
        self._chance = random.Random(1)
        self._seeks = 0
        self._target_us = plan.first_us
        self._back_s: list[float | None] = []

    def run(self) -> SoakMeasure:
        """Play until the time is over."""
        plan, probe = self._plan, LagProbe(self._wall.surface)
        timer = QTimer(interval=int(plan.seek_every_s * 1000))
        timer.timeout.connect(self._seek)
        before, began_s = self._counts(), time.perf_counter()
        timer.start()
        probe.start()
        self._pass(began_s, plan.mark_s)
        first_mib = self._memory()
        self._pass(began_s, plan.seconds)
        last_mib = self._memory()
        rates = self._rates(before, time.perf_counter() - began_s)
        lost = self._lost()
        probe.stop()
        timer.stop()
        return SoakMeasure(
            first_mib, last_mib, self._seeks, tuple(self._back_s), lost, rates, tuple(probe.lags_ms)
        )

    def _pass(self, began_s: float, until_s: float) -> None:
        """Go on until so many seconds after the beginning, with a kill now and then."""
        while (left_s := began_s + until_s - time.perf_counter()) > 0:
            wait(min(left_s, self._plan.kill_every_s))
            if left_s > self._plan.kill_every_s:
                self._kill()

    def _seek(self) -> None:
        plan, engine = self._plan, self._wall.engine
        now_us = engine.clock.now_us()
        for _ in range(100):
            self._target_us = self._chance.randint(plan.first_us, plan.last_us)
            if abs(self._target_us - now_us) > _APART_US:
                break
        engine.seek(self._target_us)
        self._seeks += 1

    def _kill(self) -> None:
        """End a worker without a word, jump, and wait until every tile shows the new moment.

        Without the jump its tiles would go on for a while with what it had decoded ahead.
        """
        pids = self._wall.engine.statistics().worker_pids
        psutil.Process(self._chance.choice(pids)).kill()
        began_s = time.perf_counter()
        self._seek()
        back: list[float] = []

        def all_back() -> bool:
            if self._all_there():
                back.append(time.perf_counter() - began_s)
            return bool(back)

        wait_until(all_back, _BACK_S)
        self._back_s.append(back[0] if back else None)

    def _all_there(self) -> bool:
        """Whether every tile shows the moment of the last jump, or a keyframe just before it."""
        first_us, now_us = self._target_us - NEAR_US, self._wall.engine.clock.now_us()
        shown = self._wall.shown_us()
        return all(at_us is not None and first_us < at_us <= now_us for at_us in shown)

    def _counts(self) -> dict[int, int]:
        return self._wall.engine.pictures_shown()

    def _rates(self, before: dict[int, int], seconds: float) -> tuple[float, ...]:
        now = self._counts()
        return tuple((now.get(tile, 0) - count) / seconds for tile, count in before.items())

    def _lost(self) -> int:
        before = self._counts()
        wait(_LAST_S)
        now = self._counts()
        return sum(now.get(tile, 0) <= count for tile, count in before.items())

    def _memory(self) -> float:
        """The median of some readings: pictures on their way come and go."""
        readings = []
        for _ in range(_MEMORY_SAMPLES):
            wait(0.5)
            readings.append(self._memory_mib())
        return median(readings)
