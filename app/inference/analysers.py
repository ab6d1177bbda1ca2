"""Rules that watch the tracks of one camera and say what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence

from app.footfall.absence import Absence, AbsenceRule
from app.footfall.geometry import Point, Polygon, foot_point
from app.inference.choices import COUNTER_UNATTENDED
from app.inference.values import MOTION, PERSON, Finding, Track

_PEOPLE = frozenset({PERSON, MOTION})
_BRIDGED_US = 1_000_000  # a person missed for a moment is still there


class CounterUnattended:
    """Nobody stood in the zone for ``min_absence_us``.

    With ``live`` an absence is told as soon as it is long enough, since nobody
    wants to hear of it only when it is over; its end is then the moment of telling.
    """

    rule_key = COUNTER_UNATTENDED

    def __init__(self, zone: Polygon, min_absence_us: int, live: bool = False) -> None:
        self._rule = AbsenceRule(zone, min_absence_us)
        self._live = live
        self._told_us: int | None = None

    def observe(self, media_time_us: int, tracks: Sequence[Track]) -> Sequence[Finding]:
        """An absence that ended at this frame; live: one that became long enough."""
        ended = self._rule.observe(media_time_us, foot_points(tracks))
        if not self._live:
            return self._findings(ended)
        since_us = self._rule.open_since_us
        if since_us is None or since_us == self._told_us:
            return ()
        self._told_us = since_us
        return (Finding(self.rule_key, since_us, media_time_us),)

    def finish(self, media_time_us: int) -> Sequence[Finding]:
        """The absence that lasts to the end of the footage."""
        ended = self._rule.finish(media_time_us)
        return () if self._live else self._findings(ended)

    def _findings(self, ended: Absence | None) -> Sequence[Finding]:
        if ended is None:
            return ()
        return (Finding(self.rule_key, ended.start_us, ended.end_us),)


def foot_points(tracks: Sequence[Track]) -> list[Point]:
    """Where people stand: confirmed tracks, also hidden or missed for a short moment."""
    return [
        foot_point((one.x1, one.y1, one.x2, one.y2))
        for one in tracks
        if one.confirmed and one.kind in _PEOPLE and (one.hidden or one.unseen_us <= _BRIDGED_US)
    ]
