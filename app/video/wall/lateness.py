"""How far a recorded tile may lie behind the clock before it leaves something out.

Pure rules. What counts is wall time, since that is what the eye sees and what the
machine lacks; the media time between tiles that lie apart is as many times more as
the speed.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.video.clock import NORMAL_SPEED

_MS = 1_000_000  # ns
_LATE_NS = 1_000 * _MS
_LATE_KEYS_NS = 300 * _MS  # where a jump costs no more than reading on
_LATE_LEAST_NS = 60 * _MS


@dataclass(frozen=True)
class Lateness:
    """At a speed (without its sign), with keyframes so far apart (0: not known).

    ``settled``: the last jump is so long past that its own work no longer counts.
    """

    speed: float
    interval_us: int
    settled: bool

    @property
    def leave_run_ns(self) -> int:
        """From when on what is left of a keyframe's run is left out: half of such a run."""
        half_ns = self._lasts_ns(self.interval_us) // 2
        return min(_LATE_KEYS_NS, max(_LATE_LEAST_NS, half_ns))

    def jump_ns(self, between_us: int | None) -> int:
        """From when on to jump to the clock's now.

        ``between_us``: among keyframes alone, how far they are apart; None: other
        pictures are read too.
        """
        if between_us is not None:  # when the next keyframe is past as well
            return min(_LATE_KEYS_NS, max(_LATE_LEAST_NS, self._lasts_ns(between_us)))
        if self.settled and self.speed > NORMAL_SPEED:
            return max(_LATE_KEYS_NS, int(_LATE_NS / self.speed))
        return _LATE_NS

    def _lasts_ns(self, media_us: int) -> int:
        return int(media_us * 1000 / self.speed)
