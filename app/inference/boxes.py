"""Arithmetic on many boxes at once. A box is a row x1, y1, x2, y2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]


def iou(first: Boxes, second: Boxes) -> Boxes:
    """Intersection over union of each of N boxes with each of M: NxM."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    common = np.prod(np.clip(high - low, 0.0, None), axis=2)
    union = areas(first)[:, None] + areas(second)[None, :] - common
    return np.asarray(common / np.maximum(union, 1e-12))


def areas(boxes: Boxes) -> Boxes:
    """Area of each box."""
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))


def grown(boxes: Boxes, share: float) -> Boxes:
    """Each box made larger by ``share`` of its own size on every side (Buffered IoU, C-BIoU)."""
    size = boxes[:, 2:] - boxes[:, :2]
    return np.hstack([boxes[:, :2] - share * size, boxes[:, 2:] + share * size])


def suppress(boxes: Boxes, scores: Boxes, threshold: float) -> NDArray[np.intp]:
    """Indices to keep, best first: greedy non-maximum suppression."""
    order = np.argsort(-scores, kind="stable")
    overlap = iou(boxes[order], boxes[order]) > threshold
    keep = np.ones(len(order), dtype=bool)
    for index in range(len(order)):
        if keep[index]:
            keep[index + 1 :] &= ~overlap[index, index + 1 :]
    return order[keep]
