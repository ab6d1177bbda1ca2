"""From media time to pixels and back: no Qt.

Media time in microseconds UTC; pixels from the left edge of the lanes.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.widgets.timeline_ticks import DAY_S, HOUR_S, MINUTE_S, US_PER_S, Tick, ticks

__all__ = ["DAY_S", "HOUR_S", "MINUTE_S", "US_PER_S", "Tick", "TimelineScale"]
LEAST_SPAN_S = 5.0
MOST_SPAN_S = 62.0 * DAY_S
LABEL_PX = 92  # room that one label needs

STEPS_S = (
    1, 2, 5, 10, 15, 30,
    MINUTE_S, 2 * MINUTE_S, 5 * MINUTE_S, 10 * MINUTE_S, 15 * MINUTE_S, 30 * MINUTE_S,
    HOUR_S, 2 * HOUR_S, 3 * HOUR_S, 6 * HOUR_S, 12 * HOUR_S,
    DAY_S, 2 * DAY_S, 7 * DAY_S, 14 * DAY_S,
)  # fmt: skip


@dataclass(frozen=True)
class TimelineScale:
    """What stretch of media time the lanes show."""

    start_us: int
    span_us: int
    width_px: int

    @property
    def end_us(self) -> int:
        """The first instant past the right edge."""
        return self.start_us + self.span_us

    def x_of(self, media_time_us: int) -> float:
        """Pixels from the left edge; may lie outside."""
        return (media_time_us - self.start_us) * self.width_px / self.span_us

    def us_of(self, x_px: float) -> int:
        """The media time under a pixel."""
        return self.start_us + round(x_px * self.span_us / max(self.width_px, 1))

    def zoomed(self, factor: float, about_px: float) -> TimelineScale:
        """Show ``factor`` times the span; what lies under ``about_px`` stays there."""
        least, most = int(LEAST_SPAN_S * US_PER_S), int(MOST_SPAN_S * US_PER_S)
        span_us = min(max(round(self.span_us * factor), least), most)
        fixed_us = self.us_of(about_px)
        before = round(about_px * span_us / max(self.width_px, 1))
        return TimelineScale(max(0, fixed_us - before), span_us, self.width_px)

    def panned(self, by_px: float) -> TimelineScale:
        """Move what is shown to the right by pixels (negative: to the left)."""
        start_us = max(0, self.start_us - round(by_px * self.span_us / max(self.width_px, 1)))
        return TimelineScale(start_us, self.span_us, self.width_px)

    def resized(self, width_px: int) -> TimelineScale:
        """The same stretch on another width."""
        return TimelineScale(self.start_us, self.span_us, max(width_px, 1))

    def showing(self, media_time_us: int) -> TimelineScale:
        """Turn the page when the instant lies outside; the same scale otherwise.

        Who leaves the page backwards goes on backwards: most of it lies before the instant.
        """
        if self.start_us <= media_time_us < self.end_us:
            return self
        before_us = self.span_us // 10
        if media_time_us < self.start_us:
            before_us = self.span_us - before_us
        return TimelineScale(max(0, media_time_us - before_us), self.span_us, self.width_px)

    def step_s(self) -> int:
        """The distance of ticks (s) that leaves room for their labels."""
        needed = self.span_us / US_PER_S * LABEL_PX / max(self.width_px, 1)
        return next((step for step in STEPS_S if step >= needed), STEPS_S[-1])

    def ticks(self, zone: ZoneInfo) -> list[Tick]:
        """The ruler in a store's wall-clock time, in order."""
        return ticks(self.start_us, self.end_us, self.step_s(), zone)
