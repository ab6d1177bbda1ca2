"""What a tile's turn goes by."""

from __future__ import annotations

from dataclasses import dataclass

from app.video.clock import ClockState
from app.video.wall.saving_steps import FIRST, Step


@dataclass(frozen=True)
class Moment:
    """The clock, now, and until when work is to be saved."""

    clock: ClockState
    now_ns: int
    thin_until_ns: int = 0
    step: Step = FIRST

    @property
    def saving(self) -> bool:
        """Whether work is to be saved now."""
        return self.now_ns < self.thin_until_ns

    @property
    def now_us(self) -> int:
        """Media time now."""
        return self.clock.media_time_us(self.now_ns)

    @property
    def line_us(self) -> int:
        """The place on the line of play now (see ``app.video.course``)."""
        return self.clock.line_us(self.now_ns)
