"""When and how much all tiles save work together because the machine does not keep up."""

from __future__ import annotations

SHARES = (1.0, 0.85, 0.7, 0.55, 0.45, 0.35, 0.28, 0.22, 0.17, 0.13, 0.1, 0.07, 0.05, 0.0)
STRIDES = (2, 3, 4, 6, 8, 12, 16)
STEPS = (*((share, 1) for share in SHARES), *((0.0, stride) for stride in STRIDES))
"""How much of each keyframe's run is decoded, of every which keyframe.

Steps, so that it seldom changes and is the same on all tiles. The first decodes
everything, but quickly.
"""
_RECENT_S = 3.0  # what was told longer ago no longer counts
_CALM_S = 2.0  # after so long without more trouble a deeper step is tried
_PROVEN_S = 20.0  # for so long no step is tried again at which a tile fell behind
_LATE_STEPS = 3  # so much lower where a tile fell behind
_LOWER_S = 1.2  # a step takes effect before the next one is taken
_FIRST_S = 4.0  # a burst of other programs' work is over after that
_MOST_S = 30.0


class WorkSaving:
    """Until when less is decoded, on all tiles alike, so that they stay in step.

    Times are seconds of the monotonic clock.
    """

    def __init__(self) -> None:
        self.until_s = 0.0
        self._step = 0
        self._length_s = 0.0
        self._speed = 0.0
        self._changed_s = 0.0
        self._failed_step = -1
        self._failed_until_s = self._failed_for_s = 0.0
        self._told: dict[int, tuple[int, float]] = {}

    @property
    def share(self) -> float:
        """How much of a keyframe's run is decoded."""
        return STEPS[self._step][0]

    @property
    def stride(self) -> int:
        """Of how many keyframes one is decoded."""
        return STEPS[self._step][1]

    def on(self, now_s: float) -> bool:
        """Whether work is being saved."""
        return now_s < self.until_s

    def speed_is(self, speed: float) -> None:
        """Another speed is another load: begin as if nothing had been told."""
        if speed != self._speed:
            self.until_s = self._length_s = 0.0
            self._step = 0
            self._failed_step = -1
            self._failed_until_s = self._failed_for_s = 0.0
            self._told = {}

    def overloaded(
        self,
        now_s: float,
        speed: float,
        share: float | None = None,
        stride: int = 1,
        teller: int = -1,
    ) -> bool:
        """A worker does not keep up or will not; whether anything is another by that.

        ``share``: how much of each keyframe's run the ``teller`` can decode, and of every
        which (``stride``); None: it fell behind, whatever it thought. Each time it
        happens again soon the stretch becomes longer. Said while work is being saved, it
        means that this must go on.
        """
        if share is not None:
            self._told[teller] = (_step_for(share, stride), now_s)
        if self.on(now_s):
            ends_soon = self.until_s - now_s < _FIRST_S / 2
            if ends_soon:
                self.until_s = now_s + _FIRST_S
            return self._adapt(now_s, late=share is None) or ends_soon
        again = now_s - self.until_s < 2 * self._length_s
        self._length_s = min(2 * self._length_s, _MOST_S) if again else _FIRST_S
        self.until_s = now_s + self._length_s
        self._speed = speed
        self._step = 0
        self._adapt(now_s, late=share is None)
        return True

    def _adapt(self, now_s: float, *, late: bool) -> bool:
        """Take the step that all tellers can do, or a lower one when a tile fell behind."""
        can = max(
            (at for at, told_s in self._told.values() if now_s - told_s < _RECENT_S), default=0
        )
        before, calm_s = self._step, now_s - self._changed_s
        if late and calm_s >= _LOWER_S:
            self._failed(now_s)
            self._step = min(max(can, before + _LATE_STEPS), len(STEPS) - 1)
        elif can > before:
            self._step = can
        elif not late and can < before and calm_s >= _CALM_S and self._may_try(now_s):
            self._step = before - 1
        if self._step != before:
            self._changed_s = now_s
        return self._step != before

    def _failed(self, now_s: float) -> None:
        """Remember the step at which a tile fell behind; longer where it is not the first time."""
        again = self._failed_step >= 0 and self._step <= self._failed_step
        self._failed_for_s = min(2 * self._failed_for_s, 6 * _PROVEN_S) if again else _PROVEN_S
        self._failed_step, self._failed_until_s = self._step, now_s + self._failed_for_s

    def _may_try(self, now_s: float) -> bool:
        """Whether the next deeper step has not failed lately."""
        return self._step - 1 > self._failed_step or now_s >= self._failed_until_s


def _step_for(share: float, stride: int) -> int:
    """The first step that costs no more than that."""
    for number, step in enumerate(STEPS):
        if step[0] <= share and step[1] >= stride:
            return number
    return len(STEPS) - 1
