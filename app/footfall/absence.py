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

    Presence is weighed: time between two looks that both saw somebody adds to it,
    time between two that saw nobody takes it away again, never below nothing. At
    ``min_presence_us`` the absence has ended, at the moment the weight last left
    nothing. So somebody seen most of the time counts as there, a flicker does not.

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
        self._presence_us = 0
        self._saw_somebody = False

    @property
    def open_since_us(self) -> int | None:
        """Since when the zone stands empty, once that is long enough to report."""
        if self._last_us is None:
            return None
        absence = self._absence_until(self._last_us)
        return None if absence is None else absence.start_us

    def observe(self, media_time_us: int, foot_points: Sequence[Point]) -> Absence | None:
        """One look at the zone; returns an absence that this look brought to its end."""
        ended: Absence | None = None
        if self._last_us is not None and not self._in_reach(media_time_us, least=1):
            ended = self._absence_until(self._last_us)
            self._forget()
        passed_us = 0 if self._last_us is None else media_time_us - self._last_us
        self._last_us = media_time_us
        somebody = any(contains(self._zone, point) for point in foot_points)
        if somebody:
            # A gap leaves nothing open, so only one of the two can have ended.
            ended = self._somebody(media_time_us, passed_us) or ended
        else:
            self._nobody(media_time_us, passed_us)
        self._saw_somebody = somebody
        return ended

    def finish(self, media_time_us: int) -> Absence | None:
        """The footage ends at ``media_time_us``; returns the absence still open there.

        The rule may then be fed another stretch of footage.
        """
        ended: Absence | None = None
        if self._last_us is not None:
            in_reach = self._in_reach(media_time_us, least=0)
            ended = self._absence_until(media_time_us if in_reach else self._last_us)
        self._forget()
        return ended

    def _somebody(self, media_time_us: int, passed_us: int) -> Absence | None:
        if self._empty_since_us is None:
            return None
        if self._present_since_us is None:
            self._present_since_us = media_time_us
        elif self._saw_somebody:
            self._presence_us += passed_us
        if self._presence_us < self._min_presence_us:
            return None
        ended = self._absence_until(self._present_since_us)
        self._empty_since_us = self._present_since_us = None
        self._presence_us = 0
        return ended

    def _nobody(self, media_time_us: int, passed_us: int) -> None:
        if self._empty_since_us is None:
            self._empty_since_us = media_time_us
        if not self._saw_somebody:
            self._presence_us = max(0, self._presence_us - passed_us)
        if self._presence_us == 0:
            self._present_since_us = None

    def _in_reach(self, media_time_us: int, *, least: int) -> bool:
        last_us = media_time_us if self._last_us is None else self._last_us
        return least <= media_time_us - last_us <= self._max_gap_us

    def _absence_until(self, end_us: int) -> Absence | None:
        """The open absence if it is long enough; it ended earlier where somebody came."""
        if self._empty_since_us is None:
            return None
        until = end_us if self._present_since_us is None else self._present_since_us
        if until - self._empty_since_us < self._min_absence_us:
            return None
        return Absence(self._empty_since_us, until)

    def _forget(self) -> None:
        self._saw_somebody = False
        self._last_us = self._empty_since_us = self._present_since_us = None
        self._presence_us = 0
