"""Small cut-out pictures in the encoder's own colour layout (planar YUV 4:2:0).

Pasting straight into the planes of the frame that is encoded next spares a
colour conversion of the whole picture for every frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Picture = NDArray[np.uint8]

FULL = 255


@dataclass(frozen=True)
class Sprite:
    """A cut-out; ``foot_x``/``foot_y`` is the pixel that stands on the ground."""

    luma: Plane
    chroma_u: Plane
    chroma_v: Plane
    alpha: Plane
    alpha_half: Plane
    foot_x: int
    foot_y: int


def planes_of(picture: NDArray[np.uint8]) -> tuple[Plane, Plane, Plane]:
    """Y, U and V (BT.601, studio range) of a BGR picture with even sides."""
    rows, columns = picture.shape[:2]
    packed = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).reshape(-1)
    luma, half = rows * columns, rows * columns // 4
    return (
        np.asarray(packed[:luma].reshape(rows, columns), np.uint8),
        np.asarray(packed[luma : luma + half].reshape(rows // 2, columns // 2), np.uint8),
        np.asarray(packed[luma + half :].reshape(rows // 2, columns // 2), np.uint8),
    )


@dataclass(frozen=True)
class Master:
    """A large drawing from which sprites of any smaller size are cut."""

    planes: tuple[Plane, Plane, Plane]
    mask: Plane
    foot: tuple[float, float]


def master(colour: Picture, mask: Plane, foot: tuple[float, float]) -> Master:
    """From a drawing with even sides on black, its coverage, and where it stands.

    Where nothing is drawn the mean colour stands in, so that soft edges get no
    dark fringe; a shadow is coverage without colour.
    """
    solid = colour.copy()
    solid[mask == 0] = cv2.mean(colour, (mask == FULL).astype(np.uint8))[:3]
    return Master(planes_of(solid), mask, foot)


def cut_out(source: Master, scale: float) -> Sprite:
    """The sprite ``scale`` times as large as the drawing, rounded to even sides."""
    rows, columns = source.mask.shape
    size = (max(even(columns * scale), 2), max(even(rows * scale), 2))
    half = (size[0] // 2, size[1] // 2)
    luma, chroma_u, chroma_v = source.planes
    return Sprite(
        _resized(luma, size),
        _resized(chroma_u, half),
        _resized(chroma_v, half),
        _resized(source.mask, size),
        _resized(source.mask, half),
        round(source.foot[0] * size[0] / columns),
        round(source.foot[1] * size[1] / rows),
    )


def _resized(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def even(value: float) -> int:
    """The nearest even integer: chroma has half the resolution of luma."""
    return 2 * round(value / 2)
