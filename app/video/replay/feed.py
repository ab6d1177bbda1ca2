"""The thread that keeps what is being watched of one recorder's camera in reach.

It asks the recorder for what lies ahead of the place that is read, in the direction
and the thinning of the speed, and stops reading when enough is there: a recorder that
sends as fast as it is read is then held back by the connection itself. A session is
one of the recorder's few: it is taken when it is needed and given back when enough
waits here and somebody else wants it, so that more tiles can be served in turns.
"""

from __future__ import annotations

import threading
import time

from app.video.faults import LIVE_UNREADABLE, PasswordRefused, SourceFault
from app.video.media import FAR_FUTURE_US, US_PER_S, RecorderPlayback
from app.video.recorders.sessions import Need, Seat, SessionBudget
from app.video.replay.faults import (
    NOTHING_ON_CHANNEL,
    RECORDER_FULL,
    REPLAY_SILENT,
    SESSION_AWAITED,
    ChannelUnknown,
    SessionAwaited,
    replay_fault,
    replay_label,
)
from app.video.replay.plan import (
    AHEAD_FIRST_S,
    AHEAD_S,
    AHEAD_SHARED_S,
    Plan,
    Planned,
    Watch,
)
from app.video.replay.run import Run
from app.video.replay.session import Arrived, ReplaySession
from app.video.replay.store import ReplayStore
from app.video.rtsp.faults import Busy, RtspFault
from app.video.rtsp.sdp import SdpMedia

BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
PASSWORD_BACK_OFF_S = 60.0
"""Recorders lock an account after a few wrong passwords."""
SEAT_AGAIN_S = 0.2
SEAT_URGENT_S = 0.06
"""The same where the reader has nothing left: who lacks pictures comes before who has some."""
SHARED_LOOK_S = 0.1
TURN_MOST_S = 1.5
"""After this long the session is left to whoever has no picture left."""
SILENT_S = 4.0
IDLE_S = 20.0
"""How long a session is kept while enough waits and nobody else wants it."""
YIELD_S = 0.05
KEEP_ALIVE_S = 10.0
EMPTY_WAIT_S = (0.2, 0.5, 1.0)
"""Between questions that the recorder answers with having nothing there."""
_TURN_S = 0.1
_JUMP_S = 30.0  # of the wall: farther than the clock goes within one back-off
_NOT_FOUND = 404
_NOTHING_THERE = frozenset({_NOT_FOUND, 416, 457})


class ReplayFeed:
    """Owns the store, the session and the one thread; ``lock`` guards the store."""

    def __init__(self, media: RecorderPlayback, *, heard: bool = False) -> None:
        self._media = media
        self.heard = heard
        """Whether the recorder has ever sent something of this camera."""
        self._budget = SessionBudget(media)
        self.lock = threading.Condition()
        self.store = ReplayStore()
        self.plan = Plan(media)
        self._watch = Watch()
        self._fault: SourceFault | None = None
        self._stop = threading.Event()
        self._session: ReplaySession | None = None
        self._seat: Seat | None = None
        self._run: Run | None = None
        self._tries = self._refusals = 0
        self.reconnects = 0
        self._cut_at_us: int | None = None
        self._full_since_s: float | None = None
        self._shared_look_s = 0.0
        self._others_lack = False
        self.stream: SdpMedia | None = None
        self._thread = threading.Thread(
            target=self._main, name=f"replay {replay_label(media)}", daemon=True
        )

    # -- the reader's side -------------------------------------------------

    def start(self) -> None:
        """Begin; nothing is asked for before the first ``watch``."""
        self._thread.start()

    def stop(self) -> None:
        """End soon; the thread gives the session back by itself."""
        self._stop.set()
        with self.lock:
            self.lock.notify_all()
            session = self._session
        if session is not None:
            session.abort()

    def join(self, timeout_s: float) -> bool:
        """After ``stop``: whether the thread has ended within the time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def watch(self, watch: Watch) -> None:
        """Where the reader stands and how it goes on."""
        with self.lock:
            if watch == self._watch:
                return
            self._watch = watch
            if self.plan.renew(self.store, watch) and self._run is not None:
                self._run.over = True  # what still comes of it lacks pictures
            self.lock.notify_all()

    def take_fault(self, *, patient: bool = False) -> SourceFault | None:
        """What is wrong, told once each time it happens; ``patient``: waiting for a turn is not."""
        fault = self._fault
        if patient and isinstance(fault, SessionAwaited):
            return None
        self._fault = None
        return fault

    # -- the thread --------------------------------------------------------

    def _main(self) -> None:
        try:
            while not self._stop.is_set():
                self._turn()
        finally:
            self._hang_up()

    def _turn(self) -> None:
        """One wish served, or a short wait."""
        planned = self._planned()
        if planned is None:
            self._rest()
            return
        if not self._sit_down():
            return
        try:
            self._serve(planned)
            self._tries = 0
        except SourceFault as fault:
            self._broken(fault)
        except Exception as error:  # noqa: BLE001 - the thread's edge: whatever breaks is told and tried again
            unreadable = replay_fault(LIVE_UNREADABLE, self._media)
            unreadable.__cause__ = error
            self._broken(unreadable)

    def _planned(self) -> Planned | None:
        with self.lock:
            return self.plan.next(self.store, self._watch)

    def _rest(self) -> None:
        """Enough is here: wait until something is read, and give the session back in time."""
        with self.lock:
            self.lock.wait(_TURN_S)
        if self._session is None:
            return
        now_s = time.monotonic()
        self._full_since_s = self._full_since_s or now_s
        idle_s = now_s - self._full_since_s
        if idle_s > IDLE_S or (idle_s > YIELD_S and self._budget.wanted_by_others()):
            self._hang_up()

    def _sit_down(self) -> bool:
        """Have a seat at the recorder; False after a short wait for one."""
        if self._seat is not None:
            return True
        need = self._need()
        waits = need is Need.AHEAD and self._budget.wanted_by_others(Need.RAN_OUT)
        try:
            self._seat = None if waits else self._budget.take(need)
        except SourceFault as fault:
            self._fault = fault
            self._stop.wait(BACK_OFF_S[-1] if self._tries else BACK_OFF_S[1])
            self._tries += 1
            return False
        if self._seat is not None:
            return True
        used = self._budget.in_use
        self._fault = replay_fault(SESSION_AWAITED, self._media, SessionAwaited, used)
        self._stop.wait(SEAT_AGAIN_S if need is Need.AHEAD else SEAT_URGENT_S)
        return False

    def _need(self) -> Need:
        with self.lock:
            if not self.store.size:
                return Need.FIRST
            lacks = self.plan.lacks(self.store, self._watch)
            return Need.RAN_OUT if lacks else Need.AHEAD

    def _serve(self, planned: Planned) -> None:
        """Ask, and receive until enough is here or something else is wanted."""
        session = self._session or ReplaySession(self._media)
        with self.lock:
            self._session = session
        began_s = time.monotonic()
        run = self._begin(planned)
        try:
            session.play(planned.ask)
        except RtspFault as fault:
            if fault.status not in _NOTHING_THERE:
                raise
            if fault.status == _NOT_FOUND and not self.heard:
                raise replay_fault(NOTHING_ON_CHANNEL, self._media, ChannelUnknown) from fault
            self._nothing_there(run, planned)
            return
        with self.lock:
            self.stream = session.stream
        try:
            self._receive(session, run, planned, began_s)
        except SourceFault:
            if not planned.doubts or run.pictures:
                raise
            self._nothing_there(run, planned)  # as was held before

    def _nothing_there(self, run: Run, planned: Planned) -> None:
        """Somebody else may have the session, and the recorder a rest before the next question."""
        self._hang_up()
        with self.lock:
            run.refused(self.plan.refused(planned))
        self._stop.wait(EMPTY_WAIT_S[min(self._refusals, len(EMPTY_WAIT_S) - 1)])
        self._refusals += 1

    def _begin(self, planned: Planned) -> Run:
        with self.lock:
            if planned.fresh:
                self.store.clear(planned.at_us)
                if planned.ask.delivery.backwards or planned.ask.delivery.hops_back:
                    self.store.reach_high(planned.at_us + 1)
            run = Run(planned.ask, self.store, planned.upto_us)
            last = self.store.last()
            if planned.resumes and last is not None:
                run.resume(last)
            self._run = run
            return run

    def _receive(self, session: ReplaySession, run: Run, planned: Planned, began_s: float) -> None:
        heard_s = kept_s = time.monotonic()
        while not self._stop.is_set():
            now_s = time.monotonic()
            self._look_who_waits(now_s)
            with self.lock:
                if run.over or self.plan.superseded(self.store, self._watch, planned):
                    return
                full = self.plan.full(self.store, self._watch)
            if self._has_had_its_turn(now_s - began_s, planned):
                self._hang_up()
                return
            if full:
                heard_s = now_s
                kept_s = self._hold(session, kept_s)
                if self._session is None:
                    return
                continue
            self._full_since_s = None
            arrived = session.receive(_TURN_S)
            if arrived:
                heard_s = now_s
                self._take(run, arrived, planned, began_s)
            elif now_s - heard_s > SILENT_S:
                raise replay_fault(REPLAY_SILENT, self._media)

    def _look_who_waits(self, now_s: float) -> None:
        """Turns are short while somebody has no picture at all, else long, so that they are few."""
        if now_s < self._shared_look_s:
            return
        self._shared_look_s = now_s + SHARED_LOOK_S
        wanted = self._budget.wanted_by_others
        self._others_lack = wanted(Need.RAN_OUT)
        if wanted(Need.FIRST):
            self.plan.ahead_s = AHEAD_FIRST_S
        elif self._others_lack or not wanted():
            self.plan.ahead_s = AHEAD_S
        else:
            self.plan.ahead_s = AHEAD_SHARED_S

    def _has_had_its_turn(self, seconds: float, planned: Planned) -> bool:
        """Of a recorder that plays faster than the clock, whoever has some lets those who lack."""
        long = seconds > TURN_MOST_S and planned.ask.delivery.unpaced
        return long and self._others_lack and self._need() is Need.AHEAD

    def _take(self, run: Run, arrived: list[Arrived], planned: Planned, began_s: float) -> None:
        with self.lock:
            if run.pictures == 0:
                self.plan.took(time.monotonic() - began_s)
                if not self.plan.chunk_began(planned, arrived[0].coded.time_us):
                    run.over = True
                    return
            for each in arrived:
                run.take(each)
            if run.pictures:
                self._cut_at_us = None
                self.heard, self._refusals = True, 0
                if isinstance(self._fault, SessionAwaited):
                    self._fault = None  # its turn has come
            if planned.ask.delivery.hop_us is not None and run.pictures:
                self.plan.hopped(self.store, planned)
                run.over = True
            watch = self._watch
            self.store.trim(watch.position_us, backwards=watch.speed < 0)

    def _hold(self, session: ReplaySession, kept_s: float) -> float:
        """Read nothing for a moment; the session stays alive by asking, not by reading."""
        self._rest()
        now_s = time.monotonic()
        if self._session is not None and now_s - kept_s > KEEP_ALIVE_S:
            session.keep_alive()
            return now_s
        return kept_s

    # -- when something breaks ---------------------------------------------

    def _broken(self, fault: SourceFault) -> None:
        if self._stop.is_set():
            return
        run = self._run
        if isinstance(fault, Busy):
            self._refused(fault)
            return
        self._hang_up()
        if run is not None and self._at_the_end(run, fault):
            return
        self.reconnects += 1
        self._tries += 1
        if self._tries > 1 or run is None or run.pictures == 0:
            self._fault = fault
        refused = isinstance(fault, PasswordRefused)
        wait_s = BACK_OFF_S[min(self._tries, len(BACK_OFF_S)) - 1]
        if isinstance(fault, ChannelUnknown):
            self._wait_for_a_jump(wait_s)
        else:
            self._stop.wait(PASSWORD_BACK_OFF_S if refused else wait_s)

    def _wait_for_a_jump(self, seconds: float) -> None:
        """That long, or until another time is wanted, at which there may be something."""
        until_s = time.monotonic() + seconds
        with self.lock:
            was = self._watch
            far_us = _JUMP_S * US_PER_S * max(1.0, abs(was.speed))
            while (left_s := until_s - time.monotonic()) > 0 and not self._stop.is_set():
                if abs(self._watch.position_us - was.position_us) > far_us:
                    return
                self.lock.wait(left_s)

    def _at_the_end(self, run: Run, fault: SourceFault) -> bool:
        """Twice cut off at one place without a new picture: the recording ends there."""
        told = isinstance(fault, RtspFault | PasswordRefused)
        with self.lock:
            last = self.store.last()
            if told or run.backwards or last is None:
                return False
            if run.ask.delivery.hops_back:
                return self._is_before_it_begins(run)
            if self.store.high_us >= FAR_FUTURE_US:
                self.plan.ended()  # it was only looked whether it goes on
                return True
            if self._cut_at_us == last.last_us and run.pictures == 0:
                run.finish()
                self.plan.ended()
                return True
            self._cut_at_us = last.last_us
            return False

    def _is_before_it_begins(self, run: Run) -> bool:
        """The same while it is asked for what lies before: there is nothing for now."""
        here_us = run.ask.from_us
        again, self._cut_at_us = self._cut_at_us == here_us, here_us
        if again and not run.pictures:
            run.refused(self.plan.refused(Planned(run.ask, here_us)))
            return True
        return False

    def _refused(self, fault: Busy) -> None:
        """453 and its kin: fewer sessions than thought; wait for one of those that work."""
        self._budget.refused()
        self._hang_up()
        self._tries += 1
        self._fault = replay_fault(RECORDER_FULL, self._media, SessionAwaited, self._budget.in_use)
        self._fault.__cause__ = fault
        self._stop.wait(BACK_OFF_S[min(self._tries, len(BACK_OFF_S)) - 1])

    def _hang_up(self) -> None:
        with self.lock:
            session, self._session = self._session, None
            seat, self._seat = self._seat, None
            self._full_since_s = None
        if session is not None:
            session.hang_up()
        if seat is not None:
            seat.release()
