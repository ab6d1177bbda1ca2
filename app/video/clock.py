"""The one playback clock of a wall.

Media time is a pure function of (anchor, speed, course, monotonic now). The
monotonic clock of the system is shared by all its processes, so a changed state
is sent once and every tile, in whichever process it is decoded, agrees on what
is due: tiles cannot drift.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.video.course import EVERYTHING, Course, Leg
from app.video.media import Span

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
REVERSE_SPEEDS = tuple(-speed for speed in SPEEDS)
"""The same, backwards."""
NORMAL_SPEED = 1.0
_NS_PER_US = 1000


@dataclass(frozen=True)
class ClockState:
    """The clock between two changes; ``epoch`` tells seeks apart.

    ``anchor_media_us`` is what the clock showed at ``anchor_monotonic_ns``.
    Pictures carry the epoch they were decoded for, so that one decoded for an
    older seek is never shown after a newer one. ``backwards``: the direction in
    which pictures are due; while playing, that of the speed. ``course``: what is
    played; while paused every moment can be looked at and it does not count.
    """

    anchor_media_us: int = 0
    anchor_monotonic_ns: int = 0
    speed: float = NORMAL_SPEED
    playing: bool = False
    epoch: int = 0
    backwards: bool = False
    course: Course = EVERYTHING

    def media_time_us(self, monotonic_ns: int) -> int:
        """Media time (us, UTC) at ``monotonic_ns``; never behind the anchor."""
        if not self.playing:
            return self.anchor_media_us
        line_us = self.line_us(monotonic_ns)
        return self.in_force.media_us(line_us, backwards=self.backwards)

    @property
    def in_force(self) -> Course:
        """The course that is played now."""
        return self.course if self.playing else EVERYTHING

    def line_us(self, monotonic_ns: int) -> int:
        """The place on the line of play (see ``course``): it only grows within an epoch."""
        start_us = self._anchor_line_us
        if not self.playing:
            return start_us
        elapsed_ns = max(0, monotonic_ns - self.anchor_monotonic_ns)
        return start_us + int(elapsed_ns * abs(self.speed)) // _NS_PER_US

    @property
    def _anchor_line_us(self) -> int:
        return self.in_force.line_us(self.anchor_media_us, backwards=self.backwards)

    def line_of(self, media_time_us: int, near_line_us: int) -> int:
        """Where the line of play has that media time, in the lap that is nearest to a place."""
        course = self.in_force
        line_us = course.line_us(media_time_us, backwards=self.backwards)
        if not course.repeats:
            return line_us
        length_us = course.length_us
        return line_us + length_us * round((near_line_us - line_us) / length_us)

    def due_ns(self, line_us: int) -> int | None:
        """When a place of the line is reached; None while paused and not yet reached."""
        ahead_us = line_us - self._anchor_line_us
        if ahead_us <= 0:
            return self.anchor_monotonic_ns
        if not self.playing:
            return None
        passed_ns = int(ahead_us * _NS_PER_US / abs(self.speed))
        return self.anchor_monotonic_ns + passed_ns + _NS_PER_US

    def monotonic_ns(self, media_time_us: int) -> int | None:
        """When ``media_time_us`` is first due; None while paused and not yet reached."""
        return self.due_ns(self.line_of(media_time_us, self._anchor_line_us))

    def leg(self, monotonic_ns: int) -> Leg:
        """The stretch that is played in one go now."""
        return self.in_force.leg_at(self.line_us(monotonic_ns), backwards=self.backwards)

    def ended(self, monotonic_ns: int) -> bool:
        """Whether everything on the course has been played."""
        line_us = self.line_us(monotonic_ns)
        return self.playing and self.course.ends_before(line_us, backwards=self.backwards)


class PlaybackClock:
    """The owner's side: each change makes a new state and tells ``changed``.

    Safe to call from any thread. ``changed`` is called without the lock held.
    """

    def __init__(
        self,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
        changed: Callable[[ClockState], None] | None = None,
    ) -> None:
        self._monotonic_ns = monotonic_ns
        self._changed = changed
        self._lock = threading.Lock()
        self._state = ClockState(anchor_monotonic_ns=monotonic_ns())
        self._spans: tuple[Span, ...] | None = None
        self._loop: Span | None = None

    @property
    def state(self) -> ClockState:
        """The state in force; immutable, so it may be kept and compared."""
        return self._state

    @property
    def spans(self) -> tuple[Span, ...] | None:
        """What ``set_course`` was told; None: everything."""
        return self._spans

    @property
    def loop(self) -> Span | None:
        """What ``set_loop`` was told; None: no loop."""
        return self._loop

    def now_us(self) -> int:
        """Media time now (us, UTC)."""
        return self._state.media_time_us(self._monotonic_ns())

    def ended(self) -> bool:
        """Whether the course is played to its end: the clock stands there though it plays."""
        return self._state.ended(self._monotonic_ns())

    def play(self) -> None:
        """Run on from where the clock stands; off the course, from where it next goes on."""
        self._change(playing=True)

    def pause(self) -> None:
        """Stand still where the clock is now."""
        self._change(playing=False)

    def toggle(self) -> None:
        """Play when paused, pause when playing."""
        self._change(playing=not self._state.playing)

    def set_speed(self, speed: float) -> None:
        """Take one of ``SPEEDS`` or ``REVERSE_SPEEDS``; media time goes on without a jump.

        Turning round begins a new epoch. Raises ValueError for any other speed
        (a caller's bug, not a person's).
        """
        if speed not in SPEEDS and speed not in REVERSE_SPEEDS:
            raise ValueError(f"speed must be one of {SPEEDS} or {REVERSE_SPEEDS}, not {speed}")
        self._change(speed=float(speed))

    def faster(self) -> None:
        """The next of the speeds in the present direction, or stay at the highest."""
        self.set_speed(_beside(self._state.speed, 1))

    def slower(self) -> None:
        """The previous of the speeds in the present direction, or stay at the lowest."""
        self.set_speed(_beside(self._state.speed, -1))

    def forward(self) -> None:
        """Play forwards: at normal speed, or the next faster one where it does so already."""
        self._drive(NORMAL_SPEED)

    def reverse(self) -> None:
        """Play backwards: at normal speed, or the next faster one where it does so already."""
        self._drive(-NORMAL_SPEED)

    def _drive(self, first: float) -> None:
        state = self._state
        on = state.playing and (state.speed > 0) == (first > 0)
        self._change(playing=True, speed=_beside(state.speed, 1) if on else first)

    def plays(self, media_time_us: int) -> bool:
        """Whether a moment is on the course; off it, playing leads to where the course goes on."""
        return self._state.course.plays(media_time_us)

    def beyond(self, by_us: int) -> int:
        """The moment so much later (earlier, if negative); while playing, of what is played."""
        state = self._state
        if state.in_force is EVERYTHING:
            return self.now_us() + by_us
        return state.in_force.beyond(self.now_us(), by_us, backwards=state.backwards)

    def seek(self, media_time_us: int) -> None:
        """Go to ``media_time_us``; a new epoch begins.

        While playing, a moment off the course leads to where the course goes on.
        """
        self._change(media_time_us=media_time_us, epoch_step=1)

    def step_to(self, media_time_us: int) -> None:
        """Stand still at ``media_time_us``.

        Going on in one direction keeps the epoch, since pictures decoded ahead
        are still good; turning round begins a new one.
        """
        back = media_time_us < self.now_us()
        self._change(playing=False, media_time_us=media_time_us, backwards=back)

    def set_course(self, spans: tuple[Span, ...] | None) -> None:
        """Play these spans only and jump over the rest; None: play everything."""
        self._spans = spans
        self._change(course=self._course())

    def set_loop(self, span: Span | None) -> None:
        """Play this span again and again; None: no longer. Of a course, its part in the span."""
        self._loop = span if span is None or span.duration_us > 0 else None
        self._change(course=self._course())

    def _course(self) -> Course:
        loop = self._loop
        spans = None if self._spans is None else Course.of(self._spans)
        if loop is None:
            return spans or EVERYTHING
        inside = () if spans is None else spans.spans
        parts = [part for span in inside if (part := span.overlap(loop)) is not None]
        return Course.of(parts or [loop], repeats=True) or EVERYTHING

    def _change(
        self,
        playing: bool | None = None,
        speed: float | None = None,
        media_time_us: int | None = None,
        epoch_step: int = 0,
        backwards: bool | None = None,
        course: Course | None = None,
    ) -> None:
        with self._lock:
            old, now_ns = self._state, self._monotonic_ns()
            here_us = old.media_time_us(now_ns) if media_time_us is None else media_time_us
            new = replace(
                old,
                anchor_monotonic_ns=now_ns,
                playing=old.playing if playing is None else playing,
                speed=old.speed if speed is None else speed,
                course=old.course if course is None else course,
            )
            turned = _direction(new, old, backwards)
            other = new.in_force != old.in_force or turned != old.backwards
            new = replace(new, backwards=turned, epoch=old.epoch + (epoch_step or int(other)))
            self._state = new = replace(new, anchor_media_us=_on_course(new, here_us))
        if self._changed is not None:
            self._changed(new)


def _direction(new: ClockState, old: ClockState, asked: bool | None) -> bool:
    """Whether pictures are due backwards: by the speed, unless a step asks for the other way."""
    if new.playing or new.speed != old.speed:
        return new.speed < 0
    return old.backwards if asked is None else asked


def _on_course(state: ClockState, media_time_us: int) -> int:
    """Where playing begins: there, or where the jump ends that leads back to the course."""
    course = state.in_force
    if course is EVERYTHING or course.plays(media_time_us):
        return media_time_us
    line_us = course.line_us(media_time_us, backwards=state.backwards)
    if course.ends_before(line_us, backwards=state.backwards):
        return course.media_us(line_us, backwards=state.backwards)
    return course.leg_at(line_us, backwards=state.backwards).entry_us


def _beside(speed: float, by: int) -> float:
    """The speed ``by`` places further up, in the same direction."""
    ladder = SPEEDS if speed > 0 else REVERSE_SPEEDS
    return ladder[min(max(ladder.index(speed) + by, 0), len(ladder) - 1)]
