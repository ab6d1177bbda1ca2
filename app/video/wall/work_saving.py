"""When and how much all tiles save work together because the machine does not keep up."""

from __future__ import annotations

from dataclasses import dataclass

from app.video.wall.saving_steps import FIRST, STEPS, Load, Step

_RECENT_S = 1.6  # what was told longer ago no longer counts
_CALM_S = 1.0  # after so long without more trouble more is tried
_LATE_STEPS = 2  # so much lower where a tile fell behind
_CATCH_UP_S = 3.0  # what is late is caught up with where a run's rest is left out, so not at once
_LAGS_S = 0.12  # so late a tile may be for a moment, as where all need their keyframes at once
_WARY_MOST, _WARY_S = 6, 8.0  # steps less than what is told; after so long without trouble one less
_LOWER_S = 1.2  # a step takes effect before the next one is taken
_FIRST_S = 4.0  # a burst of other programs' work is over after that
_MOST_S = 30.0
_FULL, _FULL_AGAIN = 1.0, 0.99  # of what there is: where to begin saving work, and where to end
_STEEP, _BEGIN, _BEGIN_S = 8.0, Step(0.13), 1.5
_LAST = len(STEPS) - 1
_ONE = 0.98  # of a core: no worker can do more, whoever is idle


@dataclass(frozen=True)
class _Told:
    """What a worker said and when; see ``WorkSaving.told``."""

    load: Load
    power: float
    behind_s: float
    at_s: float


class WorkSaving:
    """Until when less is decoded, on all tiles alike, so that they stay in step.

    Times are seconds of the monotonic clock. What counts is what all workers need
    together: there are more of them than cores, so the system shares these out.
    """

    def __init__(self, cores: int) -> None:
        """``cores``: of the machine."""
        self.until_s = 0.0
        self._cores = cores
        self._number = 0
        self._length_s = 0.0
        self._speed = 0.0
        self._changed_s = 0.0
        self._wary = 0  # so many steps lower than what the workers say they can do
        self._wary_s = 0.0
        self._playing = self._beginning = False
        self._told: dict[int, _Told] = {}

    @property
    def step(self) -> Step:
        """How much is decoded."""
        return STEPS[self._number]

    def on(self, now_s: float) -> bool:
        """Whether work is being saved."""
        return now_s < self.until_s

    def troubled(self, now_s: float) -> bool:
        """Whether work is being saved because the machine does not keep up."""
        return self.on(now_s) and not self._beginning

    def clock_is(self, now_s: float, speed: float, *, playing: bool) -> None:
        """Another speed is another load: begin as if nothing had been told.

        At high speeds begin with little: whoever begins with everything and cannot keep
        up lies many seconds of footage behind before it is known.
        """
        begins = playing and (speed != self._speed or not self._playing)
        self._playing = playing
        if speed != self._speed:
            self._speed = speed
            self.until_s = self._length_s = 0.0
            self._number = STEPS.index(FIRST)
            self._wary = 0
            self._told = {}
        if begins and abs(speed) >= _STEEP and not self.on(now_s):
            self._beginning = True
            self.until_s, self._changed_s = now_s + _BEGIN_S, now_s
            self._number = STEPS.index(_BEGIN)

    def told(
        self, now_s: float, worker: int, load: Load, power: float, behind_s: float = 0.0
    ) -> bool:
        """What a worker's tiles cost and how much of a core it gets; whether anything changes.

        ``behind_s``: how late the latest of its tiles is. To be told about twice a second
        by each worker, with tiles or without.
        """
        self._told[worker] = _Told(load, power, behind_s, now_s)
        on = self.on(now_s)
        share = _FULL_AGAIN if on else _FULL
        if self._total(now_s).unsaved <= share * self._power(now_s):
            return False
        return self._save(now_s, late=False)

    def late(self, now_s: float) -> bool:
        """A tile fell behind, whatever was thought; whether anything changes by that."""
        return self._save(now_s, late=True)

    def _save(self, now_s: float, *, late: bool) -> bool:
        """Save work, or go on with it; longer each time it happens again soon."""
        self._beginning = False
        if self.on(now_s):
            ends_soon = self.until_s - now_s < _FIRST_S / 2
            if ends_soon:
                self.until_s = now_s + _FIRST_S
            return self._adapt(now_s, late=late) or ends_soon
        again = now_s - self.until_s < 2 * self._length_s
        self._length_s = min(2 * self._length_s, _MOST_S) if again else _FIRST_S
        self.until_s = now_s + self._length_s
        self._number = 0
        self._adapt(now_s, late=late)
        return True

    def _adapt(self, now_s: float, *, late: bool) -> bool:
        """Take the step that can be kept up, or a lower one when a tile fell behind."""
        before, calm_s = self._number, now_s - self._changed_s
        lags = any(told.behind_s > _LAGS_S for told in self._lately(now_s))
        lately = self._wary and now_s - self._wary_s < _CATCH_UP_S
        if (late or (lags and not lately)) and calm_s >= _LOWER_S:
            self._wary, self._wary_s = min(self._wary + 1, _WARY_MOST), now_s
        elif now_s - self._wary_s >= _WARY_S and self._wary:
            self._wary, self._wary_s = self._wary - 1, now_s
        can = min(self._can(now_s) + self._wary, _LAST)
        if late and calm_s >= _LOWER_S:
            self._number = min(max(can, before + _LATE_STEPS), _LAST)
        elif can > before:
            self._number = can
        elif not (late or lags) and can < before and calm_s >= _CALM_S:
            self._number = before - -(-2 * (before - can) // 3)  # most of the way
        if self._number != before:
            self._changed_s = now_s
        return self._number != before

    def _can(self, now_s: float) -> int:
        """Number of the first step that all workers together, and each alone, can keep up."""
        together = self._total(now_s).step_within(_FULL_AGAIN * self._power(now_s))
        alone = (told.load.step_within(_ONE) for told in self._lately(now_s))
        return max(together, *alone, 0)

    def _total(self, now_s: float) -> Load:
        return sum((told.load for told in self._lately(now_s)), Load())

    def _power(self, now_s: float) -> float:
        """Cores that the workers get together."""
        return min(sum(told.power for told in self._lately(now_s)), float(self._cores))

    def _lately(self, now_s: float) -> list[_Told]:
        return [told for told in self._told.values() if now_s - told.at_s < _RECENT_S]
