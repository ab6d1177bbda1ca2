"""One wall painted by raster and by OpenGL in turn; run apart, since the tests paint offscreen.

``python -m tests.support.gpu_wall CLIP`` prints what differed, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

import app.widgets  # noqa: F401 - keeps Python's constants alive under Qt
from app.video.media import Segment, SegmentList
from app.video.tiles import TileStateKind
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_surface_painting import find_renderer
from tests.support.walls import START_US, US, engine_of

TILES = 3
SIZE = (800, 450)


def run_until(done: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let Qt work until something is so; at the latest an AssertionError."""
    from PySide6.QtWidgets import QApplication

    until_s = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until_s, "waited in vain"
        QApplication.processEvents()
        time.sleep(0.005)


def settled(wall: WallSurface, pixel_format: str) -> bool:
    """Whether every picture has come as wanted and is painted pixel by pixel."""
    for tile in range(TILES):
        face, area = wall._faces[tile], wall._layout.areas[tile]
        place = wall._painter.place(area, face)
        if face.state.kind is not TileStateKind.PLAYING or face.picture is None or place is None:
            return False
        if face.picture.pixel_format != pixel_format or not place.unscaled:
            return False
    return True


def painted(wall: WallSurface) -> NDArray[np.int_]:
    """H x W x 3, as the window shows it."""
    from PySide6.QtGui import QImage

    image = wall.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return lines[:, : image.width(), :3].astype(int)


def differences(one: NDArray[np.int_], other: NDArray[np.int_]) -> dict[str, float]:
    """How far two paintings lie apart: on the mean, and the share that differs visibly."""
    apart = np.abs(one - other).max(axis=2)
    return {"mean": float(apart.mean()), "visible": float((apart > 24).mean())}


def main(clip: str) -> dict[str, object]:
    """Raster, then GPU, then GPU in another window, then raster again after a failure."""
    from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

    QApplication([])
    renderer = find_renderer()
    if renderer is None or not renderer.usable:
        return {"skip": f"no OpenGL 3.0 here: {renderer}"}
    seen: dict[str, object] = {"renderer": renderer.name}
    with engine_of(workers=1) as engine:
        wall = WallSurface(engine, TileTexts("en"))
        wall.resize(*SIZE)
        wall.set_layout(4)
        wall.show()
        media = SegmentList((Segment(clip, START_US, 10 * US),), "counter")
        for tile in range(TILES):
            wall.set_tile(tile, f"S00{tile}  Entrance", "Asia/Shanghai", tile + 1)
            wall.open_tile(tile, media)
        run_until(lambda: settled(wall, "bgrx"))
        for _ in range(3):
            wall.zoom_in(1)
        run_until(lambda: settled(wall, "bgrx"))
        raster = painted(wall)
        seen["flat"] = float(raster.std())
        wall.set_gpu(on=True)
        run_until(lambda: settled(wall, "yuv420p"))
        seen["gpu"] = differences(raster, painted(wall))
        engine.seek(START_US + 5 * US)
        run_until(lambda: wall._faces[0].picture.media_time_us == START_US + 5 * US)
        seen["moved"] = differences(raster, painted(wall))
        engine.seek(START_US)
        faces = wall._faces[:TILES]
        run_until(lambda: all(each.picture.media_time_us == START_US for each in faces))
        other = QWidget()
        other.resize(*SIZE)
        column = QVBoxLayout(other)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(wall)
        wall.show()
        other.show()
        run_until(lambda: wall.size() == other.size() and settled(wall, "yuv420p"))
        seen["other_window"] = differences(raster, painted(wall))
        told: list[str] = []
        wall.gpu_failed.connect(told.append)
        wall._canvas.failed.emit("pulled out")
        run_until(lambda: settled(wall, "bgrx"))
        seen["told"], seen["gpu_after"] = told, wall.gpu
        seen["raster_again"] = differences(raster, painted(wall))
        wall.release_pictures()
        wall.close()
        other.close()
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])) + "\n")
