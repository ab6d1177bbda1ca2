"""Motion blobs: what moves, or stands where the empty scene was, without any weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.inference.background import Background
from app.inference.contracts import FrameBgr
from app.inference.values import MOTION, Detection

FRAME_WIDTH = 320
_MIN_AREA_SHARE = 0.0015
_MIN_HEIGHT_SHARE = 0.1
_SURE_AREA_SHARE = 0.01


class MotionBlobs:
    """One instance per camera: it keeps that camera's empty scene."""

    name = "Motion blobs"
    device = "CPU"
    frame_width = FRAME_WIDTH

    def __init__(self, rate_hz: float, hold_s: float = 900.0) -> None:
        self._background = Background(rate_hz, hold_s)

    def learn(self, frames: Iterable[FrameBgr]) -> None:
        """Find the empty scene from frames spread over the span."""
        self._background.learn(frames)

    def detect(self, frame_bgr: FrameBgr) -> Sequence[Detection]:
        """One detection for each thing that stands out, the largest first."""
        import cv2

        mask = self._background.foreground(frame_bgr)
        _, _, statistics, _ = cv2.connectedComponentsWithStats(mask)
        rows = statistics[1:].astype(np.float64)  # x, y, width, height, pixels; row 0 is the rest
        height, width = mask.shape
        boxes = np.column_stack(
            [rows[:, 0], rows[:, 1], rows[:, 0] + rows[:, 2], rows[:, 1] + rows[:, 3]]
        ) / [width, height, width, height]
        found = merged(np.column_stack([boxes, rows[:, 4] / mask.size]))
        return [_detection(row) for row in found if _large_enough(row)]


def merged(parts: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Join parts (x1, y1, x2, y2, area) that stand above one another, as head and legs do."""
    waiting = [parts[index] for index in np.argsort(-parts[:, 4])]
    whole: list[NDArray[np.float64]] = []
    for part in waiting:
        for index, other in enumerate(whole):
            if _belongs(part, other):
                whole[index] = _joined(part, other)
                break
        else:
            whole.append(part)
    return whole


def _belongs(part: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    across = min(part[2], other[2]) - max(part[0], other[0])
    gap = max(part[1], other[1]) - min(part[3], other[3])
    narrow = min(part[2] - part[0], other[2] - other[0])
    near = 0.15 * (other[3] - other[1]) + 0.01
    return bool(across > 0.5 * narrow and gap < near)


def _joined(part: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    low = np.minimum(part[:2], other[:2])
    high = np.maximum(part[2:4], other[2:4])
    return np.array([*low, *high, part[4] + other[4]])


def _large_enough(row: NDArray[np.float64]) -> bool:
    return bool(row[4] >= _MIN_AREA_SHARE and row[3] - row[1] >= _MIN_HEIGHT_SHARE)


def _detection(row: NDArray[np.float64]) -> Detection:
    x1, y1, x2, y2, area = row.tolist()
    # A blob has no score; a small one may be noise and must not found a track.
    return Detection(x1, y1, x2, y2, confidence=min(1.0, area / _SURE_AREA_SHARE), kind=MOTION)
