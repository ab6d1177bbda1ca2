"""Cars in side view: one drawn sprite per colour, direction and wheel position."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo.room import Colour, shade
from app.demo.sprites import Master, Picture, Plane, Sprite, cut_out, even, master

LENGTH_M = 4.5
WHEEL_PHASES = 8

_DRAWN_PX_PER_M = 140
_ROOM_M = 0.3
_BODY = (
    (0.02, 0.42), (0.03, 0.72), (0.16, 0.86), (0.95, 0.93), (1.55, 1.36), (1.9, 1.46),
    (2.75, 1.46), (3.2, 1.36), (3.95, 0.98), (4.38, 0.92), (4.47, 0.62), (4.46, 0.34),
    (3.9, 0.27), (0.7, 0.27), (0.08, 0.32),
)  # fmt: skip
_WINDOWS = (
    ((1.12, 0.95), (1.62, 1.31), (1.95, 1.38), (2.25, 1.39), (2.25, 0.96)),
    ((2.33, 0.96), (2.33, 1.39), (2.75, 1.38), (3.12, 1.29), (3.62, 0.99)),
)
_WHEELS_M = (0.88, 3.6)


def _pixel(x_m: float, up_m: float) -> tuple[int, int]:
    return (
        round((x_m + _ROOM_M) * _DRAWN_PX_PER_M),
        round((1.46 + _ROOM_M - up_m) * _DRAWN_PX_PER_M),
    )


def _shape(points: tuple[tuple[float, float], ...]) -> NDArray[np.int32]:
    return np.array([_pixel(*point) for point in points], np.int32)


@lru_cache(maxsize=32)
def _drawn(colour: Colour, phase: int, *, faces_right: bool) -> Master:
    columns, rows = (even(side) for side in _pixel(LENGTH_M + _ROOM_M, -_ROOM_M))
    picture, mask = np.zeros((rows, columns, 3), np.uint8), np.zeros((rows, columns), np.uint8)
    cv2.ellipse(mask, _pixel(LENGTH_M / 2, 0.02), (320, 24), 0, 0, 360, 120, -1)
    body = _shape(_BODY)
    cv2.fillPoly(picture, [body], colour, cv2.LINE_AA)
    cv2.fillPoly(mask, [body], 255)
    sill = _shape(((0.1, 0.45), (4.44, 0.45), (4.42, 0.3), (3.9, 0.27), (0.7, 0.27), (0.1, 0.33)))
    cv2.fillPoly(picture, [sill], shade(colour, 0.62), cv2.LINE_AA)
    cv2.line(picture, _pixel(0.2, 0.82), _pixel(4.3, 0.86), shade(colour, 1.3), 5, cv2.LINE_AA)
    for window in _WINDOWS:
        cv2.fillPoly(picture, [_shape(window)], (88, 76, 62), cv2.LINE_AA)
    for x in (2.29, 1.2, 3.62):
        ends = _pixel(x, 0.9), _pixel(x - 0.02, 0.42)
        cv2.line(picture, *ends, shade(colour, 0.7), 3, cv2.LINE_AA)
    for x in (2.05, 3.3):
        cv2.line(picture, _pixel(x, 0.8), _pixel(x + 0.14, 0.8), shade(colour, 0.5), 6)
    cv2.ellipse(picture, _pixel(4.36, 0.76), (17, 10), 0, 0, 360, (225, 240, 245), -1, cv2.LINE_AA)
    cv2.ellipse(picture, _pixel(0.12, 0.74), (12, 12), 0, 0, 360, (40, 40, 190), -1, cv2.LINE_AA)
    for x in _WHEELS_M:
        _wheel(picture, mask, x, phase)
    foot = (picture.shape[1] / 2, float(_pixel(0, 0.0)[1]))
    if faces_right:
        return master(picture, mask, foot)
    return master(np.ascontiguousarray(picture[:, ::-1]), np.ascontiguousarray(mask[:, ::-1]), foot)


def _wheel(picture: Picture, mask: Plane, x_m: float, phase: int) -> None:
    centre = _pixel(x_m, 0.33)
    cv2.circle(picture, centre, 54, (25, 25, 25), -1, cv2.LINE_AA)
    cv2.circle(picture, centre, 46, (38, 36, 36), -1, cv2.LINE_AA)
    cv2.circle(mask, centre, 47, 255, -1)
    cv2.circle(picture, centre, 30, (175, 175, 178), -1, cv2.LINE_AA)
    for spoke in range(5):
        angle = 2 * math.pi * (spoke + phase / WHEEL_PHASES) / 5
        end = (round(centre[0] + 29 * math.cos(angle)), round(centre[1] + 29 * math.sin(angle)))
        cv2.line(picture, centre, end, (70, 70, 72), 6, cv2.LINE_AA)


@lru_cache(maxsize=128)
def car(colour: Colour, phase: int, px_per_m: float, *, faces_right: bool = True) -> Sprite:
    """The car standing with its middle on the sprite's foot; ``phase`` turns the wheels."""
    drawn = _drawn(colour, phase % WHEEL_PHASES, faces_right=faces_right)
    return cut_out(drawn, px_per_m / _DRAWN_PX_PER_M)
