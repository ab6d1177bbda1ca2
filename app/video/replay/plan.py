"""What to ask a recorder for next, from where the reader stands and what is here. Pure rules."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.video.media import FAR_FUTURE_US, FAR_PAST_US, US_PER_S, RecorderPlayback
from app.video.replay.policy import Delivery, ability_of, delivery
from app.video.replay.session import Ask
from app.video.replay.store import ReplayStore

AHEAD_BYTES = 8 * 1024 * 1024
AHEAD_S = 6.0
"""How much waits ahead, in seconds of the wall at the speed in force (and in media time)."""
AHEAD_SHARED_S = 15.0
"""The same where more tiles want sessions than there are: turns are fewer, and longer."""
AHEAD_FIRST_S = 1.5
"""The same while one of these tiles has no picture at all yet."""
LACKS_S = 0.7
"""With less than this left a reader is as good as without: asking takes time too."""
AGAIN_SHARE = 0.5
"""Asked again when less than this share of it is left, so that pieces are large."""
LEAP_S = 2.0
"""Reading on is quicker than jumping over less than this."""
CHUNK_US = 8 * US_PER_S
CHUNK_MOST_US = 24 * 3600 * US_PER_S
HOP_LEAST_US = US_PER_S
"""Nearer moments mostly have the same keyframe."""
LOOK_AGAIN_S = 3.0
EMPTY_S = (2.0, 16.0)
"""A refusal for want of footage counts for so much of the wall: at first, and after several."""
UNSURE_US = 10 * US_PER_S
"""So far beyond what came an end that the recorder did not tell is doubted."""
_START_S = 0.4  # from asking to the first picture, before it was measured


@dataclass(frozen=True)
class Watch:
    """Where the reader stands; ``speed`` negative: backwards, 0: paused.

    ``keys``: keyframes alone will do. ``wanted`` False: nobody has read yet.
    """

    position_us: int = 0
    speed: float = 0.0
    keys: bool = False
    wanted: bool = False


@dataclass(frozen=True)
class Planned:
    """One question: ``fresh``: forget what is here and begin at ``at_us``.

    ``resumes``: it begins with the group that is last here. ``upto_us``: it fills the
    stretch before what is here. ``doubts``: so far it was held that there is nothing.
    """

    ask: Ask
    at_us: int
    fresh: bool = False
    resumes: bool = False
    upto_us: int | None = None
    doubts: bool = False


class Plan:
    """Remembers how the recorder is being asked; its owner locks."""

    def __init__(self, media: RecorderPlayback) -> None:
        self._ability = ability_of(media)
        self._how = Delivery()
        self._start_s = _START_S
        self._ended_s: float | None = None
        self._hop_us: int | None = None
        self._doubts = False
        self._speed = 1.0
        self._chunk_us = CHUNK_US
        self._empty_s = EMPTY_S[0]
        self.ahead_s = AHEAD_S
        """Seconds of the wall to have waiting; whoever knows of others sets it."""

    def next(self, store: ReplayStore, watch: Watch) -> Planned | None:
        """What to ask for now; None where enough is here."""
        if not watch.wanted:
            return None
        self.renew(store, watch)
        how = self._how
        position_us = watch.position_us
        if how.hop_us is not None:
            return self._hop(store, watch, how)
        if not store.covers(position_us) and not self._near(store, watch):
            return self._fresh(position_us, watch.speed, how)
        if watch.speed < 0:
            return self._before(store, watch, how)
        return self._after(store, watch, how)

    def renew(self, store: ReplayStore, watch: Watch) -> bool:
        """Take in how it is watched now; whether what is here had to be forgotten for it."""
        how = self._delivery(watch)
        doubtful = self._is_doubtful(store, watch.position_us)
        lacking = doubtful or self._thinned_too_much(how)
        if lacking:
            store.clear(watch.position_us)
        self._doubts = self._doubts or doubtful
        self._how, self._speed = how, watch.speed or self._speed
        return lacking

    def superseded(self, store: ReplayStore, watch: Watch, planned: Planned) -> bool:
        """Whether something else is wanted than what is coming."""
        if self._delivery(watch) != planned.ask.delivery:
            return True
        if planned.upto_us is not None:
            return not planned.ask.from_us <= watch.position_us < store.high_us
        if (watch.speed < 0) != (self._speed < 0):
            return not store.covers(watch.position_us)
        if store.covers(watch.position_us):
            return False
        if planned.ask.delivery.backwards or planned.ask.delivery.hops_back:
            return not store.low_us - self._leap_us() <= watch.position_us <= store.high_us
        return not store.low_us <= watch.position_us <= store.high_us + self._leap_us()

    def full(self, store: ReplayStore, watch: Watch) -> bool:
        """Whether enough waits ahead of the reader."""
        return self._ahead_us(store, watch) >= self._ahead_most_us(watch) or (
            store.ahead_bytes(watch.position_us, backwards=watch.speed < 0) >= AHEAD_BYTES
        )

    def lacks(self, store: ReplayStore, watch: Watch) -> bool:
        """Whether the reader has nothing to go on with, or will not have in a moment."""
        if not store.covers(watch.position_us):
            return True
        moment_us = int(LACKS_S * abs(watch.speed) * US_PER_S)
        return self._ahead_us(store, watch) < moment_us

    def took(self, seconds: float) -> None:
        """How long it was from asking to the first picture."""
        self._empty_s = EMPTY_S[0]
        self._start_s = 0.5 * self._start_s + 0.5 * min(seconds, 3.0)

    def hopped(self, store: ReplayStore, planned: Planned) -> None:
        """One keyframe has come; the next is asked for so much further on, or back."""
        hop_us, first, last = self._how.hop_us, store.first(), store.last()
        if hop_us is None or first is None or last is None:
            return
        step_us = max(abs(hop_us), store.key_step_us or HOP_LEAST_US)
        if hop_us < 0:
            self._hop_us = min(first.key_us, planned.ask.from_us) - step_us
        else:
            self._hop_us = last.key_us + step_us

    def refused(self, planned: Planned) -> int:
        """It has nothing there: for how much that is believed; each time for more."""
        reach_us = int(self._empty_s * US_PER_S * max(1.0, abs(self._speed)))
        self._empty_s = min(2 * self._empty_s, EMPTY_S[1])
        if self._how.hop_us is not None:
            way_us = -reach_us if self._how.hops_back else reach_us
            self._hop_us = planned.ask.from_us + way_us
        return reach_us

    def ended(self) -> None:
        """The end of the recording was reached."""
        self._ended_s = time.monotonic()

    # -- inside ------------------------------------------------------------

    def _delivery(self, watch: Watch) -> Delivery:
        return delivery(self._ability, watch.speed, keys=watch.keys)

    def _thinned_too_much(self, how: Delivery) -> bool:
        """What is here lacks pictures that are wanted now."""
        was, now = self._spacing(self._how), self._spacing(how)
        return was > now

    @staticmethod
    def _spacing(how: Delivery) -> int:
        if how.hop_us is not None:
            return abs(how.hop_us) + 1
        return -1 if how.intra_us is None else how.intra_us

    def _fresh(self, position_us: int, speed: float, how: Delivery) -> Planned:
        self._ended_s = None
        doubts, self._doubts = self._doubts, False
        from_us = position_us
        if not how.unpaced and speed > 0:
            # It never catches up: begin where the clock will be when the first picture is here.
            from_us += int(speed * self._start_s * US_PER_S)
        return Planned(Ask(from_us, None, how), position_us, fresh=True, doubts=doubts)

    def _after(self, store: ReplayStore, watch: Watch, how: Delivery) -> Planned | None:
        if store.high_us >= FAR_FUTURE_US:
            return self._look_again(store, watch, how)
        if self._ahead_us(store, watch) >= AGAIN_SHARE * self._ahead_most_us(watch):
            return None
        if store.ahead_bytes(watch.position_us, backwards=False) >= AGAIN_SHARE * AHEAD_BYTES:
            return None
        last = store.last()
        if last is None or last.key_us > store.high_us:
            return self._fresh(watch.position_us, watch.speed, how)
        return Planned(Ask(last.key_us, None, how), last.key_us, resumes=True)

    def _look_again(self, store: ReplayStore, watch: Watch, how: Delivery) -> Planned | None:
        """Near the end: a recorder goes on recording."""
        now_s = time.monotonic()
        self._ended_s = self._ended_s or now_s
        last = store.last()
        if now_s - self._ended_s < LOOK_AGAIN_S or last is None:
            return None
        if watch.position_us < last.last_us - AHEAD_S * US_PER_S:
            return None
        self._ended_s = now_s
        return Planned(Ask(last.key_us, None, how), last.key_us, resumes=True)

    def _before(self, store: ReplayStore, watch: Watch, how: Delivery) -> Planned | None:
        if store.low_us <= FAR_PAST_US:
            return None
        if self._ahead_us(store, watch) >= AGAIN_SHARE * self._ahead_most_us(watch):
            return None
        if store.ahead_bytes(watch.position_us, backwards=True) >= AGAIN_SHARE * AHEAD_BYTES:
            return None
        low_us = store.low_us
        if how.backwards:
            return Planned(Ask(low_us - 1, None, how), low_us - 1)
        reach_us = max(self._chunk_us, int(CHUNK_US * abs(watch.speed)))
        start_us = max(low_us - reach_us, FAR_PAST_US)
        return Planned(Ask(start_us, None, how), start_us, upto_us=low_us)

    def chunk_began(self, planned: Planned, first_us: int | None) -> bool:
        """Whether a stretch before what is here is worth receiving.

        ``first_us``: its first picture, None where it has none. Over a gap stretches
        grow; one that is mostly footage is asked for again in smaller pieces.
        """
        upto_us = planned.upto_us
        if upto_us is None:
            return True
        if first_us is None or first_us >= upto_us:
            self._chunk_us = min(2 * self._chunk_us, CHUNK_MOST_US)
            return True
        if upto_us - first_us > 2 * self._usual_chunk_us():
            self._chunk_us = max(CHUNK_US, self._chunk_us // 4)
            return False
        self._chunk_us = CHUNK_US
        return True

    def _usual_chunk_us(self) -> int:
        return int(CHUNK_US * max(1.0, abs(self._speed)))

    @staticmethod
    def _is_doubtful(store: ReplayStore, position_us: int) -> bool:
        """An end that was only concluded does not hold for all that lies beyond it."""
        first, last = store.first(), store.last()
        if first is None or last is None:
            return False
        behind = position_us > last.last_us + UNSURE_US and not store.ends_told
        before = position_us < first.key_us - UNSURE_US and not store.begins_told
        return (behind and store.high_us >= FAR_FUTURE_US) or (
            before and store.low_us <= FAR_PAST_US
        )

    @staticmethod
    def _near(store: ReplayStore, watch: Watch) -> bool:
        """Whether the place lies just beyond what is here, so that it goes on from there."""
        if watch.speed < 0:
            return store.low_us - CHUNK_US <= watch.position_us < store.high_us
        return watch.position_us == store.high_us

    def _hop(self, store: ReplayStore, watch: Watch, how: Delivery) -> Planned | None:
        """One keyframe a little ahead of the reader, as far ahead as asking takes."""
        back_us, on_us = (self._leap_us(), 0) if how.hops_back else (0, self._leap_us())
        within = store.low_us - back_us <= watch.position_us <= store.high_us + on_us
        unknown = not store.size and not store.covers(watch.position_us)
        if not within or unknown or self._hop_us is None:
            self._hop_us = watch.position_us
            return self._fresh(watch.position_us, watch.speed, how)
        reach_us = int(watch.speed * self._start_s * US_PER_S)
        nearest_us = watch.position_us + reach_us
        at_us = min(self._hop_us, nearest_us) if how.hops_back else max(self._hop_us, nearest_us)
        if abs(at_us - watch.position_us) > self._ahead_most_us(watch):
            return None
        return Planned(Ask(at_us, None, how), at_us)

    def _ahead_us(self, store: ReplayStore, watch: Watch) -> int:
        if watch.speed < 0:
            return watch.position_us - max(store.low_us, FAR_PAST_US)
        last = store.last()
        over = store.high_us >= FAR_FUTURE_US and last is not None
        return (last.last_us if over and last is not None else store.high_us) - watch.position_us

    def _ahead_most_us(self, watch: Watch) -> int:
        return int(self.ahead_s * US_PER_S * max(1.0, abs(watch.speed)))

    def _leap_us(self) -> int:
        return int(LEAP_S * US_PER_S * max(1.0, abs(self._speed)))
