"""One tile inside a worker: reads its source a little ahead of the clock.

``turn`` does a bounded piece of work and says when it wants the next one, so
that one thread serves many tiles. Nothing here waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.video.clock import NORMAL_SPEED, ClockState
from app.video.faults import PasswordRefused, SourceFault
from app.video.media import FAR_FUTURE_US, Span
from app.video.picture_writer import PictureWriter
from app.video.policy import Thinning, keyframes_alone
from app.video.source import NoRecording, Nothing, Picture, VideoSource
from app.video.tiles import PLAYING, TileState, TileStateKind
from app.video.worker_cost import DecodeCost

if TYPE_CHECKING:
    from app.video.slots import SlotWriter

_MS = 1_000_000  # ns
_TURN_NS = 12 * _MS  # one tile's turn, so that 7 tiles of a worker come round in 90 ms
_IDLE_NS = 250 * _MS
_LATE_NS = 1_000 * _MS  # behind the clock by more wall time than this: jump
_LATE_KEYS_NS = 300 * _MS  # the same where a jump costs no more than reading on
_SETTLE_NS = 2_000 * _MS  # so long after a seek a tile may lag without being overloaded
_NO_ROOM_NS = 5 * _MS
_SHOW_LATE_NS = 120 * _MS  # while behind, show one picture this often
_CALM_NS = 5_000 * _MS  # two jumps within this stretch: the machine does not keep up
_RETRY_FIRST_NS = 250 * _MS
_RETRY_MOST_NS = 5_000 * _MS
_LOOK_NS = 3_000 * _MS  # how often to look whether a recording goes on by now


@dataclass(frozen=True)
class Moment:
    """What a turn goes by: the clock, now, and until when work is to be saved."""

    clock: ClockState
    now_ns: int
    thin_until_ns: int = 0

    @property
    def now_us(self) -> int:
        """Media time now."""
        return self.clock.media_time_us(self.now_ns)


class RecordedTile:
    """A recorded source kept in step with the clock."""

    def __init__(
        self,
        source: VideoSource,
        writer: SlotWriter,
        tell: Callable[[TileState], None],
        overloaded: Callable[[], None],
    ) -> None:
        self.source = source
        self._pictures = PictureWriter(writer)
        self._tell = tell
        self._overloaded = overloaded
        self._epoch = -1
        self._keyframes = False
        self._speed = 0.0
        self._gap: Span | None = None
        self._last_us: int | None = None  # last shown picture since the seek
        self._run_from_us = 0  # every picture from here on was shown: the ring is gapless
        self._read_us = 0  # end of the last picture read since the seek
        self._written_us: int | None = None  # last picture written since the seek
        self._held: Picture | None = None  # read, and waiting for room in the ring
        self._shown_ns = self._went_ns = 0
        self._jumped_ns = -_CALM_NS
        self._retry_ns = 0
        self._retry_wait_ns = _RETRY_FIRST_NS
        self._look_ns = 0
        self._faulty = False
        self._cost = DecodeCost()
        self.visible = True

    def cores(self, speed: float) -> float:
        """Share of a core that showing every picture would cost at that speed, as far as known."""
        return self._cost.cores(speed) if self.visible else 0.0

    def replace_writer(self, writer: SlotWriter, moment: Moment) -> None:
        """Go on in a block of another size; the present picture is made again."""
        self._pictures.replace(writer)
        self._go(moment)

    def turn(self, moment: Moment) -> int:
        """Do what is due; returns the monotonic time (ns) of the next wish."""
        if not self.visible:
            self._epoch = -1  # seek when it is seen again
            return moment.now_ns + _IDLE_NS
        if moment.now_ns < self._retry_ns and moment.clock.epoch == self._epoch:
            return self._retry_ns
        try:
            self._follow(moment)
            return self._fill(moment)
        except SourceFault as fault:
            return self._failed(fault, moment)

    def find_step(self, from_us: int, frames: int) -> int | None:
        """Time of the picture ``frames`` after (before, if negative) the one at ``from_us``."""
        ahead = self._pictures.ring.ahead(self._epoch, from_us)
        exact = not self._keyframes and self._run_from_us <= from_us
        if 0 < frames <= len(ahead) and exact:
            return ahead[frames - 1]
        self._epoch = -1  # the source is moved away: the next turn seeks back
        try:
            self._set_keyframes(False)
            return self._walk(from_us, frames)
        except SourceFault:
            return None

    def close(self) -> None:
        """Close the source and detach from the block."""
        self.source.close()
        self._pictures.ring.release()

    def _walk(self, from_us: int, frames: int) -> int | None:
        at_us: int | None = from_us
        if frames > 0:
            self.source.seek(from_us)
            at_us = self._next_after(from_us)
            for _ in range(frames - 1):
                at_us = None if at_us is None else self._next_after(at_us)
        for _ in range(-frames):
            at_us = None if at_us is None else self._last_before(at_us)
        return at_us

    def _next_after(self, media_time_us: int) -> int | None:
        while True:
            got = self.source.read()
            if isinstance(got, Picture):
                if got.media_time_us > media_time_us:
                    return got.media_time_us
            elif not isinstance(got, NoRecording) or got.span.end_us >= FAR_FUTURE_US:
                return None

    def _last_before(self, media_time_us: int) -> int | None:
        self.source.seek(media_time_us - 1)
        got = self.source.read()
        if isinstance(got, NoRecording) and got.span.start_us > 0:
            self.source.seek(got.span.start_us - 1)  # over the gap, to the picture before it
            got = self.source.read()
        return got.media_time_us if isinstance(got, Picture) else None

    def _follow(self, moment: Moment) -> None:
        """Seek where the clock was sought; change mode where the speed asks for it."""
        clock = moment.clock
        keyframes = keyframes_alone(
            clock, self.source.keyframe_interval_us, moment.now_ns, moment.thin_until_ns
        )
        back_to_all = self._keyframes and not keyframes
        falls_behind = keyframes and not self._keyframes and self._read_us < moment.now_us
        self._set_keyframes(keyframes)
        self._speed = clock.speed
        loose = not clock.playing and self._run_from_us > moment.now_us and self._gap is None
        if clock.epoch != self._epoch or back_to_all or loose:
            self._go(moment)
        elif falls_behind:
            self._jump(moment.now_us)

    def _set_keyframes(self, on: bool) -> None:
        if on != self._keyframes:
            self.source.set_keyframes_only(on)
            self._keyframes = on

    def _go(self, moment: Moment) -> None:
        """Read on from the clock's now; what was decoded ahead is dropped."""
        self._pictures.ring.drop_ahead(moment.now_us)
        self._epoch = moment.clock.epoch
        self._gap = self._last_us = self._written_us = self._held = None
        self._run_from_us = self._read_us = 0
        self._retry_ns = 0
        self._went_ns = moment.now_ns
        self.source.seek(moment.now_us)

    def _fill(self, moment: Moment) -> int:
        """Read until enough pictures wait ahead or the turn is over."""
        clock, ring = moment.clock, self._pictures.ring
        while True:
            now_ns = time.monotonic_ns()
            now_us = clock.media_time_us(now_ns)
            ahead = ring.ahead(clock.epoch, now_us)
            if len(ahead) >= ring.room_ahead:
                return self._wake(ahead, clock, now_ns)
            if now_ns - moment.now_ns > _TURN_NS:
                return now_ns
            wait_ns = self._wait_in_gap(clock, now_ns)
            if wait_ns is not None:
                return wait_ns
            if not self._take(self._next(), clock, now_ns):
                return now_ns + _NO_ROOM_NS

    def _next(self) -> Picture | NoRecording | Nothing:
        """The picture that found no room before, or else the next one, with what it costs."""
        held, self._held = self._held, None
        if held is not None:
            return held
        usual = self._last_us is not None and not self._keyframes
        began_ns = time.thread_time_ns()
        got = self.source.read()
        if usual and isinstance(got, Picture):
            self._cost.read(time.thread_time_ns() - began_ns, got.duration_us)
        return got

    def _wait_in_gap(self, clock: ClockState, now_ns: int) -> int | None:
        """When to read on behind a gap; None: now, or there is none."""
        if self._gap is None:
            return None
        until_us = self._gap.end_us - self._lead_us(clock)
        if clock.media_time_us(now_ns) >= until_us:
            return None
        if self._gap.end_us >= FAR_FUTURE_US and now_ns >= self._look_ns:
            self._look_ns = now_ns + _LOOK_NS  # the recorder may have written more since
            return None
        return self._wake([until_us], clock, now_ns)

    @staticmethod
    def _lead_us(clock: ClockState) -> int:
        """How much media time before a gap's end to begin reading what follows."""
        return int(clock.speed * 1_000_000)

    @staticmethod
    def _wake(ahead: list[int], clock: ClockState, now_ns: int) -> int:
        """When half of what waits has been used up: fewer, larger pieces of work."""
        due_ns = clock.monotonic_ns(ahead[len(ahead) // 2])
        return now_ns + _IDLE_NS if due_ns is None else min(max(due_ns, now_ns), now_ns + _IDLE_NS)

    def _take(self, got: Picture | NoRecording | Nothing, clock: ClockState, now_ns: int) -> bool:
        """Show it if it is wanted; False where the ring has no room for it yet."""
        if isinstance(got, NoRecording):
            self._enter_gap(got.span, now_ns)
            return True
        if not isinstance(got, Picture):
            return True
        self._recovered()
        self._read_us = got.media_time_us + self._lasts_us(got)
        if not self._wanted(got, clock, now_ns):
            self._run_from_us = got.media_time_us + 1
        elif not self._write(got, clock, now_ns):
            self._held = got
            return False
        self._jump_when_late(clock, now_ns)
        return True

    def _write(self, picture: Picture, clock: ClockState, now_ns: int) -> bool:
        if picture.media_time_us != self._written_us:  # a jump may find the same keyframe again
            began_ns = time.thread_time_ns()
            if not self._pictures.write(picture, clock.epoch, clock.media_time_us(now_ns)):
                return False
            self._cost.write(time.thread_time_ns() - began_ns)
        self._last_us = self._written_us = picture.media_time_us
        self._shown_ns = now_ns
        return True

    def _lasts_us(self, picture: Picture) -> int:
        """For how long the picture is the one to show; among keyframes, until the next one."""
        between_us = self.source.keyframe_interval_us if self._keyframes else None
        return max(picture.duration_us, between_us or 0)

    def _wanted(self, picture: Picture, clock: ClockState, now_ns: int) -> bool:
        if self._last_us is None:
            return True
        if self._keyframes:
            self._run_from_us = picture.media_time_us + 1
        late = self._read_us <= clock.media_time_us(now_ns)
        if late and now_ns - self._shown_ns < _SHOW_LATE_NS:
            return False
        if not clock.playing or late:
            return True
        thinning = Thinning(clock.speed, self._keyframes)
        return thinning.shows(picture.media_time_us, picture.duration_us, self._last_us)

    def _jump_when_late(self, clock: ClockState, now_ns: int) -> None:
        due_ns = clock.monotonic_ns(self._read_us)
        settled = now_ns - self._went_ns > _SETTLE_NS
        if not clock.playing or due_ns is None:
            return
        if now_ns - due_ns < self._late_ns(clock, settled=settled):
            return
        again = now_ns - self._jumped_ns < _CALM_NS
        if (again or (settled and clock.speed > NORMAL_SPEED)) and not self._keyframes:
            self._overloaded()
        self._jumped_ns = now_ns
        self._jump(clock.media_time_us(time.monotonic_ns()))

    def _late_ns(self, clock: ClockState, *, settled: bool) -> int:
        """Wall time behind the clock from which a jump is due."""
        if self._keyframes:
            return _LATE_KEYS_NS
        if settled and clock.speed > NORMAL_SPEED:
            return max(_LATE_KEYS_NS, int(_LATE_NS / clock.speed))
        return _LATE_NS

    def _jump(self, now_us: int) -> None:
        """Leave out what lies between and read on at the clock's now."""
        self._run_from_us = now_us
        self.source.seek(now_us)
        self._last_us = self._held = None

    def _enter_gap(self, span: Span, now_ns: int) -> None:
        if self._gap is not None and span.end_us <= self._gap.end_us:
            self._retry_ns = now_ns + _RETRY_FIRST_NS  # nothing followed after all
            return
        self._look_ns = now_ns + _LOOK_NS
        self._gap = span
        self._last_us = None
        self._tell(TileState(TileStateKind.NO_RECORDING, span=span))

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
            self._gap = Span(self._read_us or moment.now_us, fault.until_us)
            self._tell(lost(fault, self._gap))
            return moment.now_ns
        self._faulty = True
        self._tell(lost(fault))
        self._retry_ns = moment.now_ns + self._retry_wait_ns
        self._retry_wait_ns = min(2 * self._retry_wait_ns, _RETRY_MOST_NS)
        return self._retry_ns


def lost(fault: SourceFault, span: Span | None = None) -> TileState:
    """The tile state that says what is wrong; with ``span``, only there."""
    refused = isinstance(fault, PasswordRefused)
    kind = TileStateKind.ASK_PASSWORD if refused else TileStateKind.LOST
    return TileState(kind, fault.sentence, dict(fault.values), span=span)
