"""When all tiles save work together because the machine does not keep up."""

from __future__ import annotations

_FIRST_S = 4.0  # a burst of other programs' work is over after that
_MOST_S = 30.0


class WorkSaving:
    """Until when keyframes alone are read, on all tiles, so that they stay in step.

    Times are seconds of the monotonic clock.
    """

    def __init__(self) -> None:
        self.until_s = 0.0
        self._length_s = 0.0
        self._speed = 0.0

    def on(self, now_s: float) -> bool:
        """Whether work is being saved."""
        return now_s < self.until_s

    def speed_is(self, speed: float) -> None:
        """Another speed is another load: begin as if nothing had been told."""
        if speed != self._speed:
            self.until_s = self._length_s = 0.0

    def overloaded(self, now_s: float, speed: float) -> bool:
        """A worker does not keep up or will not; whether ``until_s`` is another by that.

        Each time it happens again soon the stretch becomes longer. Said while work
        is being saved, it means that this must go on.
        """
        if self.on(now_s):
            ends_soon = self.until_s - now_s < _FIRST_S / 2
            if ends_soon:
                self.until_s = now_s + _FIRST_S
            return ends_soon
        again = now_s - self.until_s < 2 * self._length_s
        self._length_s = min(2 * self._length_s, _MOST_S) if again else _FIRST_S
        self.until_s = now_s + self._length_s
        self._speed = speed
        return True
