"""The real wall in a real window, measured while it plays."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.video.engine import WallEngine
from app.video.media import Media
from app.widgets.lag_probe import LagProbe, percentile
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_surface import WallSurface

_WARM_UP_S = 2.0
_PATIENCE_S = 30.0


@dataclass(frozen=True)
class WallRun:
    """What to play: tiles on a wall of that many places, at a speed, from a moment on."""

    media: tuple[Media, ...]
    layout: int
    speed: float
    start_us: int
    seconds: float
    width: int
    height: int


@dataclass(frozen=True)
class WallMeasure:
    """What was seen between ``began`` and ``ended`` (see ``measure_wall``)."""

    pictures_per_s: tuple[float, ...]
    media_spread_s: float
    paints: int
    lag_ms_p50: float
    lag_ms_p99: float
    lag_ms_max: float


class _Spread:
    """The largest distance of media times over the tiles at any paint."""

    def __init__(self, engine: WallEngine, tiles: int) -> None:
        self._engine = engine
        self._tiles = tiles
        self.paints = 0
        self.largest_us = 0

    def note(self) -> None:
        times = [self._engine.shown_time_us(tile) for tile in range(self._tiles)]
        known = [at_us for at_us in times if at_us is not None]
        self.paints += 1
        if known:
            self.largest_us = max(self.largest_us, max(known) - min(known))


def measure_wall(
    run: WallRun, engine: WallEngine, began: Callable[[], None], ended: Callable[[], None]
) -> WallMeasure:
    """Open a window, play, measure; ``began`` and ``ended`` bracket the measured time.

    Makes a QApplication where there is none. The engine must be started.
    """
    app = QApplication.instance() or QApplication([])
    wall = WallSurface(engine, TileTexts())
    wall.setWindowTitle("Floorwalk")
    wall.resize(run.width, run.height)
    wall.set_layout(run.layout)
    wall.show()
    engine.seek(run.start_us)
    engine.set_speed(run.speed)
    for tile, media in enumerate(run.media):
        wall.set_tile(tile, f"S{tile // 5 + 1:03d} / {tile % 5 + 1}", "Asia/Shanghai", None)
        wall.open_tile(tile, media)
    tiles = range(len(run.media))
    _wait(lambda: all(engine.shown_time_us(tile) is not None for tile in tiles), _PATIENCE_S)
    engine.play()
    _wait(lambda: False, _WARM_UP_S)
    measure = _measure(run, engine, wall, began, ended)
    wall.release_pictures()
    wall.close()
    app.processEvents()
    return measure


def _measure(
    run: WallRun,
    engine: WallEngine,
    wall: WallSurface,
    began: Callable[[], None],
    ended: Callable[[], None],
) -> WallMeasure:
    spread, probe = _Spread(engine, len(run.media)), LagProbe(wall)
    before, began_s = engine.pictures_shown(), time.perf_counter()
    began()
    connection = wall.painted.connect(spread.note)
    probe.start()
    _wait(lambda: False, run.seconds)
    probe.stop()
    wall.painted.disconnect(connection)
    ended()
    after, passed_s = engine.pictures_shown(), time.perf_counter() - began_s
    lags = probe.lags_ms
    return WallMeasure(
        pictures_per_s=tuple((after[tile] - before.get(tile, 0)) / passed_s for tile in after),
        media_spread_s=spread.largest_us / 1e6,
        paints=spread.paints,
        lag_ms_p50=percentile(lags, 0.50),
        lag_ms_p99=percentile(lags, 0.99),
        lag_ms_max=max(lags, default=0.0),
    )


def _wait(done: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until ``done`` or the time is over."""
    loop = QEventLoop()
    until_s = time.perf_counter() + seconds
    look = QTimer(interval=50)

    def over() -> None:
        if done() or time.perf_counter() >= until_s:
            loop.quit()

    look.timeout.connect(over)
    end = QTimer(singleShot=True, interval=int(seconds * 1000))
    end.timeout.connect(loop.quit)
    look.start()
    end.start()
    loop.exec()
    look.stop()
    end.stop()
