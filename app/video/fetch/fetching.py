"""Fetches a span of a camera's recording from its recorder into segments on this workstation.

Nothing is encoded again. Segments begin with a keyframe and are about a minute long;
after a cut or a restart only what is missing is asked for. Only a proved hole is remembered:
one between two pictures that came, or one that the recorder announced. Where it refuses or
falls silent it is left alone for the rest of this fetch, and asked again by the next.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import av

from app.faults import Fault, Sentence
from app.video.faults import PasswordRefused, SourceFault
from app.video.fetch.faults import (
    DISK_SMALL,
    LIMIT_REACHED,
    NOT_STORED,
    NOTHING_CAME,
    NOTHING_KNOWN,
    FetchFault,
    write_fault,
)
from app.video.fetch.folder import FetchFolder
from app.video.fetch.origin import take_over
from app.video.fetch.room import Room
from app.video.fetch.segment import segment_bytes
from app.video.media import US_PER_S, RecorderPlayback, Span
from app.video.recorders.sessions import Seat, SessionBudget, recorder_key
from app.video.replay.faults import (
    REPLAY_SILENT,
    SESSION_AWAITED,
    SessionAwaited,
    replay_fault,
    replay_label,
    shown_channel,
)
from app.video.replay.policy import Delivery, ability_of
from app.video.replay.session import Arrived, Ask, ReplaySession
from app.video.replay.store import GAP_US, Coded
from app.video.rtsp.faults import Busy, RtspFault

SEGMENT_US = 60 * US_PER_S
SEGMENT_BYTES = 48 * 1024 * 1024
RESERVE_BYTES = 256 * 1024 * 1024
"""So much of a disk is left to others."""
RECENT_US = 60 * US_PER_S
"""What is missing before now may still be written by the recorder: no gap to remember."""
BEYOND_US = 15 * US_PER_S
BEHIND_US = 15 * US_PER_S
"""How far behind a place where a recorder ended without a word it is asked once more."""
SILENT_S = 5.0
TRIES = 6
_BACK_OFF_S = 0.5
_BACK_OFF_MOST_S = 8.0
_SEAT_S = 0.25
_TOLD_S = 0.2
_GB = 1_000_000_000
_NOTHING_THERE = frozenset({404, 416, 457})


class FetchCancelled(Exception):  # noqa: N818 - no error: a person took it back
    """Somebody wants it no more; what is here stays."""


@dataclass(frozen=True)
class FetchProgress:
    """How far it is; ``speed``: media seconds per second; ``waits``: why it stands still.

    ``unsent_us``: how much the recorder was asked for and did not send, without saying why.
    """

    done_us: int
    total_us: int
    size: int
    speed: float = 0.0
    waits: Fault | None = None
    unsent_us: int = 0

    @property
    def share(self) -> float:
        """0 to 1."""
        return min(1.0, self.done_us / self.total_us) if self.total_us else 1.0


class Fetch:
    """One span of one camera; ``run`` in a thread or process of its own."""

    def __init__(
        self,
        media: RecorderPlayback,
        span: Span,
        folder: FetchFolder,
        told: Callable[[FetchProgress], None],
        room: Room | None = None,
    ) -> None:
        """``room``: what all fetched footage may take together; None: as it comes."""
        self._media, self._span, self._folder = media, span, folder
        self._teller = told
        self._room = room or Room(folder.root)
        self._budget = SessionBudget(media)
        self._cancelled = threading.Event()
        self._session: ReplaySession | None = None
        self._units: list[Coded] = []
        self._group: list[Coded] = []
        self._size = 0
        self._step_us = 40_000
        self._at_us = span.start_us
        self._written = 0
        self._ended: tuple[int, int] | None = None
        self._unsent: list[Span] = []  # not asked for again by this fetch
        self._behind: Span | None = None  # left out, to see whether more comes behind it
        self._came = self._led = False  # a picture ever; one of this stretch before a keyframe
        self._told_s = 0.0
        self._began = (time.monotonic(), span.start_us)

    def cancel(self) -> None:
        """End soon, from any thread; ``run`` then raises FetchCancelled."""
        self._cancelled.set()
        session = self._session
        if session is not None:
            session.abort()

    def run(self) -> None:
        """Fetch what is missing.

        Raises FetchCancelled, FetchFault (disk, limit, nothing came at all), or the fault
        of a recorder that does not answer after several tries; what is whole stays in every
        case.
        """
        self._folder.sweep()
        self._take_over()
        if self._still_asked():
            self._check_folder()
        self._came = any(each.overlap(self._span) for each in self._folder.covered())
        tries = 0
        while True:
            missing = self._still_asked()
            if not missing:
                self._tell(force=True)
                return
            before = self._so_far()
            try:
                self._stretch(missing[0])
                tries = 0
            except (SourceFault, Busy) as fault:
                self._check_cancelled()
                tries = 1 if self._so_far() != before else tries + 1
                if tries >= TRIES or isinstance(fault, PasswordRefused):
                    raise
                self._wait(fault, tries)

    def _take_over(self) -> None:
        try:
            take_over(self._folder)
        except OSError as error:
            raise write_fault(error, replay_label(self._media), self._folder.root) from error

    def _still_asked(self) -> tuple[Span, ...]:
        """What is missing and worth asking for."""
        spans = self._folder.missing(self._span, self._unsent)
        return tuple(each for each in spans if each.duration_us > self._step_us)

    def _so_far(self) -> tuple[int, int, int]:
        return self._written, len(self._folder.gaps), len(self._unsent)

    # -- one stretch -------------------------------------------------------

    def _stretch(self, span: Span) -> None:
        """From the first missing moment on, until it is here or the connection breaks."""
        seat = self._sit_down()
        session = self._session = ReplaySession(self._media)
        self._units, self._group, self._size = [], [], 0
        self._led = False
        self._at_us = span.start_us
        self._began = (time.monotonic(), span.start_us)
        try:
            self._check_cancelled()
            self._receive(session, span)
        except RtspFault as fault:
            if isinstance(fault, Busy):
                self._budget.refused()
            if fault.status not in _NOTHING_THERE:
                raise
            if not self._came:
                raise self._none(NOTHING_KNOWN, str(fault.status)) from fault
            self._leave(span)
        finally:
            self._session = None
            session.hang_up()
            seat.release()

    def _receive(self, session: ReplaySession, span: Span) -> None:
        # A little longer, so that the keyframe behind the end tells that everything is here.
        session.play(Ask(span.start_us, span.end_us + BEYOND_US, self._how()))
        heard_s = time.monotonic()
        try:
            while True:
                self._check_cancelled()
                for arrived in session.receive(0.2):
                    heard_s = time.monotonic()
                    if self._take(arrived, span, session):
                        return
                if time.monotonic() - heard_s > SILENT_S:
                    raise replay_fault(REPLAY_SILENT, self._media)
                self._tell()
        except SourceFault as fault:
            # The group that was coming in may not be whole: it is asked for again.
            self._flush(session)
            if not self._is_end(session, fault):
                raise
            self._units, self._group = self._group, []
            self._flush(session)
            self._leave(Span(self._at_us, span.end_us))

    def _is_end(self, session: ReplaySession, fault: SourceFault) -> bool:
        """Where a recorder that plays falls silent or hangs up twice, it sends no more."""
        if isinstance(fault, RtspFault | PasswordRefused) or session.response is None:
            return False
        here = self._at_us, self._group[-1].time_us if self._group else 0
        again = self._ended == here
        self._ended = here
        return again

    def _take(self, arrived: Arrived, span: Span, session: ReplaySession) -> bool:
        """Take one picture in; whether the stretch is here."""
        unit = arrived.coded
        self._came = True
        if unit.keyframe and self._key(unit, span, session):
            return True
        self._led = not unit.keyframe and not self._group
        if unit.keyframe or self._group:
            self._group.append(unit)
            self._size += len(unit.data)
        if arrived.terminal:
            self._learn_step()
            self._units += self._group
            self._group = []
            self._flush(session)
            self._gap(Span(self._at_us, span.end_us))
            return True
        return False

    def _hole(self, span: Span) -> None:
        """No picture to be kept came there; what came without its keyframe shows that some are."""
        if self._led:
            self._leave_out(span)
        else:
            self._gap(span)

    def _key(self, unit: Coded, span: Span, session: ReplaySession) -> bool:
        """A group ended and another begins; whether the stretch is over."""
        self._resumed(unit.time_us)
        self._learn_step()
        self._units += self._group
        self._group = []
        last_us = max((each.time_us for each in self._units), default=None)
        end_us = self._at_us if last_us is None else last_us + self._step_us
        if unit.time_us >= span.end_us:
            gap = unit.time_us - end_us > GAP_US
            self._flush(session, None if gap else unit.time_us)
            if gap:
                self._hole(Span(end_us, span.end_us))
            return True
        if unit.time_us - end_us > GAP_US:
            self._flush(session)
            self._hole(Span(end_us, unit.time_us))
        elif self._units and self._is_long(unit):
            self._flush(session, unit.time_us)
        return False

    def _learn_step(self) -> None:
        """The mean distance of pictures, which may come out of order."""
        times = [unit.time_us for unit in self._group]
        if len(times) > 1:
            step_us = (max(times) - times[0]) // (len(times) - 1)
            self._step_us = step_us if 0 < step_us < US_PER_S else self._step_us

    def _is_long(self, unit: Coded) -> bool:
        return unit.time_us - self._units[0].time_us >= SEGMENT_US or self._size >= SEGMENT_BYTES

    def _flush(self, session: ReplaySession, end_us: int | None = None) -> None:
        """Write the whole groups that are here as one segment."""
        units, self._units = self._units, []
        self._size = 0
        if not units or session.stream is None:
            return
        try:
            data, span = segment_bytes(units, session.stream, self._step_us)
        except av.FFmpegError as error:
            codec = session.stream.codec
            raise FetchFault(NOT_STORED, camera=replay_label(self._media), codec=codec) from error
        span = Span(span.start_us, end_us or span.end_us)
        try:
            with self._room.held():
                self._check_disk(len(data))
                self._folder.add(data, span)
        except OSError as error:
            raise write_fault(error, replay_label(self._media), self._folder.root) from error
        self._written += len(data)
        self._at_us = span.end_us
        self._tell()

    def _leave(self, span: Span) -> None:
        """The recorder ended or refused without a word: ask once behind, then leave the rest.

        Raises FetchFault where nothing ever came, which is no hole but something to mend.
        """
        asked = self._behind is not None and self._behind.end_us == span.start_us
        if not asked and span.duration_us > BEHIND_US:
            span = Span(span.start_us, span.start_us + BEHIND_US)
            self._behind = span
        elif not self._came:
            raise self._none(NOTHING_CAME, "")
        self._leave_out(span)

    def _resumed(self, time_us: int) -> None:
        """Pictures come behind what was left out: it lies between two that came."""
        left, self._behind = self._behind, None
        if left is None or self._at_us != left.end_us or not self._folder.ends_at(left.start_us):
            return
        self._gap(Span(left.start_us, min(time_us, left.end_us)))
        self._at_us = left.end_us

    def _leave_out(self, span: Span) -> None:
        if span.duration_us > 0:
            self._unsent.append(span)
            self._at_us = span.end_us

    def _none(self, sentence: Sentence, answer: str) -> FetchFault:
        """Nothing was ever received of this camera in this span."""
        camera, recorder = replay_label(self._media), recorder_key(self._media)
        channel = shown_channel(self._media)
        return FetchFault(
            sentence, camera=camera, recorder=recorder, channel=channel, answer=answer
        )

    def _gap(self, span: Span) -> None:
        """Remember that the recorder has nothing there."""
        recent_us = time.time_ns() // 1000 - RECENT_US
        if span.end_us > recent_us:  # it may yet be recorded
            self._leave_out(Span(max(span.start_us, recent_us), span.end_us))
            span = Span(span.start_us, max(span.start_us, recent_us))
        if span.duration_us <= 0:
            return
        try:
            self._folder.add_gap(span)
        except OSError as error:
            raise write_fault(error, replay_label(self._media), self._folder.root) from error
        self._at_us = span.end_us

    # -- around it ---------------------------------------------------------

    def _how(self) -> Delivery:
        """As fast as the recorder can without leaving pictures out."""
        ability = ability_of(self._media)
        if ability.rate_control:
            return Delivery(unpaced=True)
        return Delivery(scale=ability.whole_scale)

    def _sit_down(self) -> Seat:
        """Wait for a session of the recorder."""
        while True:
            self._check_cancelled()
            seat = self._budget.take()
            if seat is not None:
                return seat
            used = self._budget.in_use
            waits = replay_fault(SESSION_AWAITED, self._media, SessionAwaited, used)
            self._tell(waits)
            self._cancelled.wait(_SEAT_S)

    def _wait(self, fault: SourceFault, tries: int) -> None:
        self._tell(fault, force=True)
        self._cancelled.wait(min(_BACK_OFF_S * 2**tries, _BACK_OFF_MOST_S))
        self._check_cancelled()

    def _check_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise FetchCancelled

    def _check_folder(self) -> None:
        try:
            self._check_disk(0)
        except OSError as error:
            raise write_fault(error, replay_label(self._media), self._folder.root) from error

    def _check_disk(self, next_bytes: int) -> None:
        """Before the first and before each segment: will the rest fit? Raises FetchFault."""
        camera = replay_label(self._media)
        if not self._room.holds(next_bytes):
            used = f"{self._room.used() / _GB:.1f}"
            raise FetchFault(LIMIT_REACHED, camera=camera, used=used)
        self._folder.root.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._folder.root).free - RESERVE_BYTES
        needed = max(next_bytes, self._needed(next_bytes))
        if free < needed:
            values = {"needed": f"{needed / _GB:.1f}", "free": f"{max(0, free) / _GB:.1f}"}
            folder = str(self._folder.root)
            raise FetchFault(DISK_SMALL, camera=camera, folder=folder, **values)

    def _needed(self, next_bytes: int) -> int:
        """Bytes that the rest will take, going by what has come."""
        have_us = sum(each.duration_us for each in self._folder.covered())
        if not have_us:
            return next_bytes
        missing_us = sum(each.duration_us for each in self._folder.missing(self._span))
        return int(self._folder.size / have_us * missing_us)

    def _tell(self, waits: Fault | None = None, *, force: bool = False) -> None:
        now_s = time.monotonic()
        if now_s - self._told_s < _TOLD_S and not force:
            return
        self._told_s = now_s
        began_s, began_us = self._began
        last_us = self._group[-1].time_us if self._group else self._at_us
        missing = self._folder.missing(self._span)
        missing_us = sum(each.duration_us for each in missing)
        asked = self._folder.missing(self._span, self._unsent)
        unsent_us = missing_us - sum(each.duration_us for each in asked)
        pending_us = max(0, last_us - missing[0].start_us) if missing and self._group else 0
        done_us = self._span.duration_us - max(0, missing_us - pending_us)
        elapsed_s = max(now_s - began_s, 0.1)
        speed = max(0.0, (last_us - began_us) / US_PER_S / elapsed_s)
        size = self._folder.size + self._size
        total_us = self._span.duration_us
        progress = FetchProgress(done_us, total_us, size, speed, waits, unsent_us)
        self._teller(replace(progress, speed=0.0) if waits is not None else progress)
