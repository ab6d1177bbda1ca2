"""Finds out what a recorder can do by asking it, once.

Each way of asking is tried for about three seconds, and what counts is what comes:
delivered media time against wall time. What a recorder answers in its headers is not
taken for granted, since many honour what they do not echo.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.video.faults import NO_PICTURE_AT, SourceFault
from app.video.media import US_PER_S, RecorderAbility, RecorderPlayback
from app.video.recorders.sessions import SessionBudget
from app.video.replay.faults import (
    RECORDER_FULL,
    SessionAwaited,
    replay_fault,
    replay_label,
)
from app.video.replay.policy import PLAIN, Delivery
from app.video.replay.session import Arrived, Ask, ReplaySession
from app.video.replay.times import date_us
from app.video.rtsp.faults import Busy, RtspFault

SESSIONS_MOST = 8
SPEED_MOST = 16.0
MEASURE_S = 3.0
_FIRST_S = 5.0
_BETWEEN_S = 0.15
_SCALES = (4.0, 16.0, 8.0)
_TOLD = 0.7
"""From this share of the asked speed on it counts as reached."""
_CLOCK_RIGHT_US = 2 * US_PER_S
_AGO_S = (900, 7200, 86_400, 3 * 86_400, 10 * 86_400)
_TICKS_MOST = 24
_TICK_S = 0.05
_SPARSE_US = 4 * US_PER_S


@dataclass
class _Measured:
    """What came in answer to one question."""

    wall_s: float = 0.0
    times_us: list[int] = field(default_factory=list)
    keys_us: list[int] = field(default_factory=list)

    @property
    def pace(self) -> float:
        """Media seconds per second by the pictures' times."""
        return self._span_us(self.times_us) / US_PER_S / self.wall_s if self.wall_s else 0.0

    @property
    def key_step_us(self) -> float:
        """Mean distance of keyframes."""
        between = len(self.keys_us) - 1
        return self._span_us(self.keys_us) / between if between > 0 else 0.0

    def key_pace(self, key_step_us: float) -> float:
        """The same by counting keyframes, whose distance at normal speed is known."""
        between = len(self.keys_us) - 1
        return between * key_step_us / US_PER_S / self.wall_s if self.wall_s else 0.0

    @property
    def rate_hz(self) -> float:
        """Pictures a second of the wall."""
        return (len(self.times_us) - 1) / self.wall_s if self.wall_s else 0.0

    @staticmethod
    def _span_us(times_us: list[int]) -> int:
        return max(times_us) - min(times_us) if times_us else 0


def probe(
    media: RecorderPlayback,
    at_us: int | None = None,
    seconds: float = MEASURE_S,
    told: Callable[[float], None] | None = None,
) -> RecorderAbility:
    """Ask, measure and count; takes up to half a minute and blocks.

    ``at_us``: a moment with footage (true UTC); None: looked for. ``told`` is called
    with the share that is done. Raises the faults of a source that cannot be played.
    """
    return _Probe(media, seconds, told).run(at_us)


class _Probe:
    """One recorder being asked, on one session after another."""

    def __init__(
        self, media: RecorderPlayback, seconds: float, told: Callable[[float], None] | None
    ) -> None:
        # Measured as if nothing were known of it but its own words.
        self._media = replace(media, ability=None)
        self._seconds, self._teller = seconds, told
        self._budget = SessionBudget(media)
        self._exact = False
        self._ends: tuple[int, int] | None = None

    def run(self, at_us: int | None) -> RecorderAbility:
        seat = self._budget.take()
        if seat is None:
            used = self._budget.in_use
            raise replay_fault(RECORDER_FULL, self._media, SessionAwaited, used)
        session = ReplaySession(self._media)
        try:
            offset_us = self._clock(session, at_us)
            start_us, plain = self._somewhere(at_us)
            ability = self._ways(start_us, plain)
        finally:
            session.hang_up()
            seat.release()
        ends = self._ends
        sessions, more = self._count(start_us)
        self._told(1.0)
        return replace(
            ability,
            sessions=sessions,
            sessions_more=more,
            clock_offset_us=offset_us,
            earliest_us=None if ends is None else ends[0],
        )

    def _told(self, share: float) -> None:
        if self._teller is not None:
            self._teller(share)

    # -- clock and place ---------------------------------------------------

    def _clock(self, session: ReplaySession, at_us: int | None) -> int | None:
        """Where it tells its time: how much to add to it; used from here on."""
        now_us = time.time_ns() // 1000
        headers = session.describe(Ask(at_us or now_us - _AGO_S[0] * US_PER_S))
        self._ends = session.ends_us
        offset_us = self._tick(session, headers.get("date", ""))
        session.hang_up()
        if offset_us is None:
            return None
        offset_us = 0 if abs(offset_us) < _CLOCK_RIGHT_US else _tenths(offset_us)
        shift_us = offset_us - self._media.clock_offset_us
        self._media = replace(self._media, clock_offset_us=offset_us)
        if self._ends is not None:
            self._ends = (self._ends[0] + shift_us, self._ends[1] + shift_us)
        return offset_us

    @staticmethod
    def _tick(session: ReplaySession, date: str) -> int | None:
        """How far its clock is behind ours; asked until its second changes: it tells no less."""
        first_us = told_us = date_us(date)
        for _ in range(_TICKS_MOST):
            if told_us is None or told_us != first_us:
                break
            time.sleep(_TICK_S)
            told_us = date_us(session.ask_time())
        return None if told_us is None else time.time_ns() // 1000 - told_us

    def _somewhere(self, at_us: int | None) -> tuple[int, _Measured]:
        """A moment with footage, and what plain play brings there."""
        refused: SourceFault | None = None
        for moment_us in self._moments(at_us):
            try:
                measured = self._measure(Ask(moment_us, None, PLAIN), keys=2)
            except RtspFault as fault:
                if isinstance(fault, Busy):
                    raise
                refused = fault
                continue
            self._told(0.2)
            if measured.times_us:
                return measured.times_us[0], measured
        raise refused or SourceFault(NO_PICTURE_AT, camera=replay_label(self._media))

    def _moments(self, at_us: int | None) -> list[int]:
        if at_us is not None:
            return [at_us]
        now_us = time.time_ns() // 1000
        moments = [now_us - ago_s * US_PER_S for ago_s in _AGO_S]
        if self._ends is not None:
            first_us, last_us = self._ends
            return [max(first_us, last_us - 600 * US_PER_S), first_us, *moments]
        return moments

    # -- ways of asking ----------------------------------------------------

    def _ways(self, start_us: int, plain: _Measured) -> RecorderAbility:
        ability = RecorderAbility(
            max_speed=max(1.0, round(plain.pace, 1)), onvif_replay=self._exact
        )
        free = self._measure(Ask(start_us, None, Delivery(unpaced=True)))
        self._told(0.4)
        if free.pace > 1.5:
            fast = replace(ability, rate_control=True, max_speed=_shown(free.pace))
            fast = replace(fast, full_speed=fast.max_speed)
            return self._free_ways(start_us, max(free.times_us), fast)
        return self._scales(start_us, ability, plain)

    def _free_ways(self, start_us: int, later_us: int, ability: RecorderAbility) -> RecorderAbility:
        """Of a recorder that sends as fast as it is read."""
        sparse = Delivery(intra_us=_SPARSE_US, unpaced=True)
        keys = self._measure(Ask(start_us, None, sparse))
        alone = len(keys.keys_us) == len(keys.times_us) > 1
        self._told(0.6)
        if alone and keys.key_step_us >= 0.9 * _SPARSE_US:
            speed = max(ability.max_speed, _shown(keys.pace))
            ability = replace(ability, intra=True, max_speed=speed)
        back = self._measure(Ask(later_us, None, Delivery(scale=-1.0, unpaced=True)))
        falls = len(back.keys_us) > 1 and back.keys_us[-1] < back.keys_us[0]
        return replace(ability, reverse=falls)

    def _scales(self, start_us: int, ability: RecorderAbility, plain: _Measured) -> RecorderAbility:
        """Of one that paces: the highest Scale that does something."""
        for asked in _SCALES:
            got = self._measure(Ask(start_us, None, Delivery(scale=asked)))
            by_count = got.rate_hz / plain.rate_hz * plain.pace if plain.rate_hz else 0.0
            reached = min(asked, max(got.pace, got.key_pace(plain.key_step_us), by_count))
            self._told(0.6 + asked / 100)
            if reached < _TOLD * asked:
                if asked == _SCALES[0]:
                    return ability
                continue
            stamps = got.pace < _TOLD * asked
            if by_count >= _TOLD * asked:
                ability = replace(ability, whole_scale=asked, full_speed=_shown(by_count))
            ability = replace(
                ability, scale=asked, stamps_scaled=stamps, max_speed=_shown(max(reached, 1.0))
            )
            if asked == SPEED_MOST:
                return ability
        return ability

    def _measure(self, ask: Ask, keys: int = 0) -> _Measured:
        """Play so for a while, on a session of its own; longer until so many keyframes came."""
        session = ReplaySession(self._media)
        measured = _Measured()
        try:
            session.play(ask)
            until_s = time.monotonic() + _FIRST_S
            began_s = 0.0
            while time.monotonic() < until_s:
                for arrived in session.receive(0.1):
                    if not began_s:
                        began_s = time.monotonic()
                        until_s = began_s + self._seconds
                    self._note(arrived, measured)
                    if arrived.terminal:
                        until_s = 0.0
                    elif len(measured.keys_us) < keys:
                        until_s = max(until_s, min(time.monotonic() + 0.2, began_s + _FIRST_S))
            measured.wall_s = max(time.monotonic() - began_s, 0.001) if began_s else 0.0
        except SourceFault:
            if not measured.times_us:
                raise
            measured.wall_s = max(time.monotonic() - began_s, 0.001)
        finally:
            self._exact = self._exact or session.exact
            session.hang_up()
        return measured

    @staticmethod
    def _note(arrived: Arrived, measured: _Measured) -> None:
        measured.times_us.append(arrived.coded.time_us)
        if arrived.coded.keyframe:
            measured.keys_us.append(arrived.coded.time_us)

    # -- sessions ----------------------------------------------------------

    def _count(self, start_us: int) -> tuple[int, bool]:
        """Open more until one is refused; those that this workstation plays count too.

        With whether there may be more: none was refused.
        """
        more = True
        open_sessions: list[ReplaySession] = []
        used = self._budget.held()
        try:
            while len(open_sessions) + used < SESSIONS_MOST:
                session = ReplaySession(self._media)
                open_sessions.append(session)
                try:
                    session.play(Ask(start_us, None, PLAIN))
                except SourceFault:
                    session.hang_up()
                    open_sessions.pop()
                    more = False
                    break
                time.sleep(_BETWEEN_S)
        finally:
            count = len(open_sessions)
            for session in open_sessions:
                session.hang_up()
        return max(1, count + used), more


def _shown(pace: float) -> float:
    """As it is shown: no more than the wall can play, to one digit."""
    return round(min(SPEED_MOST, max(1.0, pace)), 1)


def _tenths(time_us: int) -> int:
    return round(time_us * 10 / US_PER_S) * US_PER_S // 10
