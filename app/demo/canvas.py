"""The picture being drawn: backdrop planes, and sprites pasted by depth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.demo.projection import HEIGHT, WIDTH
from app.demo.sprites import Plane, Sprite, even, planes_of


@dataclass(frozen=True)
class Rect:
    """Pixels, half-open, all even."""

    left: int
    top: int
    right: int
    bottom: int


class Backdrop:
    """What does not move: the room's planes and, per pixel, how far its furniture is.

    ``depth_m`` is infinity where nothing can stand in front of a person.
    """

    def __init__(self, picture: NDArray[np.uint8], depth_m: NDArray[np.float32]) -> None:
        self.planes = planes_of(picture)
        self.depth_m = depth_m

    @classmethod
    def copy_of(cls, other: Backdrop) -> Backdrop:
        """One whose planes may be changed without touching ``other``."""
        made = cls.__new__(cls)
        luma, chroma_u, chroma_v = other.planes
        made.planes = (luma.copy(), chroma_u.copy(), chroma_v.copy())
        made.depth_m = other.depth_m
        return made

    def take(self, other: Backdrop, rect: Rect) -> None:
        """Look like ``other`` inside ``rect``."""
        for plane, source, step in zip(self.planes, other.planes, (1, 2, 2), strict=True):
            where = _part(rect, step)
            plane[where] = source[where]


class Canvas:
    """Three planes that are drawn into again and again; only touched parts are restored."""

    def __init__(self, planes: tuple[Plane, Plane, Plane]) -> None:
        self.planes = planes
        self._dirty: list[Rect] = []

    def lay(self, backdrop: Backdrop) -> None:
        """Copy the whole backdrop."""
        for plane, source in zip(self.planes, backdrop.planes, strict=True):
            plane[:] = source
        self._dirty.clear()

    def restore(self, backdrop: Backdrop) -> None:
        """Take back every sprite of the last picture."""
        for rect in self._dirty:
            self.copy(backdrop, rect)
        self._dirty.clear()

    def copy(self, backdrop: Backdrop, rect: Rect) -> None:
        """Show this part of ``backdrop``."""
        for plane, source, step in zip(self.planes, backdrop.planes, (1, 2, 2), strict=True):
            where = _part(rect, step)
            plane[where] = source[where]

    def paste(
        self, sprite: Sprite, x_px: float, y_px: float, backdrop: Backdrop, z_m: float
    ) -> None:
        """Stand ``sprite`` at (``x_px``, ``y_px``), hidden by furniture nearer than ``z_m``."""
        left, top = even(x_px - sprite.foot_x), even(y_px - sprite.foot_y)
        rows, columns = sprite.luma.shape
        rect = Rect(max(left, 0), max(top, 0), min(left + columns, WIDTH), min(top + rows, HEIGHT))
        if rect.left >= rect.right or rect.top >= rect.bottom:
            return
        inner = Rect(rect.left - left, rect.top - top, rect.right - left, rect.bottom - top)
        seen = backdrop.depth_m[_part(rect, 1)] >= z_m
        alpha = sprite.alpha[_part(inner, 1)] * seen
        alpha_half = sprite.alpha_half[_part(inner, 2)] * seen[::2, ::2]
        parts = (sprite.luma, sprite.chroma_u, sprite.chroma_v)
        covers = (alpha, alpha_half, alpha_half)
        for plane, part, cover, step in zip(self.planes, parts, covers, (1, 2, 2), strict=True):
            _blend(plane[_part(rect, step)], part[_part(inner, step)], cover)
        self._dirty.append(rect)


def _part(rect: Rect, step: int) -> tuple[slice, slice]:
    return (
        slice(rect.top // step, rect.bottom // step),
        slice(rect.left // step, rect.right // step),
    )


def _blend(under: Plane, over: Plane, alpha: Plane) -> None:
    # 16 bits hold 255 * 255 + 128; the shift is an exact division by 255.
    weight = alpha.astype(np.uint16)
    mixed = under * (255 - weight) + over * weight + np.uint16(128)
    under[:] = (mixed + (mixed >> 8)) >> 8
