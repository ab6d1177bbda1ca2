"""The pass over recorded footage that finds where something goes on.

One thread while something is wanted, one process of low priority while there
is something to look at. What was found stays on disk.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import wait

import numpy as np

from app.video.activity.days import ActivityDays
from app.video.activity.grid import BIN_US, UNSEEN, bins_of, code, joined, spans_of
from app.video.activity.plan import ActivityPlan, Stretch
from app.video.activity.process import Hold, LookDone, LookOrder, run_activity
from app.video.activity.rooms import ActivityRooms
from app.video.activity.store import ActivityStore, Looked, path_key, setup_of
from app.video.key_copies.folder import drop_orphans, trim_copies
from app.video.media import RecordingFolder, SegmentList, Span
from app.video.side_process import SideProcess

LEAST = 0.05
"""Levels from here on are activity: four cells of the picture or more."""
PATIENCE_S = 60.0
"""Without an answer for so long the process is replaced: a share that hangs."""
LOOK_AGAIN_S = 30.0
TRIM_S = 3600.0
TRIM_COPIES_S = 300.0
"""A pass over many days adds some hundred megabytes meanwhile."""
_TICK_S = 0.3
_TELL_S = 1.0
_END_S = 3.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ActivityProgress:
    """How much of the wanted footage was looked at, in seconds of footage."""

    done_s: float
    total_s: float
    paused: bool


@dataclass(frozen=True)
class ActivityLimits:
    """Whether to look at all, at which part of a core, and how much may be kept.

    ``copies_bytes``: of small copies of keyframes; 0: none are made.
    """

    on: bool = True
    share: float = 0.4
    most_bytes: int = 256 * 2**20
    copies_bytes: int = 0


class ActivityPass:
    """Asked from any thread; tells by ``changed``, from its own."""

    def __init__(
        self,
        store: ActivityStore,
        media_of: Callable[[int], SegmentList | RecordingFolder | None],
        changed: Callable[[], None],
        limits: Callable[[], ActivityLimits] = ActivityLimits,
    ) -> None:
        self._store = store
        self._media_of = media_of
        self._changed = changed
        self._limits = limits
        self.days = ActivityDays(store, self._setup_of)
        self._rooms = ActivityRooms(store.folder)
        self._lock = threading.Condition()
        self._wants: dict[int, Span] = {}
        self._plan: ActivityPlan | None = None
        self._plan_due_s = 0.0
        self._paused = self._closed = False
        self._stirred = False
        self._through = True
        self._process: SideProcess | None = None
        self._thread: threading.Thread | None = None
        self._numbers = itertools.count(1)
        self._told_s = self._trim_s = self._trim_copies_s = 0.0
        self._news = False

    # -- asked from outside ----------------------------------------------------------

    def lane(self, camera_id: int, span: Span, parts: int) -> tuple[float | None, ...]:
        """``span`` in equal parts, 0..1 each; None where nobody looked. Never waits for a disk."""
        levels, whole = self.days.lane(camera_id, span, parts)
        if not whole:
            self._wake()
        return levels

    def busy(
        self, footage: Mapping[int, Iterable[Span]], span: Span, margin_s: float, least: float
    ) -> tuple[Span, ...]:
        """Where any of the cameras has activity, or footage that was not looked at.

        ``footage``: where each camera has any, also where it cannot be looked at: on its
        recorder, or in a file that cannot be read. Widened by the margin, joined, within
        ``span``. Reads disks: not for the window's thread.
        """
        found: list[Span] = []
        for camera_id, recorded in footage.items():
            bins, first = self.days.bins(camera_id, span)
            found += spans_of(bins >= code(least), first)
            inside = [part for one in recorded if (part := one.overlap(span)) is not None]
            for unseen in spans_of(bins == UNSEEN, first):
                found += [part for one in inside if (part := one.overlap(unseen)) is not None]
        return joined(found, round(margin_s * 1_000_000), span)

    def want(self, camera_ids: Iterable[int], span: Span) -> None:
        """Look at this next; what was wanted of other cameras comes after it."""
        wanted = dict.fromkeys(camera_ids, span)
        with self._lock:
            rest = {camera: one for camera, one in self._wants.items() if camera not in wanted}
            if list(self._wants.items()) == list({**wanted, **rest}.items()):
                return
            self._wants = {**wanted, **rest}
            self._plan_due_s = 0.0
            self._through = False
        self._wake()

    def progress(self) -> ActivityProgress:
        """How far the pass is, over all that is wanted."""
        plan = self._plan
        paused = self._paused or not self._limits().on
        if plan is None:
            return ActivityProgress(0.0, 0.0, paused)
        return ActivityProgress(plan.done_us / 1e6, plan.total_us / 1e6, paused)

    def is_through(self) -> bool:
        """Whether all that is wanted now was looked at, as far as it can be."""
        with self._lock:
            return self._through

    def pause(self, on: bool) -> None:
        """Leave the machine to the wall, or go on."""
        with self._lock:
            if on == self._paused:
                return
            self._paused = on
            if self._process is not None:
                self._process.send(Hold(on))
            self._stir()

    def heed_limits(self) -> None:
        """The limits are others now: what is kept beyond them goes soon."""
        self._trim_s = 0.0
        self._wake()

    def forget(self) -> None:
        """Cameras have changed: what was found counts only where it still fits them."""
        self.days.forget()
        with self._lock:
            self._plan_due_s = 0.0
            self._through = False
            self._stir()

    def close(self) -> None:
        """End thread and process; idempotent."""
        with self._lock:
            self._closed = True
            self._stir()
            thread = self._thread
        if thread is not None:
            thread.join(_END_S)  # one that waits for a dead share is left to the end of the program

    # -- on the pass's own thread ----------------------------------------------------

    def _wake(self) -> None:
        with self._lock:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="activity", daemon=True)
                self._thread.start()
            self._stir()

    def _stir(self) -> None:
        """Whoever holds the lock has news: the thread looks again before it rests."""
        self._stirred = True
        self._lock.notify()

    def _run(self) -> None:
        try:
            while not self._closed:
                self._stirred = False
                if self.days.load_missing():
                    self._news = True
                    self._tell()
                    continue
                stretch = self._next()
                if stretch is None:
                    self._end_process()
                    self._rest()
                else:
                    self._look(stretch)
        finally:
            self._end_process()

    def _rest(self) -> None:
        self._tell(now=True)
        if time.monotonic() >= self._trim_s:
            self._trim_s = time.monotonic() + TRIM_S
            self._store.trim(self._limits().most_bytes)
            drop_orphans()
            trim_copies(self._limits().copies_bytes)
        with self._lock:
            if not self._closed and not self._stirred:
                self._lock.wait(LOOK_AGAIN_S if self._wants else None)

    def _next(self) -> Stretch | None:
        """What to look at now; None: nothing, or it may not be now."""
        if self._paused or not self._limits().on:
            return None
        with self._lock:
            if self._plan is None or time.monotonic() >= self._plan_due_s:
                self._plan = ActivityPlan(self._wants, self._media_of, self.days)
                self._plan_due_s = time.monotonic() + LOOK_AGAIN_S
            plan, wants = self._plan, self._wants
        stretch = plan.next()
        with self._lock:
            self._through = stretch is None and wants is self._wants
        return stretch

    def _look(self, stretch: Stretch) -> None:
        share = max(0.02, self._limits().share)
        segment = stretch.segment
        order = LookOrder(
            next(self._numbers),
            stretch.camera_id,
            segment.path,
            segment.start_us,
            stretch.from_us,
            stretch.until_us,
            stretch.end_us,
            share,
            self._rooms.find(stretch.camera_id, segment.start_us + stretch.from_us),
            copies=self._limits().copies_bytes > 0,
        )
        done = self._ask(order)
        if done is None or done.size < 0:
            return
        if done.room:
            from_us = segment.start_us + stretch.from_us
            until_us = segment.start_us + done.done_us
            self._rooms.keep(stretch.camera_id, from_us, until_us, done.room)
        try:
            self.days.add(stretch.camera_id, _looked(stretch.setup, order, done))
        except OSError as error:
            _LOG.warning("what was found cannot be kept: %s", error)
        self._news = True
        self._tell()
        if time.monotonic() >= self._trim_copies_s:
            self._trim_copies_s = time.monotonic() + TRIM_COPIES_S
            trim_copies(self._limits().copies_bytes)

    def _ask(self, order: LookOrder) -> LookDone | None:
        """The answer; None where the process died, hangs, or is no longer wanted."""
        with self._lock:
            if self._process is None:
                self._process = SideProcess(run_activity, "activity")
            process = self._process
            sent = process.send(order)
            if self._paused:
                process.send(Hold(True))
        heard_s = time.monotonic()
        while sent and not self._closed:
            if wait([process.connection], _TICK_S):
                answers = process.answers()
                found = [one for one in answers or () if isinstance(one, LookDone)]
                if found or answers is None:
                    break
            if self.days.load_missing():
                self._news = True
            self._tell()
            if self._paused:
                heard_s = time.monotonic()
            if time.monotonic() - heard_s > PATIENCE_S / order.share:
                break
        else:
            found = []
        if not found:
            self._end_process()
        return found[0] if found else None

    def _end_process(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.stop()

    def _tell(self, *, now: bool = False) -> None:
        """Say that there is something new, not too often."""
        if self._news and (now or time.monotonic() - self._told_s >= _TELL_S):
            self._news = False
            self._told_s = time.monotonic()
            self._changed()

    def _setup_of(self, camera_id: int) -> bytes | None:
        media = self._media_of(camera_id)
        return None if media is None else setup_of(media)


def _looked(setup: bytes, order: LookOrder, done: LookDone) -> Looked:
    done_us = max(done.done_us, order.from_us)
    span = Span(order.start_us + order.from_us, order.start_us + done_us)
    if done.times_us:
        first, bins = bins_of(done.times_us, done.levels, span)
    else:  # it cannot be read: nobody knows what is there
        first, bins = span.start_us // BIN_US, np.zeros(1, np.uint8)
    key = path_key(order.path)
    facts = (done.size, done.mtime_ns, order.from_us, done_us, first, done.ended)
    return Looked(setup, key, *facts, bins)
