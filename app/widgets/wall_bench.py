"""The real wall in a real window, measured while it plays."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.video.media import Media
from app.video.wall.engine import WallEngine
from app.widgets.lag_probe import LagProbe, percentile
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_surface_painting import RASTER, paint_by

_WARM_UP_S = 2.0
_PATIENCE_S = 30.0


@dataclass(frozen=True)
class WallRun:
    """What to play: tiles on a wall of that many places, at a speed, from a moment on.

    ``painting``: who paints, as the setting ``wall.painting`` has it.
    """

    media: tuple[Media, ...]
    layout: int
    speed: float
    start_us: int
    seconds: float
    width: int
    height: int
    painting: str = "raster"


@dataclass(frozen=True)
class WallMeasure:
    """What was seen between ``began`` and ``ended`` (see ``measure_wall``)."""

    pictures_per_s: tuple[float, ...]
    media_spread_s: float
    paints: int
    lag_ms_p50: float
    lag_ms_p99: float
    lag_ms_max: float
    painted_by: str


class BenchWall:
    """The wall in a window of its own, playing; ``close`` it before the engine stops."""

    def __init__(self, run: WallRun, engine: WallEngine) -> None:
        """Open the window and all tiles, wait for the first pictures, play, warm up.

        Makes a QApplication where there is none. The engine must be started.
        """
        self.run = run
        self.engine = engine
        self._app = QApplication.instance() or QApplication([])
        self.surface = wall = WallSurface(engine, TileTexts())
        wall.setWindowTitle("Floorwalk")
        wall.resize(run.width, run.height)
        wall.set_layout(run.layout)
        self.painted_by = paint_by(wall, run.painting)
        wall.show()
        engine.seek(run.start_us)
        engine.set_speed(run.speed)
        for tile, media in enumerate(run.media):
            wall.set_tile(tile, f"S{tile // 5 + 1:03d} / {tile % 5 + 1}", "Asia/Shanghai", None)
            wall.open_tile(tile, media)
        wait_until(lambda: None not in self.shown_us(), _PATIENCE_S)
        engine.play()
        wait(_WARM_UP_S)

    def shown_us(self) -> tuple[int | None, ...]:
        """Media time of each tile's picture on the screen."""
        return tuple(self.engine.shown_time_us(tile) for tile in range(len(self.run.media)))

    def close(self) -> None:
        """Let go of the pictures and close the window."""
        self.surface.release_pictures()
        self.surface.close()
        self._app.processEvents()


class _Watch:
    """What was on the screen after each paint: when each tile changed, how far they lay apart."""

    def __init__(self, wall: BenchWall) -> None:
        self._wall = wall
        tiles = len(wall.run.media)
        self._shown: list[int | None] = [None] * tiles
        self._changed_s: list[list[float]] = [[] for _ in range(tiles)]
        self.paints = 0
        self.spread_us = 0

    def note(self) -> None:
        """After a paint."""
        now_s = time.perf_counter()
        times = self._wall.shown_us()
        for tile, at_us in enumerate(times):
            if at_us != self._shown[tile]:
                self._shown[tile] = at_us
                self._changed_s[tile].append(now_s)
        known = [at_us for at_us in times if at_us is not None]
        self.paints += 1
        self.spread_us = max(self.spread_us, max(known, default=0) - min(known, default=0))

    def rates(self, seconds: float) -> tuple[float, ...]:
        """Pictures a second of each tile; a tile that stood still at the end is not flattered."""
        return tuple(_rate(times, seconds) for times in self._changed_s)


def _rate(times: list[float], seconds: float) -> float:
    if len(times) < 3:
        return len(times) / seconds
    by_distance = (len(times) - 1) / (times[-1] - times[0])
    return min(by_distance, (len(times) + 1) / seconds)


def measure_wall(
    run: WallRun, engine: WallEngine, began: Callable[[], None], ended: Callable[[], None]
) -> WallMeasure:
    """Open a window, play, measure; ``began`` and ``ended`` bracket the measured time."""
    wall = BenchWall(run, engine)
    try:
        return _measure(wall, began, ended)
    finally:
        wall.close()


def _measure(wall: BenchWall, began: Callable[[], None], ended: Callable[[], None]) -> WallMeasure:
    watch, probe = _Watch(wall), LagProbe(wall.surface)
    began()
    began_s = time.perf_counter()
    connection = wall.surface.painted.connect(watch.note)
    probe.start()
    wait(wall.run.seconds)
    probe.stop()
    wall.surface.painted.disconnect(connection)
    passed_s = time.perf_counter() - began_s
    ended()
    lags = probe.lags_ms
    return WallMeasure(
        pictures_per_s=watch.rates(passed_s),
        media_spread_s=watch.spread_us / 1e6,
        paints=watch.paints,
        lag_ms_p50=percentile(lags, 0.50),
        lag_ms_p99=percentile(lags, 0.99),
        lag_ms_max=max(lags, default=0.0),
        painted_by=wall.painted_by if wall.surface.gpu else RASTER,
    )


def wait(seconds: float) -> None:
    """Run the event loop for so long."""
    wait_until(lambda: False, seconds)


def wait_until(done: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until ``done`` (asked every 50 ms) or the time is over."""
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
