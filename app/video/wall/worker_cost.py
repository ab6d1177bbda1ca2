"""What a tile's pictures cost, so that overload is known before tiles fall behind."""

from __future__ import annotations

import enum

from app.video.source import Effort
from app.video.wall.policy import SHOWN_PER_S_MAX
from app.video.wall.saving_steps import Load

_ENOUGH, _ENOUGH_KEYS = 5, 3  # pictures before the mean is believed
_LIGHT_COSTS = 0.75  # of decoding in full, as long as it has not been measured
_ENOUGH_NS = 50_000_000  # of work before the processor's share is believed
_LOST, _WON, _FORGOTTEN = 0.6, 0.3, 0.13
_SAME = 1.1  # two distances of pictures that differ by less are the same
_MEMORY, _MEMORY_KEYS = 25, 10  # pictures that it remembers: about a second


class DecodeCost:
    """Mean processor time of decoding and of converting one picture, by how it is decoded.

    Processor time and not wall time, so that what other programs take is not
    held against the recording.
    """

    def __init__(self) -> None:
        self._runs = {way: _Run() for way in _Way}
        self._keys = {light: _Mean(_MEMORY_KEYS) for light in (False, True)}
        self._write = _Mean()

    def read(self, effort: Effort, cost_ns: int, advance_us: int) -> None:
        """One picture was decoded, ``advance_us`` of media time after the one before."""
        self._runs[_way_of(effort)].add(cost_ns, advance_us)

    def keyframe(self, effort: Effort, cost_ns: int) -> None:
        """One keyframe was decoded; it costs several times as much as another picture."""
        self._keys[effort.light].add(cost_ns)

    def write(self, cost_ns: int) -> None:
        """One picture was converted."""
        self._write.add(cost_ns)

    def load(self, speed: float, interval_us: int | None, *, quick: bool, runs: bool) -> Load:
        """Shares of a core at that speed; what was not seen yet is told by what was.

        ``interval_us``: distance of keyframes, None where it is not known; ``quick``: the
        speed asks for light decoding in any case; ``runs``: pictures between keyframes are
        decoded at this speed at all.
        """
        keys = self._key_cores(speed, interval_us, light=quick)
        if not runs:
            return Load(keys=keys, quick=quick)
        exact, light, thinned = (self._cores(way, speed) for way in _Way)
        if thinned and self._nothing_to_thin():
            light = thinned
        exact = exact or light / _LIGHT_COSTS
        light = light or exact * _LIGHT_COSTS
        return Load(keys, exact, light, thinned or light, quick)

    def _nothing_to_thin(self) -> bool:
        """Whether every picture is built on: then what was seen of one way holds for the other."""
        every = self._runs[_Way.EXACT].advance.mean or self._runs[_Way.LIGHT].advance.mean
        return self._runs[_Way.THINNED].advance.mean < every * _SAME

    def _cores(self, way: _Way, speed: float) -> float:
        """Share of a core for every picture; 0.0 while too little is known."""
        run = self._runs[way]
        if run.advance.mean <= 0 or run.cost.count < _ENOUGH:
            return 0.0
        per_s = speed * 1e6 / run.advance.mean
        return (per_s * run.cost.mean + min(per_s, SHOWN_PER_S_MAX) * self._write.mean) / 1e9

    def _key_cores(self, speed: float, interval_us: int | None, *, light: bool) -> float:
        """Share of a core for the keyframes alone."""
        if not interval_us:
            return 0.0
        seen, other = self._keys[light], self._keys[not light]
        mean = seen.mean if seen.count >= _ENOUGH_KEYS else other.mean or seen.mean
        return speed * 1e6 / interval_us * (mean + self._write.mean) / 1e9


class _Way(enum.Enum):
    """How the pictures between keyframes are decoded."""

    EXACT = "exact"
    LIGHT = "light"
    THINNED = "thinned"


def _way_of(effort: Effort) -> _Way:
    if effort.thinned:
        return _Way.THINNED
    return _Way.LIGHT if effort.light else _Way.EXACT


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

    def __init__(self, memory: int = _MEMORY) -> None:
        self.count = 0
        self.mean = 0.0
        self._memory = memory

    def add(self, value: float) -> None:
        self.count = min(self.count + 1, self._memory)
        self.mean += (value - self.mean) / self.count


class _Run:
    """What pictures cost, and how far apart they are."""

    def __init__(self) -> None:
        self.cost, self.advance = _Mean(), _Mean()

    def add(self, cost_ns: int, advance_us: int) -> None:
        self.cost.add(cost_ns)
        self.advance.add(advance_us)
