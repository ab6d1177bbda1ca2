"""Nobody in a zone for at least N minutes, told in media time.

Three things keep the rule honest. Somebody seen in the zone for a moment only
(a passer-by, one false detection) does not end an absence: presence counts once
it held for ``min_presence_us``. A person lost for a moment does not begin one:
only a stretch of ``min_absence_us`` is reported at all. And footage that was
not looked at proves nothing: where two observations lie further apart than
``max_gap_us``, the stretch ends at the last one before the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.footfall.geometry import Point, Polygon, contains

SECOND_US = 1_000_000


@dataclass(frozen=True)
class Absence:
    """A half-open stretch of media time in which the zone stood empty."""

    start_us: int
    end_us: int

    @property
    def duration_us(self) -> int:
        """How long the zone stood empty."""
        return self.end_us - self.start_us


class AbsenceRule:
    """Watches one zone of one camera; feed it observations in media-time order.

    An observation at or before the last one is a step back in the footage and is
    treated as a gap: what was open is ended there and watching starts anew.
    """

    def __init__(
        self,
        zone: Polygon,
        min_absence_us: int,
        min_presence_us: int = 2 * SECOND_US,
        max_gap_us: int = 5 * SECOND_US,
    ) -> None:
        for name, value, least in (
            ("min_absence_us", min_absence_us, 1),
            ("min_presence_us", min_presence_us, 0),
            ("max_gap_us", max_gap_us, 1),
        ):
            if value < least:
                raise ValueError(f"{name} must be at least {least}, not {value}")
        self._zone = zone
        self._min_absence_us = min_absence_us
        self._min_presence_us = min_presence_us
        self._max_gap_us = max_gap_us
        self._last_us: int | None = None
        self._empty_since_us: int | None = None
        self._present_since_us: int | None = None

    @property
    def open_since_us(self) -> int | None:
        """Since when the zone stands empty, once that is long enough to report."""
        if self._empty_since_us is None or self._last_us is None:
            return None
        until = self._last_us if self._present_since_us is None else self._present_since_us
        long_enough = until - self._empty_since_us >= self._min_absence_us
        return self._empty_since_us if long_enough else None

    def observe(self, media_time_us: int, foot_points: Sequence[Point]) -> Absence | None:
        """One look at the zone; returns an absence that this look brought to its end."""
        ended = self._end_before_gap(media_time_us)
        self._last_us = media_time_us
        if any(contains(self._zone, point) for point in foot_points):
            # A gap clears every stretch, so at most one of the two can have ended.
            return self._somebody(media_time_us) or ended
        self._present_since_us = None
        if self._empty_since_us is None:
            self._empty_since_us = media_time_us
        return ended

    def finish(self, media_time_us: int) -> Absence | None:
        """The footage ends at ``media_time_us``; returns the absence still open there.

        The rule may then be fed another stretch of footage.
        """
        ended = self._end_before_gap(media_time_us + 1)
        if ended is None and self._empty_since_us is not None:
            ended = self._ended(media_time_us)
        self._forget()
        return ended

    def _somebody(self, media_time_us: int) -> Absence | None:
        if self._empty_since_us is None:
            return None
        if self._present_since_us is None:
            self._present_since_us = media_time_us
        if media_time_us - self._present_since_us < self._min_presence_us:
            return None
        ended = self._ended(self._present_since_us)
        self._empty_since_us = self._present_since_us = None
        return ended

    def _end_before_gap(self, media_time_us: int) -> Absence | None:
        if self._last_us is None:
            return None
        if self._last_us < media_time_us <= self._last_us + self._max_gap_us:
            return None
        ended = self._ended(self._last_us)
        self._forget()
        return ended

    def _ended(self, end_us: int) -> Absence | None:
        """The open absence if it is long enough; it ends when somebody came, if somebody did."""
        if self._empty_since_us is None:
            return None
        until = end_us if self._present_since_us is None else self._present_since_us
        if until - self._empty_since_us < self._min_absence_us:
            return None
        return Absence(self._empty_since_us, until)

    def _forget(self) -> None:
        self._last_us = self._empty_since_us = self._present_since_us = None
