"""What a tile's pictures cost, so that overload is known before tiles fall behind."""

from __future__ import annotations

from app.video.wall.policy import SHOWN_PER_S_MAX

_ENOUGH = 5  # pictures before the mean is believed
_ENOUGH_NS = 50_000_000  # of work before the processor's share is believed
_LOST, _WON, _FORGOTTEN = 0.6, 0.3, 0.13
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
        self._key = _Mean()

    def read(self, cost_ns: int, advance_us: int) -> None:
        """One picture was decoded, ``advance_us`` of media time after the one before."""
        self._read.add(cost_ns)
        self._advance.add(advance_us)

    def keyframe(self, cost_ns: int) -> None:
        """One keyframe was decoded; it costs several times as much as another picture."""
        self._key.add(cost_ns)

    def write(self, cost_ns: int) -> None:
        """One picture was converted."""
        self._write.add(cost_ns)

    def cores(self, speed: float) -> float:
        """Share of a core for every picture at that speed; 0.0 while too little is known."""
        if self._advance.mean <= 0 or self._read.count < _ENOUGH:
            return 0.0
        per_s = speed * 1e6 / self._advance.mean
        return (per_s * self._read.mean + min(per_s, SHOWN_PER_S_MAX) * self._write.mean) / 1e9

    def key_cores(self, speed: float, interval_us: int | None) -> float:
        """Share of a core for the keyframes alone at that speed."""
        if not interval_us:
            return 0.0
        return speed * 1e6 / interval_us * (self._key.mean + self._write.mean) / 1e9


class ProcessorShare:
    """How much of a core a thread gets while it works; the rest goes to other programs or waits."""

    def __init__(self) -> None:
        self._wall_ns = self._spent_ns = 0
        self._share = 1.0

    def worked(self, wall_ns: int, spent_ns: int) -> None:
        """A piece of work took ``wall_ns`` of time and ``spent_ns`` of the processor's."""
        self._wall_ns += wall_ns
        self._spent_ns += spent_ns

    def take(self) -> float:
        """The share since it was last asked for, smoothed; at least a tenth.

        To be asked twice a second: what is lost is believed sooner than what is won,
        and where little is done, what was seen is soon forgotten.
        """
        if self._wall_ns >= _ENOUGH_NS:
            now = min(1.0, self._spent_ns / self._wall_ns)
            self._share += (now - self._share) * (_LOST if now < self._share else _WON)
            self._wall_ns = self._spent_ns = 0
        else:
            self._share += (1.0 - self._share) * _FORGOTTEN
        return max(0.1, self._share)


class _Mean:
    """A mean that forgets slowly."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0

    def add(self, value: float) -> None:
        self.count = min(self.count + 1, _MEMORY)
        self.mean += (value - self.mean) / self.count
