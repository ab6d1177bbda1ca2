"""How long it takes from a jump until every tile shows the new moment, painted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer

from app.widgets.lag_probe import LagProbe
from app.widgets.wall_bench import BenchWall, wait

PATIENCE_S = 5.0
NEAR_US = 10_000_000  # so far at most lies a keyframe before a moment; jumps are longer
_REST_S = 0.5  # between two jumps: a person's next one, and every tile plays again


@dataclass(frozen=True)
class SeekMeasure:
    """``seek_ms``: each jump that ended within ``PATIENCE_S``; ``unfinished``: how many did not.

    ``first_ms``: until every tile showed something of the new moment, a keyframe near it perhaps.
    """

    first_ms: tuple[float, ...]
    seek_ms: tuple[float, ...]
    unfinished: int
    lags_ms: tuple[float, ...]


def measure_seeks(wall: BenchWall, targets_us: Sequence[int], step_us: int) -> SeekMeasure:
    """Jump to each of the moments while the wall plays.

    ``step_us``: how far before the moment a tile's picture may lie and still be
    the right one: a picture's length, at high speeds a keyframe's distance.
    """
    probe = LagProbe(wall.surface)
    probe.start()
    took: list[tuple[float, float]] = []
    for target_us in targets_us:
        took.extend(_seek(wall, target_us, step_us))
        wait(_REST_S)
    probe.stop()
    first_ms, done_ms = tuple(first for first, _ in took), tuple(done for _, done in took)
    return SeekMeasure(first_ms, done_ms, len(targets_us) - len(took), tuple(probe.lags_ms))


def _seek(wall: BenchWall, target_us: int, step_us: int) -> list[tuple[float, float]]:
    """Milliseconds from the jump to the paints that show something of the moment, and the moment.

    On all tiles each; empty where it takes too long.
    """
    loop = QEventLoop()
    first_s: list[float] = []
    arrived_s: list[float] = []

    def show(shown: tuple[int | None, ...], within_us: int) -> bool:
        now_us = wall.engine.clock.now_us()
        return all(at_us is not None and target_us - within_us < at_us <= now_us for at_us in shown)

    def look() -> None:
        shown = wall.shown_us()
        if show(shown, NEAR_US):
            first_s.append(time.perf_counter())
        if show(shown, step_us):
            arrived_s.append(time.perf_counter())
            loop.quit()

    connection = wall.surface.painted.connect(look)
    end = QTimer(singleShot=True, interval=int(PATIENCE_S * 1000))
    end.timeout.connect(loop.quit)
    end.start()
    began_s = time.perf_counter()
    wall.engine.seek(target_us)
    loop.exec()
    end.stop()
    wall.surface.painted.disconnect(connection)
    ends = zip(first_s[:1], arrived_s[:1], strict=False)
    return [((first - began_s) * 1000, (end - began_s) * 1000) for first, end in ends]
