"""Where a stream goes on elsewhere, told by the stamps of its packets."""

from __future__ import annotations

_STAMPS = 1 << 32
_SLACK_S = 1.0
_TIMES = 2


class LeapWatch:
    """Looks at stamps one after another: a step far wider than all before it is a leap."""

    def __init__(self, clock_rate_hz: int) -> None:
        self._slack = int(_SLACK_S * clock_rate_hz)
        self._last: int | None = None
        self._widest: int | None = None

    def leaps(self, stamp: int) -> bool:
        """Whether the packet with that RTP timestamp does not go on from the one before."""
        last, self._last = self._last, stamp
        if last is None:
            return False
        step = abs((stamp - last + _STAMPS // 2) % _STAMPS - _STAMPS // 2)
        if not step:
            return False
        if self._widest is not None and step > _TIMES * self._widest + self._slack:
            return True
        self._widest = max(self._widest or 0, step)
        return False
