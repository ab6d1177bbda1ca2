"""Builds a room's backdrop: floor, walls and furniture in metres, painted back to front."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo.canvas import Backdrop
from app.demo.projection import HEIGHT, WIDTH, Projection

Colour = tuple[int, int, int]
Corner = tuple[float, float, float]

DRAWN = 2  # the backdrop is painted this many times larger, then made smaller: smooth edges
_NEAR_M = 1.2
_SHIFT = 4  # sub-pixel bits of OpenCV's drawing functions


def shade(colour: Colour, by: float) -> Colour:
    """The colour under more or less light."""
    return tuple(min(255, max(0, round(part * by))) for part in colour)  # type: ignore[return-value]  # three parts in, three out


class Room:
    """A picture of a room being painted; x in metres to the right, z away, up from the floor."""

    def __init__(self, projection: Projection, wall_z: float) -> None:
        self.projection = projection
        self.wall_z = wall_z
        self.picture = np.zeros((HEIGHT * DRAWN, WIDTH * DRAWN, 3), np.uint8)
        self.depth_m = np.full((HEIGHT, WIDTH), np.inf, np.float32)

    def _pixels(self, corners: Sequence[Corner], factor: float) -> NDArray[np.int32]:
        scale = factor * (1 << _SHIFT)
        points = [self.projection.point(x, max(z, _NEAR_M), up) for x, z, up in corners]
        return np.array([[x * scale, y * scale] for x, y in points]).round().astype(np.int32)

    def quad(self, corners: Sequence[Corner], colour: Colour, depth_m: float | None = None) -> None:
        """A flat shape; with ``depth_m`` it hides who stands farther away than that."""
        cv2.fillPoly(self.picture, [self._pixels(corners, DRAWN)], colour, cv2.LINE_AA, _SHIFT)
        if depth_m is not None:
            cover = np.zeros((HEIGHT, WIDTH), np.uint8)
            cv2.fillPoly(cover, [self._pixels(corners, 1)], 1, cv2.LINE_8, _SHIFT)
            self.depth_m[cover > 0] = depth_m

    def floor(self, light: Colour, joint: Colour, tile_m: float = 0.8) -> None:
        """Tiles from the back wall to the camera, lighter in the distance."""
        for step in range(48):
            far = self.wall_z - (self.wall_z - 3.0) * step / 48
            near = self.wall_z - (self.wall_z - 3.0) * (step + 1) / 48
            self.mat((-12, 12), (near, far), shade(light, 1.0 - 0.24 * step / 48))
        for column in range(-14, 15):
            self._line((column * tile_m, self.wall_z, 0), (column * tile_m, 2.0, 0), joint)
        depth = self.wall_z
        while depth > 3.0:
            self._line((-12, depth, 0), (12, depth, 0), joint)
            depth -= tile_m

    def _line(self, start: Corner, end: Corner, colour: Colour, thick: int = 1) -> None:
        first, last = self._pixels([start, end], DRAWN)
        cv2.line(self.picture, first.tolist(), last.tolist(), colour, thick, cv2.LINE_AA, _SHIFT)

    def back_wall(self, colour: Colour, skirting: Colour, up_m: float = 9.0) -> None:
        """The wall at the far end with its skirting board."""
        z = self.wall_z
        self.quad([(-14, z, 0), (14, z, 0), (14, z, up_m), (-14, z, up_m)], colour)
        self.quad([(-14, z, 0), (14, z, 0), (14, z, 0.14), (-14, z, 0.14)], skirting)

    def panel(
        self, x0: float, x1: float, low: float, high: float, colour: Colour, z: float | None = None
    ) -> None:
        """An upright rectangle, on the back wall where no depth is given."""
        at = self.wall_z if z is None else z
        self.quad([(x0, at, low), (x1, at, low), (x1, at, high), (x0, at, high)], colour)

    def box(
        self,
        x: tuple[float, float],
        z: tuple[float, float],
        up: tuple[float, float],
        colour: Colour,
    ) -> None:
        """A cupboard, counter or plinth: front, top and the side one can see."""
        (x0, x1), (z0, z1), (low, high) = x, z, up
        if x0 > 0 or x1 < 0:
            side = x0 if x0 > 0 else x1
            corners = [(side, z0, low), (side, z1, low), (side, z1, high), (side, z0, high)]
            self.quad(corners, shade(colour, 0.72), z0)
        if high < self.projection.height_m:
            top = [(x0, z0, high), (x1, z0, high), (x1, z1, high), (x0, z1, high)]
            self.quad(top, shade(colour, 1.18), z0)
        front = [(x0, z0, low), (x1, z0, low), (x1, z0, high), (x0, z0, high)]
        self.quad(front, colour, z0)

    def mat(self, x: tuple[float, float], z: tuple[float, float], colour: Colour) -> None:
        """A flat rectangle on the floor."""
        (x0, x1), (z0, z1) = x, z
        self.quad([(x0, z1, 0), (x1, z1, 0), (x1, z0, 0), (x0, z0, 0)], colour)

    def words(
        self, text: str, x: float, up: float, z: float, size_m: float, colour: Colour
    ) -> None:
        """Capital letters ``size_m`` tall, centred at ``x``."""
        high_px = size_m * self.projection.scale(z) * DRAWN
        font, scale = cv2.FONT_HERSHEY_DUPLEX, high_px / 22
        thick = max(1, round(scale * 2))
        (wide, _), _ = cv2.getTextSize(text, font, scale, thick)
        at_x, at_y = self.projection.point(x, z, up)
        place = (round(at_x * DRAWN - wide / 2), round(at_y * DRAWN))
        cv2.putText(self.picture, text, place, font, scale, colour, thick, cv2.LINE_AA)

    def plant(self, x: float, z: float) -> None:
        """A pot with leaves."""
        self.box((x - 0.2, x + 0.2), (z, z + 0.4), (0, 0.45), (90, 100, 115))
        unit = self.projection.scale(z) * DRAWN
        root_x, root_y = self.projection.point(x, z, 0.45)
        root = np.array([root_x, root_y]) * DRAWN
        for turn, length in ((-62, 0.7), (-35, 0.95), (-10, 1.1), (14, 1.05), (38, 0.9), (64, 0.7)):
            angle = np.radians(turn)
            middle = root + unit * length * 0.5 * np.array([np.sin(angle), -np.cos(angle)])
            axes = (round(unit * length * 0.5), round(unit * 0.09))
            green = (55, 105 + turn // 3, 60)
            centre = (round(middle[0]), round(middle[1]))
            cv2.ellipse(self.picture, centre, axes, turn - 90, 0, 360, green, -1, cv2.LINE_AA)

    def finish(self, seed: int) -> Backdrop:
        """The finished backdrop: lamps' gleam on the floor, darker corners, a grain of noise."""
        small = cv2.resize(self.picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        away = ((columns - WIDTH / 2) / WIDTH) ** 2 + ((rows - HEIGHT / 2) / HEIGHT) ** 2
        light = 1.06 - 0.42 * away
        for x in (-2.6, 0.0, 2.6):
            gleam_x, gleam_y = self.projection.point(x, 6.2)
            spot = ((columns - gleam_x) / 70) ** 2 + ((rows - gleam_y) / 38) ** 2
            light += 0.10 * np.exp(-spot)
        grain = np.random.default_rng(seed).normal(0, 1.6, (HEIGHT, WIDTH))
        lit = small.astype(np.float32) * light[..., None] + grain[..., None]
        return Backdrop(np.clip(lit, 0, 255).astype(np.uint8), self.depth_m)
