"""When and how much all tiles save work together because the machine does not keep up."""

from __future__ import annotations

SHARES = (0.85, 0.7, 0.55, 0.45, 0.35, 0.28, 0.22, 0.17, 0.13, 0.1, 0.07, 0.05, 0.0)
"""How much of each keyframe's run is decoded: steps, so that it seldom changes."""
_RECENT_S = 3.0  # what was told longer ago no longer counts
_CALM_S = 10.0  # after so long without more trouble a deeper step is tried
_LATE = 0.7  # how much of the present share is left where a tile fell behind
_LOWER_S = 1.5  # a step takes effect before the next one is taken
_FIRST_S = 4.0  # a burst of other programs' work is over after that
_MOST_S = 30.0


class WorkSaving:
    """Until when less is decoded, on all tiles alike, so that they stay in step.

    Times are seconds of the monotonic clock.
    """

    def __init__(self) -> None:
        self.until_s = 0.0
        self.share = 1.0
        self._length_s = 0.0
        self._speed = 0.0
        self._changed_s = 0.0
        self._told: dict[int, tuple[float, float]] = {}

    def on(self, now_s: float) -> bool:
        """Whether work is being saved."""
        return now_s < self.until_s

    def speed_is(self, speed: float) -> None:
        """Another speed is another load: begin as if nothing had been told."""
        if speed != self._speed:
            self.until_s = self._length_s = 0.0
            self.share = 1.0
            self._told = {}

    def overloaded(
        self, now_s: float, speed: float, share: float | None = None, teller: int = -1
    ) -> bool:
        """A worker does not keep up or will not; whether anything is another by that.

        ``share``: how much of each keyframe's run the ``teller`` can decode; None: it
        fell behind, whatever it thought. Each time it happens again soon the stretch
        becomes longer. Said while work is being saved, it means that this must go on.
        """
        if share is not None:
            self._told[teller] = (share, now_s)
        if self.on(now_s):
            ends_soon = self.until_s - now_s < _FIRST_S / 2
            if ends_soon:
                self.until_s = now_s + _FIRST_S
            return self._adapt(now_s, late=share is None) or ends_soon
        again = now_s - self.until_s < 2 * self._length_s
        self._length_s = min(2 * self._length_s, _MOST_S) if again else _FIRST_S
        self.until_s = now_s + self._length_s
        self._speed = speed
        self.share = 1.0
        self._adapt(now_s, late=share is None)
        return True

    def _adapt(self, now_s: float, *, late: bool) -> bool:
        """Take the step that all tellers can do, or one lower when a tile fell behind."""
        told = [share for share, at_s in self._told.values() if now_s - at_s < _RECENT_S]
        can = next((step for step in SHARES if step <= min(told, default=1.0)), 0.0)
        before = self.share
        if late and now_s - self._changed_s >= _LOWER_S:
            self.share = min(can, next((step for step in SHARES if step <= before * _LATE), 0.0))
        elif can < before:
            self.share = can
        elif not late and can > before and now_s - self._changed_s >= _CALM_S:
            self.share = min(step for step in SHARES if step > before)
        if self.share != before:
            self._changed_s = now_s
        return self.share != before
