"""Scrubbing: the wall follows a hand that drags along the timeline.

A new moment is asked for only when the tiles have shown the one before, so that
pictures really appear while the hand moves and seeks can never pile up. Where
the hand lets go is sought exactly.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.widgets.wall_controller_time import WallTime

LOOK_MS = 15
LEAST_MS = 40  # between two seeks, however quick the tiles are
PATIENCE_MS = 1200  # a tile that lost its camera never shows anything new
ENOUGH = 0.8  # of the tiles with footage there; the last ones need not hold up the others


class Scrubber(QObject):
    """Turns a hand's places into as many seeks as the wall can show."""

    def __init__(
        self,
        wall: WallTime,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or wall)
        self._wall = wall
        self._monotonic_ns = monotonic_ns
        # Who knows where there is footage takes this over: tile, media time.
        self.expects: Callable[[int, int], bool] = lambda _tile, _media_time_us: True
        self._held = False
        self._resume = False
        self._wanted_us: int | None = None
        self._sought_us: int | None = None
        self._sought_ns = 0
        self._counts: dict[int, int] = {}
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)

    def move(self, media_time_us: int) -> None:
        """The hand is there. The first place holds the time still."""
        if not self._held:
            self._held = True
            self._resume = self._wall.playing
            if self._resume:
                self._wall.pause()
            self._look.start()
        self._wanted_us = media_time_us
        self.look()

    def end(self, media_time_us: int) -> None:
        """The hand lets go there; what played plays on."""
        self._look.stop()
        if media_time_us != self._sought_us or not self._held:
            self._wall.seek(media_time_us)
        if self._resume:
            self._wall.play()
        self._held = self._resume = False
        self._wanted_us = self._sought_us = None

    def look(self) -> None:
        """Go to where the hand is now, if the wall has shown what was asked for before."""
        if self._wanted_us is None or self._wanted_us == self._sought_us:
            return
        waited_ms = (self._monotonic_ns() - self._sought_ns) / 1e6
        first = self._sought_us is None
        if first or waited_ms >= PATIENCE_MS or (waited_ms >= LEAST_MS and self._shown()):
            self._sought_us, self._sought_ns = self._wanted_us, self._monotonic_ns()
            self._counts = {
                tile: count
                for tile, count in self._wall.engine.pictures_shown().items()
                if self.expects(tile, self._wanted_us)
            }
            self._wall.seek(self._wanted_us)

    def _shown(self) -> bool:
        now = self._wall.engine.pictures_shown()
        tiles = [tile for tile in self._counts if tile in now]
        shown = sum(now[tile] > self._counts[tile] for tile in tiles)
        return shown >= ENOUGH * len(tiles)
