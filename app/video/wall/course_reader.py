"""Reads a source along the clock's course: forwards, backwards, over jumps, in a loop.

What comes out carries its place on the line of play (``app.video.course``), so
that the tile needs no cases for directions and jumps.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.video.clock import ClockState
from app.video.course import Course, Leg
from app.video.media import FAR_FUTURE_US, Span
from app.video.source import NOTHING, NoRecording, Nothing, Picture, VideoSource


@dataclass(frozen=True, slots=True)
class DuePicture:
    """A picture, where on the line it is due, and where it is no longer the one to show.

    ``leg``: the number of the leg that it is shown on.
    """

    picture: Picture
    due_us: int
    until_us: int
    leg: int


@dataclass(frozen=True, slots=True)
class DueGap:
    """Nothing to show until a place on the line; ``span``: the stretch of media time.

    ``endless``: nothing follows as far as is known.
    """

    span: Span
    until_us: int
    endless: bool = False


class CourseReader:
    """One source, read along the course that was in force at the last ``go``."""

    def __init__(self, source: VideoSource) -> None:
        self.source = source
        self.backwards = False
        self._course: Course | None = None
        self._leg: Leg | None = None
        self._from_line_us = 0  # what begins before it is due there
        self._shown_us: int | None = None  # the last picture shown on this leg, or a gap's start
        self._read_us: int | None = None  # where reading stands, in media time

    @property
    def finished(self) -> bool:
        """Whether everything on the course is read."""
        return self._leg is None

    def go(self, clock: ClockState, line_us: int) -> None:
        """Read on from a place of the line."""
        course, self.backwards = clock.in_force, clock.backwards
        self._course = course
        self.source.set_backwards(self.backwards)
        self._stand(course.leg_at(line_us, backwards=self.backwards), line_us)

    def leave(self) -> None:
        """The source was moved away; nothing is read before the next ``go``."""
        self._leg = self._course = None

    def read(self, lasts_us: int = 0) -> DuePicture | DueGap | Nothing:
        """What comes next; NOTHING once everything is played, or while the source has none.

        ``lasts_us``: how long a picture is shown at least. Raises the source's faults.
        """
        leg = self._leg
        if leg is None:
            return NOTHING
        got = self.source.read()
        if isinstance(got, NoRecording):
            return self._gap(got.span, leg)
        if not isinstance(got, Picture):
            return NOTHING
        if not self.backwards and got.media_time_us >= leg.span.end_us:
            self._next_leg()
            return NOTHING
        return self._due(got, leg, lasts_us)

    def glance(self) -> DuePicture | None:
        """What can be shown at once after ``go``, until the picture of that place is there."""
        leg = self._leg
        picture = None if leg is None or self.backwards else self.source.glance()
        if leg is None or picture is None:
            return None
        return DuePicture(picture, self._from_line_us, self._from_line_us, leg.number)

    def skip_on(self, begin_us: int, end_us: int) -> None:
        """Go on past a stretch of media time, on the side that the course leads to."""
        leg, at_us = self._leg, begin_us - 1 if self.backwards else end_us
        if leg is not None and leg.span.contains(at_us):
            self.source.seek(at_us)

    def showed(self, due: DuePicture) -> None:
        """That picture is shown: going backwards, the one before it is due where it begins."""
        if self._leg is not None and self._leg.number == due.leg:
            self._shown_us = due.picture.media_time_us

    def broken(self, until_us: int, now_us: int) -> DueGap:
        """The gap that a broken stretch leaves, from where reading stands to ``until_us``."""
        here_us = now_us if self._read_us is None else self._read_us
        span = Span(min(here_us, until_us), max(here_us, until_us))
        leg = self._leg
        return DueGap(span, 0 if leg is None else leg.line_of(until_us))

    def _stand(self, leg: Leg | None, line_us: int) -> None:
        self._leg, self._from_line_us = leg, line_us
        self._shown_us = self._read_us = None
        if leg is not None:
            into_us = max(0, line_us - leg.line_us)
            span = leg.span
            backwards_us = span.end_us - max(into_us, 1)
            self.source.seek(backwards_us if leg.backwards else span.start_us + into_us)

    def _next_leg(self) -> None:
        leg, course = self._leg, self._course
        if leg is None or course is None:
            return
        following = course.leg_after(leg)
        self._stand(following, leg.end_line_us)

    def _due(self, got: Picture, leg: Leg, lasts_us: int) -> DuePicture:
        at_us = got.media_time_us
        if self.backwards:
            self._read_us = at_us
            shown_us = self._shown_us
            due_us = self._from_line_us if shown_us is None else leg.line_of(shown_us) + 1
            due_us = max(due_us, self._from_line_us)
            due = DuePicture(got, due_us, leg.line_of(at_us) + 1, leg.number)
            if at_us <= leg.span.start_us:
                self._next_leg()
            return due
        self._read_us = at_us + max(got.duration_us, lasts_us)
        due_us = max(self._from_line_us, leg.line_of(at_us))
        due = DuePicture(got, due_us, leg.line_of(self._read_us), leg.number)
        if at_us + got.duration_us >= leg.span.end_us:
            self._next_leg()
        return due

    def _gap(self, span: Span, leg: Leg) -> DueGap:
        """A gap; one that reaches over the leg's end leads to the next leg."""
        edge_us = span.start_us if self.backwards else span.end_us
        self._read_us = self._shown_us = edge_us
        gap = DueGap(span, leg.line_of(edge_us), self._is_endless(edge_us))
        over = edge_us <= leg.span.start_us if self.backwards else edge_us >= leg.span.end_us
        if over and self._course is not None and self._course.leg_after(leg) is not None:
            self._next_leg()
            return DueGap(span, leg.end_line_us)
        return gap

    def _is_endless(self, edge_us: int) -> bool:
        return not self.backwards and edge_us >= FAR_FUTURE_US
