"""A short store of sound between the thread that decodes and the device that plays."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
CHANNELS = 2
Samples = NDArray[np.int16]
"""n x 2, left and right."""


class SoundRing:
    """Never blocks the device: what is not there yet is silence."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._room = int(seconds * RATE_HZ)
        self._lock = threading.Lock()
        self._kept: Samples = np.zeros((0, CHANNELS), np.int16)
        self.volume = 1.0
        self.played = 0  # samples taken that were sound, since the start

    def write(self, samples: Samples) -> int:
        """Add at the end; how many fitted."""
        with self._lock:
            fits = max(0, min(len(samples), self._room - len(self._kept)))
            self._kept = np.concatenate([self._kept, samples[:fits]])
            return fits

    def read(self, count: int) -> Samples:
        """Take ``count`` samples, the rest of them silent."""
        with self._lock:
            taken, self._kept = self._kept[:count], self._kept[count:]
            self.played += len(taken)
        out = np.zeros((count, CHANNELS), np.int16)
        if len(taken):
            out[: len(taken)] = (taken * self.volume).astype(np.int16)
        return out

    def clear(self) -> None:
        """Drop what was not played yet."""
        with self._lock:
            self._kept = self._kept[:0]

    @property
    def waiting_us(self) -> int:
        """How much sound waits to be played."""
        with self._lock:
            return len(self._kept) * 1_000_000 // RATE_HZ


def silence(length_us: int) -> Samples:
    """Nothing to hear for a while."""
    return np.zeros((max(0, length_us) * RATE_HZ // 1_000_000, CHANNELS), np.int16)


def duration_us(samples: Samples) -> int:
    """How long samples play."""
    return len(samples) * 1_000_000 // RATE_HZ
