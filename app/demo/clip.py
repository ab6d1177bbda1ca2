"""One clip of any size and rate, for measurements: the demo's showroom, enlarged if need be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.demo.projection import HEIGHT, WIDTH
from app.demo.scene import LOOP_S, Scene
from app.demo.sprites import Plane


def make_clip(
    path: Path,
    seconds: float,
    width: int = WIDTH,
    height: int = HEIGHT,
    fps: int = 25,
    gop_s: float = 2.0,
    place: str = "entrance",
) -> None:
    """Write an H.264 clip with a keyframe exactly every ``gop_s`` seconds.

    ``width`` and ``height`` in pixels, even; ``place`` names the scene.
    """
    from app.demo.encoding import write_pictures
    from app.demo.scenes import scene_of

    scene = scene_of(place, "a")

    def prepare(planes: tuple[Plane, Plane, Plane]) -> Callable[[int], None]:
        draw = _painter(scene, planes)
        return lambda number: draw(number / fps % LOOP_S)

    write_pictures(path, round(seconds * fps), (width, height), fps, round(gop_s * fps), prepare)


def _painter(scene: Scene, planes: tuple[Plane, Plane, Plane]) -> Callable[[float], None]:
    """Draws into the planes; where they have another size, draws small and enlarges."""
    import cv2
    import numpy as np

    from app.demo.drawing import SceneDrawer

    if planes[0].shape == (HEIGHT, WIDTH):
        return SceneDrawer(scene, planes).draw
    small = tuple(np.zeros((HEIGHT // part, WIDTH // part), np.uint8) for part in (1, 2, 2))
    drawer = SceneDrawer(scene, (small[0], small[1], small[2]))

    def draw(time_s: float) -> None:
        drawer.draw(time_s)
        for plane, source in zip(planes, small, strict=True):
            plane[:] = cv2.resize(source, plane.shape[::-1], interpolation=cv2.INTER_LINEAR)

    return draw
