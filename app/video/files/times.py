"""From a container's timestamps to microseconds since the clip's first picture.

Recorders write clocks that jump, repeat and stand still. Whatever they write,
the time that leaves here only grows.
"""

from __future__ import annotations

from fractions import Fraction

from app.video.media import US_PER_S

JUMP_US = 60 * US_PER_S
"""A step further than this, forward, is a clock that was set, not a picture that was late."""
BACK_US = US_PER_S
"""A step back further than this is a clock that was set; a shorter one is pictures out of order."""
TICK_US = 1_000
DEFAULT_STEP_US = 40_000


class ClipTimes:
    """Offsets (microseconds) of pictures in the order in which they are shown."""

    def __init__(
        self,
        time_base: Fraction,
        origin: int,
        step_us: int,
        trusted_us: int | None = None,
    ) -> None:
        """``trusted_us``: the clip's length as told by its name or its neighbours; any
        timestamp within it is believed, however far it jumps.
        """
        self._numerator = time_base.numerator * US_PER_S
        self._denominator = time_base.denominator
        self._origin = origin
        self.step_us = step_us
        self.trusted_us = trusted_us
        self.shift_us = 0
        self.last_us: int | None = None
        self.irregular = False

    def restart(self, last_us: int | None = None, shift_us: int = 0) -> None:
        """Forget the order: the reader jumped.

        ``last_us`` counts on where no times exist; ``shift_us`` is how far the
        clock is known to be off there.
        """
        self.last_us = last_us
        self.shift_us = shift_us

    def fresh(self, step_us: int) -> ClipTimes:
        """The same clock before its first picture, for pictures ``step_us`` apart."""
        copy = ClipTimes(Fraction(1), 0, step_us, self.trusted_us)
        copy._numerator, copy._denominator = self._numerator, self._denominator
        copy._origin = self._origin
        return copy

    def raw_us(self, pts: int) -> int:
        """What the container says, uncorrected."""
        return (pts - self._origin) * self._numerator // self._denominator

    def pts_of(self, offset_us: int) -> int:
        """The timestamp that stands for an offset (rounded up, so that it is not undercut)."""
        return self._origin - (-offset_us * self._denominator // self._numerator)

    def next_us(self, pts: int | None) -> int:
        """The offset of the next picture shown, given its timestamp."""
        last_us = self.last_us
        if pts is None:
            offset_us = 0 if last_us is None else last_us + self.step_us
        elif last_us is None:
            offset_us = max(0, self.raw_us(pts))
        else:
            offset_us = self.raw_us(pts) + self.shift_us
            if not last_us < offset_us <= last_us + JUMP_US:
                offset_us = self._mended_us(offset_us, last_us)
        self.last_us = offset_us
        return offset_us

    def _mended_us(self, offset_us: int, last_us: int) -> int:
        if offset_us > last_us:
            trusted_us = self.trusted_us
            if trusted_us is not None and offset_us < trusted_us and not self.shift_us:
                return offset_us
        elif offset_us > last_us - BACK_US:
            return last_us + TICK_US
        self.irregular = True
        expected_us = last_us + self.step_us
        self.shift_us += expected_us - offset_us
        return expected_us
