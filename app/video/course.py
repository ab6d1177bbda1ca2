"""What is played of the media time, in which order: all of it, some spans, or a loop.

A course maps the *line of play* to media time. The line only grows while the
clock runs, in either direction and across every jump, so that what is due is
one comparison: forwards the line is the time played from the course's start,
backwards its negative, and each lap of a loop adds the course's length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from app.video.media import FAR_FUTURE_US, FAR_PAST_US, Span


@dataclass(frozen=True)
class Leg:
    """A stretch of media time that is played in one go.

    ``line_us``: where the line of play enters it; ``number``: counts the legs,
    laps included, from the first one of the course.
    """

    span: Span
    line_us: int
    backwards: bool
    number: int

    @property
    def entry_us(self) -> int:
        """The media time at which playing enters the leg."""
        return self.span.end_us if self.backwards else self.span.start_us

    @property
    def end_line_us(self) -> int:
        """Where the line of play leaves it."""
        return self.line_us + self.span.duration_us

    def line_of(self, media_time_us: int) -> int:
        """Where on the line of play the clock shows that time, held within the leg."""
        at_us = min(max(media_time_us, self.span.start_us), self.span.end_us)
        passed_us = self.span.end_us - at_us if self.backwards else at_us - self.span.start_us
        return self.line_us + passed_us


@dataclass(frozen=True)
class Course:
    """Disjoint spans in order of time, played once or again and again."""

    spans: tuple[Span, ...]
    repeats: bool = False

    @classmethod
    def of(cls, spans: Iterable[Span], *, repeats: bool = False) -> Course | None:
        """From spans in any order, overlapping or empty ones too; None where none is left."""
        merged: list[Span] = []
        for span in sorted(spans, key=lambda each: each.start_us):
            if span.duration_us <= 0:
                continue
            if merged and span.start_us <= merged[-1].end_us:
                merged[-1] = Span(merged[-1].start_us, max(merged[-1].end_us, span.end_us))
            else:
                merged.append(span)
        return cls(tuple(merged), repeats) if merged else None

    @cached_property
    def _played_before(self) -> tuple[int, ...]:
        """For each span how much is played before it, and last the length of it all."""
        return tuple(accumulate((span.duration_us for span in self.spans), initial=0))

    @property
    def length_us(self) -> int:
        """Media time that one lap plays."""
        return self._played_before[-1]

    def played_us(self, media_time_us: int) -> int:
        """How much of a lap lies before that time; between two spans, up to the later one."""
        index = bisect_right(self._starts, media_time_us) - 1
        if index < 0:
            return 0
        span = self.spans[index]
        within_us = min(media_time_us - span.start_us, span.duration_us)
        return self._played_before[index] + within_us

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(span.start_us for span in self.spans)

    def plays(self, media_time_us: int) -> bool:
        """Whether that time is on the course."""
        place = bisect_right(self._starts, media_time_us) - 1
        return place >= 0 and self.spans[place].contains(media_time_us)

    def beyond(self, media_time_us: int, by_us: int, *, backwards: bool) -> int:
        """The time that lies so much of what is played later (earlier, if negative).

        A loop goes on behind its end; everything else stops at the ends.
        """
        length_us = self.length_us
        played_us = self.played_us(media_time_us) + by_us
        if not (self.repeats and backwards):
            played_us = max(played_us, 0)
        if backwards or not self.repeats:
            played_us = min(played_us, length_us)
        return self.media_us(-played_us if backwards else played_us, backwards=backwards)

    def line_us(self, media_time_us: int, *, backwards: bool) -> int:
        """Where the line of play has that time in the first lap."""
        played_us = self.played_us(media_time_us)
        return -played_us if backwards else played_us

    def media_us(self, line_us: int, *, backwards: bool) -> int:
        """The media time at a place of the line; where it ends, its end."""
        played_us = self._played_at(line_us, backwards=backwards)
        within = bisect_left if backwards else bisect_right
        index = min(max(within(self._played_before, played_us) - 1, 0), len(self.spans) - 1)
        return self.spans[index].start_us + played_us - self._played_before[index]

    def _played_at(self, line_us: int, *, backwards: bool) -> int:
        """How much of its lap lies before a place of the line."""
        length_us = self.length_us
        if self.repeats:
            return (-line_us - 1) % length_us + 1 if backwards else line_us % length_us
        return min(max(-line_us if backwards else line_us, 0), length_us)

    def ends_before(self, line_us: int, *, backwards: bool) -> bool:
        """Whether everything is played at that place of the line."""
        return not self.repeats and line_us >= (0 if backwards else self.length_us)

    def leg_at(self, line_us: int, *, backwards: bool) -> Leg:
        """The leg that a place of the line lies in; the last or first one beyond the ends."""
        count, length_us = len(self.spans), self.length_us
        if not self.repeats:
            least_us = -length_us if backwards else 0
            line_us = min(max(line_us, least_us), least_us + length_us - 1)
        if not backwards:
            lap, played_us = divmod(line_us, length_us)
            return self._leg(lap * count + bisect_right(self._played_before, played_us) - 1, False)
        lap = line_us // length_us + 1
        index = bisect_left(self._played_before, lap * length_us - line_us) - 1
        return self._leg(lap * count + count - 1 - index, True)

    def leg_after(self, leg: Leg) -> Leg | None:
        """What is played after a leg; None where nothing is."""
        number = leg.number + 1
        if not self.repeats and number >= len(self.spans):
            return None
        return self._leg(number, leg.backwards)

    def _leg(self, number: int, backwards: bool) -> Leg:
        lap, place = divmod(number, len(self.spans))
        index = len(self.spans) - 1 - place if backwards else place
        before_us = self._played_before[index]
        span = self.spans[index]
        entered_us = -(before_us + span.duration_us) if backwards else before_us
        return Leg(span, lap * self.length_us + entered_us, backwards, number)


EVERYTHING = Course((Span(FAR_PAST_US, FAR_FUTURE_US),))
"""All media time, once: forwards the line of play is the media time, backwards its negative."""
