"""From media time to pixels and back, and where the ticks stand: no Qt.

Media time in microseconds UTC; pixels from the left edge of the lanes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

US_PER_S = 1_000_000
MINUTE_S = 60
HOUR_S = 3600
DAY_S = 86_400
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
class Tick:
    """One line of the ruler. ``day``: the local day begins here."""

    at_us: int
    label: str
    day: bool


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
        """Turn the page when the instant lies outside; the same scale otherwise."""
        if self.start_us <= media_time_us < self.end_us:
            return self
        return TimelineScale(
            max(0, media_time_us - self.span_us // 10), self.span_us, self.width_px
        )

    def step_s(self) -> int:
        """The distance of ticks (s) that leaves room for their labels."""
        needed = self.span_us / US_PER_S * LABEL_PX / max(self.width_px, 1)
        return next((step for step in STEPS_S if step >= needed), STEPS_S[-1])

    def ticks(self, zone: ZoneInfo) -> Iterator[Tick]:
        """The ruler in a store's wall-clock time, days beginning at local midnight."""
        step_s = self.step_s()
        local = datetime.fromtimestamp(self.start_us / US_PER_S, zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        while _us(midnight) < self.end_us:
            following = _next_midnight(midnight, zone)
            yield from self._ticks_of_day(midnight, _us(following), step_s)
            days = max(step_s // DAY_S, 1)
            for _ in range(days - 1):
                following = _next_midnight(following, zone)
            midnight = following

    def _ticks_of_day(self, midnight: datetime, end_us: int, step_s: int) -> Iterator[Tick]:
        if self.start_us <= _us(midnight) < self.end_us:
            yield Tick(_us(midnight), midnight.strftime("%Y-%m-%d"), day=True)
        if step_s >= DAY_S:
            return
        at_us = _us(midnight) + step_s * US_PER_S
        skipped = max(0, (self.start_us - at_us) // (step_s * US_PER_S))
        at_us += skipped * step_s * US_PER_S
        while at_us < min(end_us, self.end_us):
            if at_us >= self.start_us:
                moment = datetime.fromtimestamp(at_us / US_PER_S, midnight.tzinfo)
                form = "%H:%M" if step_s >= MINUTE_S else "%H:%M:%S"
                yield Tick(at_us, moment.strftime(form), day=False)
            at_us += step_s * US_PER_S


def _us(moment: datetime) -> int:
    return int(moment.timestamp()) * US_PER_S


def _next_midnight(midnight: datetime, zone: ZoneInfo) -> datetime:
    # By date, not by 24 hours: days with a change of the clock are longer or shorter.
    date = midnight.date() + timedelta(days=1)
    return datetime(date.year, date.month, date.day, tzinfo=zone).astimezone(UTC).astimezone(zone)
