"""One tile inside a worker: reads its source a little ahead of the clock.

``turn`` does a bounded piece of work and says when it wants the next one, so
that one thread serves many tiles. Nothing here waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.video.clock import NORMAL_SPEED, ClockState
from app.video.faults import PasswordRefused, SourceFault
from app.video.media import US_PER_S, Span
from app.video.pictures.shape import Crop
from app.video.source import EVERY_PICTURE, NOTHING, Effort, Nothing, Picture, VideoSource
from app.video.tiles import PLAYING, TileFacts, TileState, TileStateKind
from app.video.wall.course_reader import CourseReader, DueGap, DuePicture
from app.video.wall.lateness import Lateness
from app.video.wall.moment import Moment
from app.video.wall.picture_writer import PictureWriter
from app.video.wall.policy import Thinning, effort, is_quick, keyframes_alone, keyframes_suffice
from app.video.wall.reading_ahead import IDLE_NS, enough, lead_us, wake_ns
from app.video.wall.saving_steps import FIRST, SIXTEENTHS, Load
from app.video.wall.step_finder import find_step
from app.video.wall.worker_cost import DecodeCost

if TYPE_CHECKING:
    from app.video.wall.slots import SlotWriter

_MS = 1_000_000  # ns
_TURN_NS = 12 * _MS  # one tile's turn, so that 7 tiles of a worker come round in 90 ms
_SETTLE_NS = 2_000 * _MS  # so long after a seek a tile may lag without being overloaded
_NO_ROOM_NS = 5 * _MS
_FAINT_KEYS = 2  # the first one may have been decoded before decoding in full was asked for
_RUN_MOST = 12  # a picture further away than so many is on the other side of a jump
_FACTS_NS = 1_000 * _MS
_COMES_NS = 10 * _MS  # to look again for what is on its way from a recorder
_SHOW_LATE_NS = 40 * _MS  # while behind, show one picture this often
_CALM_NS = 5_000 * _MS  # two jumps within this stretch: the machine does not keep up
_RETRY_FIRST_NS = 250 * _MS
_RETRY_MOST_NS = 5_000 * _MS
_PREPARE_NS = 20 * _MS  # between two turns that decode what is to be given backwards
_REST_S = 1.0  # so long a picture may stand; reading its run again would cost more
_LONG_AGO = -(1 << 62)
_LOOK_NS = 3_000 * _MS  # how often to look whether a recording goes on by now


class RecordedTile:
    """A recorded source kept in step with the clock."""

    def __init__(
        self,
        source: VideoSource,
        writer: SlotWriter,
        tell: Callable[[TileState], None],
        overloaded: Callable[[], None],
        tell_facts: Callable[[TileFacts], None] = lambda _facts: None,
    ) -> None:
        self.source = source
        self._reader = CourseReader(source)
        self._pictures = PictureWriter(writer)
        self._tell = tell
        self._overloaded = overloaded
        self._tell_facts = tell_facts
        self._facts: TileFacts | None = None
        self._facts_ns = 0
        self._epoch = -1
        self._clock = ClockState()
        self._keyframes = False
        self._told_speed: float | None = None
        self._effort = EVERY_PICTURE
        self._spent_ns = 0  # on pictures that are not given yet
        self._step = FIRST  # what is left out to save work
        self._sparse = False  # pictures were left out since the seek
        self._old_us: int | None = None  # the last picture written before the seek
        self._arriving = False  # the sought picture is not there yet
        self._glances = False  # nothing of the new moment was shown yet
        self._faint_keys = 0  # so many keyframes until every picture is decoded in full again
        self._before_us: int | None = None  # media time of the last picture read since the seek
        self._gap: DueGap | None = None
        self._last_us: int | None = None  # media time of the last picture shown since the seek
        self._run_from_us = 0  # from this place of the line on, every picture was shown
        self._read_us = 0  # up to where on the line there is something to show
        self._written: tuple[int, int] | None = None  # the last picture written since the seek
        self._held: DuePicture | None = None  # read, and waiting for room in the ring
        self._shown_ns = self._went_ns = 0
        self._jumped_ns = -_CALM_NS
        self._behind_ns = 0
        self._retry_ns = 0
        self._retry_wait_ns = _RETRY_FIRST_NS
        self._look_ns = 0
        self._faulty = False
        self._cost = DecodeCost()
        self.visible = True
        self._keep_small()

    def load(self, speed: float) -> Load:
        """Shares of a core that it costs at that speed, as far as known."""
        if not self.visible:
            return Load()
        interval_us = self.source.keyframe_interval_us
        runs = not keyframes_suffice(speed, interval_us)
        return self._cost.load(abs(speed), interval_us, quick=is_quick(speed), runs=runs)

    def take_behind_s(self) -> float:
        """How late it read at most since this was last asked for, of what it reads in full.

        0.0 after a seek, and among keyframes alone, of which it leaves out what is late.
        """
        behind_s, self._behind_ns = self._behind_ns / 1e9, 0
        return behind_s

    def replace_writer(self, writer: SlotWriter, moment: Moment) -> None:
        """Go on in a block of another size; the present picture is made again."""
        self._pictures.replace(writer)
        self._keep_small()
        self._go(moment)

    def set_crop(self, crop: Crop | None, moment: Moment) -> None:
        """Show that part of the picture (None: the whole).

        What is shown and what waits is made again from the kept pictures; the first
        time none is kept. Then a standing picture is decoded again, while a moving
        one only changes with what comes.
        """
        if self._pictures.crop == crop:
            return
        redone = self._pictures.recrop(crop, moment.clock.epoch, moment.line_us)
        self._keep_small()
        if not redone and not moment.clock.playing:
            self._epoch = -1  # the next turn seeks to where the clock stands

    def turn(self, moment: Moment) -> int:
        """Do what is due; returns the monotonic time (ns) of the next wish."""
        if not self.visible:
            self._epoch = -1  # seek when it is seen again
            return moment.now_ns + IDLE_NS
        if moment.now_ns < self._retry_ns and moment.clock.epoch == self._epoch:
            return self._retry_ns
        try:
            self._follow(moment)
            if self._glance(moment):
                return moment.now_ns  # all tiles show something of the moment before it is exact
            wish_ns = self._fill(moment)
            self._look_at_facts(moment)
            return wish_ns
        except SourceFault as fault:
            return self._failed(fault, moment)

    def _look_at_facts(self, moment: Moment) -> None:
        if moment.now_ns < self._facts_ns:
            return
        self._facts_ns = moment.now_ns + _FACTS_NS
        facts = self.source.facts()
        if facts is not None and facts != self._facts:
            self._facts = facts
            self._tell_facts(facts)

    def find_step(self, from_us: int, frames: int) -> int | None:
        """Time of the picture ``frames`` after (before, if negative) the one at ``from_us``."""
        clock = self._clock
        every = not self._keyframes and not self._sparse
        if every and clock.backwards == (frames < 0):
            line_us = clock.line_of(from_us, clock.line_us(time.monotonic_ns()))
            times = self._pictures.ring.times_ahead(self._epoch, line_us)
            # After a jump to between two pictures, what was shown on the way there waits too.
            ahead = [at for at in times if (at < from_us if frames < 0 else at > from_us)]
            if 0 < abs(frames) <= len(ahead) and self._run_from_us <= line_us:
                return ahead[abs(frames) - 1]
        self._epoch = -1  # the source is moved away: the next turn seeks back
        self._reader.leave()
        try:
            self._set_keyframes(False)
            self._set_effort(EVERY_PICTURE)
            return find_step(self.source, from_us, frames)
        except SourceFault:
            return None

    def close(self) -> None:
        """Close the source and detach from the block."""
        self.source.close()
        self._pictures.ring.release()

    def _keep_small(self) -> None:
        """Pictures kept for playing backwards need not be larger than the tile."""
        spec = self._pictures.ring.spec
        whole = self._pictures.crop is None
        self.source.set_kept_size(*((spec.width, spec.height) if whole else (0, 0)))

    def _follow(self, moment: Moment) -> None:
        """Seek where the clock was sought; change mode where the speed asks for it."""
        clock, line_us = moment.clock, moment.line_us
        interval_us = self.source.keyframe_interval_us
        step = moment.step if moment.saving else None
        keyframes = keyframes_alone(clock, interval_us, step)
        back_to_all = self._keyframes and not keyframes
        self._arriving |= clock.epoch != self._epoch
        left_out = self._rest_left_out_s(clock, interval_us) > _REST_S or self._keep < SIXTEENTHS
        self._set_effort(self._while_arriving(effort(clock, interval_us, step), clock))
        self._step = step or FIRST
        # What waits in the ring was chosen for a quicker pace: it would be shown for long.
        back_to_all |= left_out and self._effort.depth_us is None and self._keep == SIXTEENTHS
        back_to_all |= abs(clock.speed) < abs(self._told_speed or 0.0) / 2
        back_to_all |= (self._sparse or self._faint_keys > 0) and not clock.playing
        falls_behind = keyframes and not self._keyframes and self._read_us < line_us
        self._set_keyframes(keyframes)
        speed = clock.speed if clock.playing else 0.0
        # A recorder may have sent keyframes alone; standing, the exact picture is wanted.
        stands = self.source.far and clock.backwards and not speed and bool(self._told_speed)
        if speed != self._told_speed:
            self._told_speed = speed
            self.source.set_speed(speed)
        self._clock = clock
        loose = not clock.playing and self._run_from_us > line_us and self._gap is None
        if clock.epoch != self._epoch or back_to_all or loose or stands:
            self._go(moment)
        elif falls_behind:
            self._jump(line_us)

    def _rest_left_out_s(self, clock: ClockState, interval_us: int | None) -> float:
        """For how long the last picture of a run's part stands, until the next keyframe."""
        depth_us = self._effort.depth_us
        if depth_us is None or self._keyframes or not interval_us or not clock.speed:
            return 0.0
        return (interval_us - depth_us) / abs(clock.speed) / US_PER_S

    def _while_arriving(self, effort: Effort, clock: ClockState) -> Effort:
        """On the way to a moment from which the wall plays on, small faults are not seen."""
        if not self._arriving or not clock.playing:
            return effort
        self._faint_keys = _FAINT_KEYS
        return replace(effort, light=True)

    def _glance(self, moment: Moment) -> bool:
        """Show what is there sooner than the sought picture and nearer to it than the old one."""
        if not self._glances:
            return False
        self._glances = False
        got = self._reader.glance()
        if got is None:
            return False
        now_us, old_us = moment.now_us, self._old_us
        if old_us is not None and abs(now_us - old_us) <= abs(now_us - got.picture.media_time_us):
            return False
        clock, line_us = moment.clock, moment.line_us
        return self._pictures.write(got.picture, clock.epoch, line_us, got.due_us)

    def _set_effort(self, effort: Effort) -> None:
        if effort != self._effort:
            self.source.set_effort(effort)
            self._effort = effort
        self._sparse |= effort.leaves_out

    def _set_keyframes(self, on: bool) -> None:
        if on != self._keyframes:
            self.source.set_keyframes_only(on)
            self._keyframes = on

    def _go(self, moment: Moment) -> None:
        """Read on from the clock's now; what was decoded ahead is dropped."""
        line_us = moment.line_us
        self._pictures.ring.drop_ahead(line_us)
        self._clock, self._epoch = moment.clock, moment.clock.epoch
        self._old_us = self._written[0] if self._written else self._old_us
        self._gap = self._last_us = self._written = self._held = self._before_us = None
        self._run_from_us = self._read_us = _LONG_AGO
        self._retry_ns = 0
        self._sparse = self._effort.leaves_out
        self._arriving = self._glances = True
        self._faint_keys = _FAINT_KEYS if self._effort.light else 0
        self._spent_ns = 0
        self._went_ns = moment.now_ns
        self._reader.go(moment.clock, line_us)

    def _fill(self, moment: Moment) -> int:
        """Read until enough pictures wait ahead or the turn is over."""
        clock, ring, over_ns = moment.clock, self._pictures.ring, moment.now_ns + _TURN_NS
        begun = False
        while True:
            now_ns = time.monotonic_ns()
            ahead = ring.ahead(clock.epoch, clock.line_us(now_ns))
            if len(ahead) >= ring.room_ahead or enough(ahead, clock, now_ns, self._went_ns):
                return self._rest(ahead, moment)
            if begun and now_ns > over_ns:  # a turn that other programs ate gets on all the same
                return now_ns
            wait_ns = self._wait_in_gap(clock, now_ns)
            if wait_ns is not None:
                return wait_ns
            got, begun = self._next(), True
            if got is NOTHING and self._reader.finished:
                return now_ns + IDLE_NS
            if got is NOTHING and self.source.waiting:
                return now_ns + _COMES_NS
            if not self._take(got, clock, now_ns):
                return now_ns + _NO_ROOM_NS
            if self._glances:
                return now_ns

    def _rest(self, ahead: list[int], moment: Moment) -> int:
        """The ring is full: decode what is to be given backwards, and say when to come again."""
        began_ns = time.thread_time_ns()
        more = self.source.prepare(moment.now_ns + _TURN_NS)
        self._spent_ns += time.thread_time_ns() - began_ns
        if more:
            return time.monotonic_ns() + _PREPARE_NS
        return wake_ns(ahead, moment.clock, time.monotonic_ns())

    def _next(self) -> DuePicture | DueGap | Nothing:
        """The picture that found no room before, or else the next one, with what it costs."""
        held, self._held = self._held, None
        if held is not None:
            return held
        began_ns = time.thread_time_ns()
        if self._keyframes and self._keep < SIXTEENTHS and self._last_us is not None:
            interval_us = self.source.keyframe_interval_us or 0
            self._reader.skip_on(*self._step.cell(self._last_us, interval_us))
        got = self._reader.read(self._between_us())
        spent_ns = time.thread_time_ns() - began_ns
        if isinstance(got, DuePicture):
            self._arriving = False
            self._faint_keys -= got.picture.keyframe and not self._effort.light
            self._note_cost(got.picture, spent_ns)
        else:
            self._spent_ns += spent_ns
        return got

    def _note_cost(self, picture: Picture, cost_ns: int) -> None:
        cost_ns, self._spent_ns = cost_ns + self._spent_ns, 0
        before_us, self._before_us = self._before_us, picture.media_time_us
        if self._last_us is None or before_us is None:
            return  # it was looked for, and more than it may have been decoded
        if picture.keyframe:
            self._cost.keyframe(self._effort, cost_ns)
            return
        advance_us = abs(picture.media_time_us - before_us)
        if advance_us > _RUN_MOST * picture.duration_us:
            advance_us = picture.duration_us  # a jump to the next keyframe
        self._cost.read(self._effort, cost_ns, advance_us)

    def _between_us(self) -> int:
        """For how long a picture is the one to show; among keyframes, until the next one."""
        if not self._keyframes:
            return 0
        return self._step.mean_apart_us(self.source.keyframe_interval_us or 0)

    @property
    def _keep(self) -> int:
        return self._step.keep

    def _wait_in_gap(self, clock: ClockState, now_ns: int) -> int | None:
        """When to read on behind a gap; None: now, or there is none."""
        if self._gap is None:
            return None
        until_us = self._gap.until_us - lead_us(clock)
        if clock.line_us(now_ns) >= until_us:
            return None
        if self._gap.endless and now_ns >= self._look_ns:
            self._look_ns = now_ns + _LOOK_NS  # the recorder may have written more since
            return None
        return wake_ns([until_us], clock, now_ns)

    def _take(self, got: DuePicture | DueGap | Nothing, clock: ClockState, now_ns: int) -> bool:
        """Show it if it is wanted; False where the ring has no room for it yet."""
        if isinstance(got, DueGap):
            self._enter_gap(got, now_ns)
            return True
        if not isinstance(got, DuePicture):
            return True
        self._recovered()
        self._read_us = got.until_us
        if not self._wanted(got, clock, now_ns):
            self._run_from_us = got.until_us
        elif not self._write(got, clock, now_ns):
            self._held = got
            return False
        self._catch_up_when_late(clock, now_ns)
        return True

    def _write(self, got: DuePicture, clock: ClockState, now_ns: int) -> bool:
        at_us = got.picture.media_time_us
        name = (at_us, got.due_us)
        if name != self._written:  # a jump may find the same keyframe again
            began_ns = time.thread_time_ns()
            line_us = clock.line_us(now_ns)
            if not self._pictures.write(got.picture, clock.epoch, line_us, got.due_us):
                return False
            self._cost.write(time.thread_time_ns() - began_ns)
        self._reader.showed(got)
        self._last_us, self._written = at_us, name
        self._shown_ns = now_ns
        return True

    def _wanted(self, got: DuePicture, clock: ClockState, now_ns: int) -> bool:
        if self._last_us is None:
            return True
        if self._keyframes:
            self._run_from_us = got.until_us
        late = got.until_us <= clock.line_us(now_ns)
        if late and now_ns - self._shown_ns < _SHOW_LATE_NS:
            return False
        if not clock.playing or late:
            return True
        picture = got.picture
        thinning = Thinning(abs(clock.speed), self._keyframes)
        lasts_us = max(picture.duration_us, self._between_us())
        return thinning.shows(picture.media_time_us, lasts_us, self._last_us)

    def _catch_up_when_late(self, clock: ClockState, now_ns: int) -> None:
        due_ns = clock.due_ns(self._read_us)
        settled = now_ns - self._went_ns > _SETTLE_NS
        if not clock.playing or due_ns is None:
            return
        parts = self._effort.depth_us is not None and not self._keyframes
        interval_us = self.source.keyframe_interval_us or 0
        late = Lateness(abs(clock.speed), interval_us, settled=settled or parts)
        behind_ns = now_ns - due_ns
        if settled and not self._keyframes:
            self._behind_ns = max(self._behind_ns, behind_ns)
        if parts and behind_ns >= late.leave_run_ns:
            self.source.leave_run()
        between_us = self._between_us() if self._keyframes else None
        if behind_ns < late.jump_ns(between_us):
            return
        again = now_ns - self._jumped_ns < _CALM_NS
        weak = again or (settled and abs(clock.speed) > NORMAL_SPEED and not self._keyframes)
        if weak and not self.source.far:
            self._overloaded()
        self._jumped_ns = now_ns
        self._jump(clock.line_us(time.monotonic_ns()))

    def _jump(self, line_us: int) -> None:
        """Leave out what lies between and read on at the clock's now.

        A keyframe comes first: where a tile is late because the machine does not keep up,
        the exact picture would be late again, and so on, and nothing would be seen.
        """
        self._run_from_us = line_us
        self._old_us = self._written[0] if self._written else self._old_us
        self._glances = not self._keyframes
        self._reader.go(self._clock, line_us)
        self._last_us = self._held = self._before_us = None

    def _enter_gap(self, gap: DueGap, now_ns: int) -> None:
        if self._gap is not None and gap.until_us <= self._gap.until_us:
            self._retry_ns = now_ns + _RETRY_FIRST_NS  # nothing followed after all
            return
        self._look_ns = now_ns + _LOOK_NS
        self._gap = gap
        self._last_us = None
        self._tell(TileState(TileStateKind.NO_RECORDING, span=gap.span))

    def _recovered(self) -> None:
        self._gap = None
        self._retry_wait_ns = _RETRY_FIRST_NS
        if self._faulty:
            self._faulty = False
            self._tell(PLAYING)

    def _failed(self, fault: SourceFault, moment: Moment) -> int:
        """Say it in the tile; read on behind the broken stretch, or try again later."""
        self._epoch = moment.clock.epoch
        self._last_us = None
        if fault.until_us is not None:
            self._gap = self._reader.broken(fault.until_us, moment.now_us)
            self._tell(lost(fault, self._gap.span))
            return moment.now_ns
        self._faulty = True
        self._tell(lost(fault))
        self._retry_ns = moment.now_ns + self._retry_wait_ns
        if not self.source.far:  # a far source waits by itself, and what it waits for may be here
            self._retry_wait_ns = min(2 * self._retry_wait_ns, _RETRY_MOST_NS)
        return self._retry_ns


def lost(fault: SourceFault, span: Span | None = None) -> TileState:
    """The tile state that says what is wrong; with ``span``, only there."""
    refused = isinstance(fault, PasswordRefused)
    kind = TileStateKind.ASK_PASSWORD if refused else TileStateKind.LOST
    return TileState(kind, fault.sentence, dict(fault.values), span=span)
