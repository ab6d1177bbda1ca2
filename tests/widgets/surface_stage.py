"""A wall surface over a real engine, and what is seen on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage

from app.video.tiles import TileStateKind
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_surface import WallSurface
from tests.support.clips import drawn
from tests.support.walls import START_US

W, H = 640, 480
ZONE = "Asia/Shanghai"


@contextmanager
def wall_over(qtbot, running) -> Iterator[WallSurface]:
    """A paused wall of four tiles over a running engine."""
    running.pause()
    running.set_speed(1.0)
    running.seek(START_US)
    surface = WallSurface(running, TileTexts("en"))
    qtbot.addWidget(surface)
    surface.resize(W, H)
    surface.set_layout(4)
    surface.show()
    yield surface
    surface.release_pictures()
    surface.close()
    running.close_all()


def grab(wall: WallSurface) -> QImage:
    return wall.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colour(image: QImage, x: int, y: int) -> tuple[int, int, int]:
    return QColor(image.pixel(x, y)).getRgb()[:3]


def area(wall: WallSurface, tile: int):
    return wall._layout.areas[tile]


def middle(wall: WallSurface, tile: int) -> QPoint:
    where = area(wall, tile)
    return QPoint(where.x + where.width // 2, where.y + where.height // 2)


def playing(wall: WallSurface, tile: int) -> bool:
    face = wall._faces[tile]
    return face.state.kind is TileStateKind.PLAYING and face.image is not None


def grey_of(number: int) -> int:
    return int(drawn(number)[-1, 0, 0])


def near(seen: tuple[int, int, int], wanted: int, by: int = 12) -> bool:
    return all(abs(part - wanted) <= by for part in seen)


@dataclass(frozen=True)
class SomeBox:
    track_id: int = 7
    kind: str = "person"
    x1: float = 0.25
    y1: float = 0.25
    x2: float = 0.75
    y2: float = 0.75
    trail: tuple[tuple[float, float], ...] = ((0.4, 0.9), (0.5, 0.8))
