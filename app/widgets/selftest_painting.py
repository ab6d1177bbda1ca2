"""How long one painting of a full wall takes here, by raster, without a window."""

from __future__ import annotations

import time

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

SIDE = 5
WIDTH, HEIGHT = 1920, 1080
ROUNDS = 10


def paint_ms() -> float:
    """Milliseconds for 25 tiles at 1920 x 1080; the middle of ten paintings."""
    wall = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    tile = QImage(WIDTH // SIDE, HEIGHT // SIDE, QImage.Format.Format_RGB32)
    tile.fill(0x406080)
    times = sorted(_once(wall, tile) for _ in range(ROUNDS))
    return times[len(times) // 2] * 1000


def _once(wall: QImage, tile: QImage) -> float:
    began_s = time.perf_counter()
    painter = QPainter(wall)
    for place in range(SIDE * SIDE):
        left, top = place % SIDE * tile.width(), place // SIDE * tile.height()
        painter.drawImage(QRect(left, top, tile.width(), tile.height()), tile)
    painter.end()
    return time.perf_counter() - began_s
