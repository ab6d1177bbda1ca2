"""Which detection belongs to which followed thing: costs and the best assignment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.inference.boxes import Boxes, grown, iou

_REFUSED = 10.0
_WALKING = 0.05  # picture widths per second: slower than this has no direction


def assign(cost: NDArray[np.float64]) -> dict[int, int]:
    """The cheapest one-to-one match of rows to columns; refused pairs stay unmatched."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cost)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if cost[row, column] < _REFUSED
    }


def pair_costs(
    places: Boxes,
    found: Boxes,
    turn: NDArray[np.float64],
    same_kind: NDArray[np.bool_],
    buffer: float,
    min_overlap: float,
) -> NDArray[np.float64]:
    """Cost of each pair: little overlap and a bent way are dear, no overlap is refused."""
    overlap = iou(grown(places, buffer), grown(found, buffer))
    cost = 1 - overlap + turn
    cost[(overlap < min_overlap) | ~same_kind] = _REFUSED
    return np.asarray(cost)


def turns(velocity: Boxes, last: Boxes, found: Boxes) -> NDArray[np.float64]:
    """How far each match would bend a walking track: 0 straight on, 1 back."""
    way = centres(found)[None] - centres(last)[:, None]
    speed = np.linalg.norm(velocity, axis=1)
    length = np.linalg.norm(way, axis=2)
    cosine = (way * velocity[:, None]).sum(axis=2) / np.maximum(speed[:, None] * length, 1e-9)
    angle = np.arccos(np.clip(cosine, -1.0, 1.0)) / np.pi
    return np.where((speed[:, None] > _WALKING) & (length > 0.01), angle, 0.0)


def centres(boxes: Boxes) -> Boxes:
    """Centre of each box."""
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def share_inside(box: Boxes, others: Boxes) -> Boxes:
    """Which share of ``box`` lies in each of ``others``."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[2:], others[:, 2:])
    common = np.prod(np.clip(high - low, 0.0, None), axis=1)
    return np.asarray(common / max(float(np.prod(box[2:] - box[:2])), 1e-12))


def touches(box: Boxes, other: Boxes, share: float) -> bool:
    """Whether two boxes meet once both are grown by ``share`` of their size."""
    first, second = grown(np.array([box, other]), share)
    return bool(np.all(np.minimum(first[2:], second[2:]) > np.maximum(first[:2], second[:2])))


def as_rows(boxes: Sequence[Boxes]) -> Boxes:
    """Boxes as one Nx4 array."""
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
