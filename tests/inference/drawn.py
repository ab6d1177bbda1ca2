"""A room with people drawn as boxes, for detectors that need pictures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 320, 180
PERSON = (26, 78)  # pixels

Frame = NDArray[np.uint8]


def room(seed: int = 3) -> Frame:
    """An empty room with some texture and a counter."""
    chance = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH, 3), (190, 200, 205), np.uint8)
    picture[110:] = (120, 150, 170)
    cv2.rectangle(picture, (180, 90), (300, 130), (90, 110, 140), -1)
    cv2.rectangle(picture, (20, 20), (80, 70), (140, 90, 60), -1)
    noise = chance.integers(-6, 7, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def with_person(picture: Frame, x: float, foot_y: float = 160, shade: int = 40) -> Frame:
    """A copy of the picture with somebody whose feet are at ``x``, ``foot_y`` (pixels)."""
    shown = picture.copy()
    width, height = PERSON
    left, top = round(x - width / 2), round(foot_y - height)
    cv2.rectangle(shown, (left, top + 18), (left + width, round(foot_y)), (shade, shade, 90), -1)
    cv2.circle(shown, (round(x), top + 10), 9, (120, 140, 190), -1)
    return shown


def noisy(picture: Frame, seed: int) -> Frame:
    """What a camera makes of it."""
    chance = np.random.default_rng(seed)
    return np.clip(picture + chance.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)
