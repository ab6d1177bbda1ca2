"""How long it takes from a jump until every tile shows the new moment, painted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer

from app.widgets.lag_probe import LagProbe
from app.widgets.wall_bench import BenchWall, wait

PATIENCE_S = 5.0
_REST_S = 0.5  # between two jumps: a person's next one, and every tile plays again


@dataclass(frozen=True)
class SeekMeasure:
    """``seek_ms``: each jump that ended within ``PATIENCE_S``; ``unfinished``: how many did not."""

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
    took_ms = []
    for target_us in targets_us:
        took_ms.append(_seek(wall, target_us, step_us))
        wait(_REST_S)
    probe.stop()
    done = tuple(took for took in took_ms if took is not None)
    return SeekMeasure(done, len(took_ms) - len(done), tuple(probe.lags_ms))


def _seek(wall: BenchWall, target_us: int, step_us: int) -> float | None:
    """Milliseconds from the jump to the paint that shows the moment on all tiles."""
    loop = QEventLoop()
    arrived_s: list[float] = []

    def look() -> None:
        now_us = wall.engine.clock.now_us()
        shown = wall.shown_us()
        if all(at_us is not None and target_us - step_us < at_us <= now_us for at_us in shown):
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
    return (arrived_s[0] - began_s) * 1000 if arrived_s else None
