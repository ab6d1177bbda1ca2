"""Live cameras on the real wall, measured by the time that is drawn in their pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.video.media import Media
from app.video.wall.engine import ShownPicture, WallEngine
from app.widgets.lag_probe import LagProbe, percentile
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_layout import wall_layout
from app.widgets.wall_surface import WallSurface

_PATIENCE_S = 30.0
_WARM_UP_S = 2.0

ReadTime = Callable[[NDArray[np.uint8]], int | None]


@dataclass(frozen=True)
class LiveRun:
    """The cameras, the layout, how long to measure, the window; how a picture's time is read."""

    media: tuple[Media, ...]
    layout: int
    seconds: float
    width: int
    height: int
    read_time_ms: ReadTime
    turn_ms: int


@dataclass(frozen=True)
class LiveMeasure:
    """What was seen on the wall.

    ``first_s``: from opening all tiles to each one's first picture. ``latencies_ms``:
    of every picture painted, in order, from its making to the paint.
    ``on_screen``: tiles whose time could be read off the painted window itself.
    """

    first_s: tuple[float, ...]
    pictures_per_s: tuple[float, ...]
    latencies_ms: tuple[float, ...]
    paints: int
    lag_ms_p99: float
    on_screen: int


class _Watch:
    """Looks after each paint which tiles show another picture, and how old it is."""

    def __init__(self, run: LiveRun, engine: WallEngine) -> None:
        self._run, self._engine = run, engine
        self._shown: list[int | None] = [None] * len(run.media)
        self.first_s: list[float | None] = [None] * len(run.media)
        self.began_s = time.perf_counter()
        self.counts = [0] * len(run.media)
        self.latencies_ms: list[float] = []
        self.paints = 0

    def note(self) -> None:
        """After a paint."""
        now_s, now_ms = time.perf_counter(), time.time() * 1000
        self.paints += 1
        for tile, before in enumerate(self._shown):
            at_us = self._engine.shown_time_us(tile)
            if at_us is None or at_us == before:
                continue
            self._shown[tile] = at_us
            self.counts[tile] += 1
            if self.first_s[tile] is None:
                self.first_s[tile] = now_s - self.began_s
            picture = self._engine.shown(tile)
            made_ms = None if picture is None else self._run.read_time_ms(brightness(picture))
            if made_ms is not None:
                self.latencies_ms.append((now_ms - made_ms) % self._run.turn_ms)

    def begin(self) -> None:
        """Count from here on; what was seen before was start-up."""
        self.counts = [0] * len(self.counts)
        self.latencies_ms, self.paints = [], 0


def brightness(picture: ShownPicture) -> NDArray[np.uint8]:
    """The picture's brightness, near enough: its green, or its Y plane."""
    lines = np.frombuffer(picture.data, np.uint8, picture.height * picture.stride)
    rows = lines.reshape(picture.height, picture.stride)
    if picture.pixel_format == "yuv420p":
        return rows[:, : picture.width]
    return rows[:, 1 : 4 * picture.width : 4]


def measure_live(
    run: LiveRun, engine: WallEngine, began: Callable[[], None], ended: Callable[[], None]
) -> LiveMeasure:
    """Open all cameras at once, watch, measure; ``began`` and ``ended`` bracket the measured time.

    Makes a QApplication where there is none. The engine must be started.
    """
    app = QApplication.instance() or QApplication([])
    wall = WallSurface(engine, TileTexts())
    wall.setWindowTitle("Floorwalk")
    wall.resize(run.width, run.height)
    wall.set_layout(run.layout)
    wall.show()
    _wait(lambda: False, 0.5)
    watch, probe = _Watch(run, engine), LagProbe(wall)
    connection = wall.painted.connect(watch.note)
    for tile, media in enumerate(run.media):
        wall.set_tile(tile, media.label, "Asia/Shanghai", None)
        wall.open_tile(tile, media)
    _wait(lambda: None not in watch.first_s, _PATIENCE_S)
    _wait(lambda: False, _WARM_UP_S)
    watch.begin()
    began()
    began_s = time.perf_counter()
    probe.start()
    _wait(lambda: False, run.seconds)
    probe.stop()
    passed_s = time.perf_counter() - began_s
    ended()
    wall.painted.disconnect(connection)
    seen = _seen_on_screen(run, wall)
    wall.release_pictures()
    wall.close()
    app.processEvents()
    return LiveMeasure(
        first_s=tuple(each if each is not None else _PATIENCE_S for each in watch.first_s),
        pictures_per_s=tuple(count / passed_s for count in watch.counts),
        latencies_ms=tuple(watch.latencies_ms),
        paints=watch.paints,
        lag_ms_p99=percentile(probe.lags_ms, 0.99),
        on_screen=seen,
    )


def _seen_on_screen(run: LiveRun, wall: WallSurface) -> int:
    """In how many tiles of the painted window the time can be read and is of the last second."""
    image = wall.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    now_ms = time.time() * 1000
    lines = np.frombuffer(image.constBits(), np.uint8)
    grey = lines.reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    seen = 0
    areas = wall_layout(run.layout, None, image.width(), image.height()).areas
    for tile in range(len(run.media)):
        area = areas[tile]
        part = grey[area.y : area.y + area.height, area.x : area.x + area.width]
        made_ms = run.read_time_ms(part)
        seen += made_ms is not None and (now_ms - made_ms) % run.turn_ms < 1000
    return seen


def _wait(done: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until ``done`` or the time is over."""
    loop = QEventLoop()
    look = QTimer(interval=20)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    end = QTimer(singleShot=True, interval=int(seconds * 1000))
    end.timeout.connect(loop.quit)
    look.start()
    end.start()
    loop.exec()
    look.stop()
    end.stop()
