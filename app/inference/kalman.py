"""A box that moves: constant velocity, in seconds of media time.

Four independent filters (centre x, centre y, width, height), each with position
and velocity, computed side by side. The noise is scaled by the box's height as
in SORT and ByteTrack, so that near and far people are treated alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_MEASURED = 0.06  # standard deviation of a detection, in box heights
_FIRST_VELOCITY = 0.6  # box heights per second
_ACCELERATION = np.array([1.0, 1.0, 0.3, 0.3])  # box heights per second squared


class BoxFilter:
    """Follows one box (x1, y1, x2, y2 in fractions of the picture)."""

    def __init__(self, box: Vector) -> None:
        self._begin(box)

    def _begin(self, box: Vector) -> None:
        self._place = _centre(box)
        self._speed = np.zeros(4)
        height = self._place[3]
        self._pp = np.full(4, (_MEASURED * height) ** 2)
        self._pv = np.zeros(4)
        self._vv = np.full(4, (_FIRST_VELOCITY * height) ** 2)

    @property
    def box(self) -> Vector:
        """Where the box is believed to be: x1, y1, x2, y2."""
        half = np.maximum(self._place[2:], 1e-4) / 2
        return np.concatenate([self._place[:2] - half, self._place[:2] + half])

    @property
    def velocity(self) -> Vector:
        """How the centre moves: x, y in fractions of the picture per second."""
        return self._speed[:2]

    @property
    def in_picture(self) -> bool:
        """Whether its centre is believed to be inside the picture."""
        return bool(np.all((self._place[:2] > 0.0) & (self._place[:2] < 1.0)))

    def predict(self, dt_s: float) -> None:
        """Move on by ``dt_s`` seconds."""
        noise = (_ACCELERATION * self._place[3]) ** 2
        self._place = self._place + dt_s * self._speed
        self._pp = self._pp + 2 * dt_s * self._pv + dt_s**2 * self._vv + noise * dt_s**4 / 4
        self._pv = self._pv + dt_s * self._vv + noise * dt_s**3 / 2
        self._vv = self._vv + noise * dt_s**2

    def update(self, box: Vector) -> None:
        """Believe a detection."""
        measured = _centre(box)
        spread = self._pp + (_MEASURED * measured[3]) ** 2
        off = measured - self._place
        gain_p, gain_v = self._pp / spread, self._pv / spread
        self._place = self._place + gain_p * off
        self._speed = self._speed + gain_v * off
        self._vv = self._vv - gain_v * self._pv
        self._pv = (1 - gain_p) * self._pv
        self._pp = (1 - gain_p) * self._pp

    def rejoin(self, last: Vector, box: Vector, dt_s: float) -> None:
        """Found again after ``dt_s`` unseen: the way between is what was seen, not foretold.

        OC-SORT's observation-centric re-update (https://arxiv.org/abs/2203.14360),
        with the straight line between both sightings as the virtual trajectory.
        """
        speed = (_centre(box) - _centre(last)) / max(dt_s, 1e-3)
        self._begin(box)
        self._speed = speed


def _centre(box: Vector) -> Vector:
    return np.concatenate([(box[:2] + box[2:]) / 2, box[2:] - box[:2]])
