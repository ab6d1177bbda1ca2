"""How much is decoded where not everything can be: a scale of steps, the same on all tiles.

Pure rules. A step is known to every worker by its number, so that all tiles save
alike and show the same moments.
"""

from __future__ import annotations

from dataclasses import dataclass

SIXTEENTHS = 16


@dataclass(frozen=True, slots=True)
class Step:
    """``depth``: how much of each keyframe's run is decoded (0.0: the keyframe alone).

    ``keep``: of how many of sixteen keyframes. The first step decodes everything, but
    without what costs much and shows little.
    """

    depth: float = 1.0
    keep: int = SIXTEENTHS

    def mean_apart_us(self, interval_us: int) -> int:
        """Distance of the keyframes that are kept, on average; rounded up."""
        return -(-interval_us * SIXTEENTHS // self.keep)

    def cell(self, media_time_us: int, interval_us: int) -> tuple[int, int]:
        """Where the place that a time belongs to begins, and where the next one does.

        Of each place one keyframe is kept. The places depend on nothing but media time,
        so tiles whose keyframes lie alike show the same ones.
        """
        number = media_time_us // interval_us * self.keep // SIXTEENTHS
        return self._begin(number) * interval_us, self._begin(number + 1) * interval_us

    def _begin(self, number: int) -> int:
        """The first keyframe of a place, counted from media time 0."""
        return -(-number * SIXTEENTHS // self.keep)


_DEPTHS = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2)
_LOW_DEPTHS = (0.16, 0.13, 0.1, 0.07, 0.05)
STEPS = (
    *(Step(depth) for depth in (*_DEPTHS, *_LOW_DEPTHS)),
    *(Step(0.0, n) for n in range(SIXTEENTHS, 0, -1)),
)
"""From everything to one of sixteen keyframes; no finer, so that a step is seldom left."""
FIRST, KEYFRAMES = STEPS[0], Step(0.0)


@dataclass(frozen=True, slots=True)
class Load:
    """What tiles cost at a speed, in cores; 0.0 where it is not known yet.

    ``keys``: the keyframes; the other pictures ``exact``, ``light`` (without the loop
    filter), ``thinned`` (without those on which no other is built, too). ``quick``: the
    speed asks for ``thinned`` anyway.
    """

    keys: float = 0.0
    exact: float = 0.0
    light: float = 0.0
    thinned: float = 0.0
    quick: bool = False

    def __add__(self, other: Load) -> Load:
        return Load(
            self.keys + other.keys,
            self.exact + other.exact,
            self.light + other.light,
            self.thinned + other.thinned,
            self.quick or other.quick,
        )

    @property
    def unsaved(self) -> float:
        """Where no work is saved."""
        return self.keys + (self.thinned if self.quick else self.exact)

    def at(self, step: Step) -> float:
        """On that step."""
        if not step.depth:
            return self.keys * step.keep / SIXTEENTHS
        whole = step.depth >= 1.0 and not self.quick
        return self.keys + (self.light if whole else self.thinned * step.depth)

    def step_within(self, cores: float) -> int:
        """Number of the first step that costs no more than that; the last where none does."""
        for number, step in enumerate(STEPS):
            if self.at(step) <= cores:
                return number
        return len(STEPS) - 1
