"""What a tile's pictures cost, so that overload is known before tiles fall behind."""

from __future__ import annotations

from app.video.policy import SHOWN_PER_S_MAX

_ENOUGH = 16  # pictures before the mean is believed
_MEMORY = 250  # pictures that it remembers: ten seconds at 1x


class DecodeCost:
    """Mean processor time of decoding and of converting one picture.

    Processor time and not wall time, so that what other programs take is not
    held against the recording.
    """

    def __init__(self) -> None:
        self._read = _Mean()
        self._write = _Mean()
        self._advance = _Mean()

    def read(self, cost_ns: int, advance_us: int) -> None:
        """One picture was decoded, ``advance_us`` of media time after the one before."""
        self._read.add(cost_ns)
        self._advance.add(advance_us)

    def write(self, cost_ns: int) -> None:
        """One picture was converted."""
        self._write.add(cost_ns)

    def cores(self, speed: float) -> float:
        """Share of a core for every picture at that speed; 0.0 while too little is known."""
        if self._advance.mean <= 0 or self._read.count < _ENOUGH:
            return 0.0
        per_s = speed * 1e6 / self._advance.mean
        return (per_s * self._read.mean + min(per_s, SHOWN_PER_S_MAX) * self._write.mean) / 1e9


class _Mean:
    """A mean that forgets slowly."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0

    def add(self, value: float) -> None:
        self.count = min(self.count + 1, _MEMORY)
        self.mean += (value - self.mean) / self.count
