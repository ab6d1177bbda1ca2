"""Coded pictures of one recorder's camera around the place where it is being watched.

The thread that receives puts them in, the one that decodes takes them out, and neither
waits for the other. Pictures lie in groups that begin with a keyframe; the stretch in
which the store knows everything that the recorder has (``low_us`` to ``high_us``) grows
at whichever end is being received, and is cut where nobody looks any more.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from app.video.media import FAR_FUTURE_US, US_PER_S, Span

GAP_US = 2 * US_PER_S
"""Shorter holes are no gap, as in recordings in files."""
KEPT_BYTES = 16 * 1024 * 1024
"""Of one camera: half a minute of 4 Mb/s."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One coded picture as a decoder takes it, and when it was taken (true UTC)."""

    time_us: int
    data: bytes
    keyframe: bool
    discontinuity: bool = False


@dataclass(slots=True)
class Group:
    """A keyframe and what is built on it, in the order of decoding."""

    key_us: int
    units: list[Coded] = field(default_factory=list)
    last_us: int = 0
    size: int = 0
    spaced_us: int = 0
    """Pictures were left out on purpose up to this distance: no gap."""
    complete: bool = False
    """Nothing of it is missing up to the moment for which it was asked."""

    def add(self, unit: Coded) -> None:
        """Append one picture."""
        self.units.append(unit)
        self.last_us = max(self.last_us, unit.time_us)
        self.size += len(unit.data)


class ReplayStore:
    """Groups in order of time; not thread-safe: its owner locks."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._keys: list[int] = []
        self._groups: list[Group] = []
        self.low_us = self.high_us = 0
        self.begins_told = self.ends_told = False  # by the recorder itself, in so many words
        self._empty_from_us: int | None = None
        self._empty_to_us: int | None = None
        self.size = 0
        self.step_us = 40_000  # the usual distance of pictures
        self.key_step_us: int | None = None  # and of keyframes, where all are sent

    def clear(self, at_us: int) -> None:
        """Begin anew at that time."""
        self._keys, self._groups = [], []
        self.low_us = self.high_us = at_us
        self.begins_told = self.ends_told = False
        self._empty_from_us = self._empty_to_us = None
        self.size = 0

    def covers(self, time_us: int) -> bool:
        """Whether it is known what the recorder has at that time."""
        return self.low_us <= time_us < self.high_us

    # -- putting in --------------------------------------------------------

    def put(self, group: Group) -> None:
        """Take in a group that is complete or goes on to grow; one with its key is replaced."""
        at = bisect_right(self._keys, group.key_us)
        if at and self._keys[at - 1] == group.key_us:
            self.size -= self._groups[at - 1].size
            self._groups[at - 1] = group
        else:
            self._keys.insert(at, group.key_us)
            self._groups.insert(at, group)
        self.size += group.size

    def grow(self, group: Group, unit: Coded) -> None:
        """Add a picture to a group that is inside."""
        group.add(unit)
        self.size += len(unit.data)

    def reach_high(self, time_us: int) -> None:
        """Everything before that time is known now."""
        self.high_us = max(self.high_us, time_us)

    def nothing_to(self, time_us: int) -> None:
        """From the last picture to that time there is nothing."""
        self.reach_high(time_us)
        self._empty_to_us = self.high_us

    def nothing_from(self, time_us: int) -> None:
        """From that time to the first picture there is nothing."""
        self.reach_low(time_us)
        self._empty_from_us = self.low_us

    @property
    def _ends_empty(self) -> bool:
        return self.high_us in (self._empty_to_us, FAR_FUTURE_US)

    def reach_low(self, time_us: int) -> None:
        """Everything from that time on is known now."""
        self.low_us = min(self.low_us, time_us)

    def trim(self, position_us: int, *, backwards: bool) -> None:
        """Forget what lies behind the place that is watched, as far as there is too much."""
        while self.size > self._kept_bytes and len(self._groups) > 1:
            at = len(self._groups) - 1 if backwards else 0
            group = self._groups[at]
            if backwards and group.key_us <= position_us:
                return
            if not backwards and self._keys[1] > position_us:
                return
            del self._groups[at], self._keys[at]
            self.size -= group.size
            if backwards:
                self.high_us = group.key_us
            else:
                self.low_us = self._keys[0]

    def ahead_bytes(self, position_us: int, *, backwards: bool) -> int:
        """What waits to be watched, in bytes."""
        at = max(0, bisect_right(self._keys, position_us) - 1)
        groups = self._groups[:at] if backwards else self._groups[at:]
        return sum(group.size for group in groups)

    # -- looking up --------------------------------------------------------

    def at(self, time_us: int) -> Group | Span | None:
        """The group that shows the time, the gap around it, or None where it is not known yet."""
        if not self.covers(time_us):
            return None
        at = bisect_right(self._keys, time_us) - 1
        if at < 0:
            return self._gap_before_first()
        group = self._groups[at]
        end_us = self.end_us(group)
        gap = self.gap_after(group)
        if gap is not None and time_us >= end_us:
            return gap
        return group

    def after(self, group: Group) -> Group | None:
        """The group that follows in time; None where it is not here."""
        at = bisect_right(self._keys, group.key_us)
        return self._groups[at] if at < len(self._groups) else None

    def gap_after(self, group: Group) -> Span | None:
        """The stretch without footage behind a group; None: there is none, or it is not known."""
        following = self.after(group)
        end_us = self.end_us(group)
        if following is None:
            return (
                Span(end_us, self.high_us) if self._ends_empty and self.high_us > end_us else None
            )
        cut = following.units[0].discontinuity and following.spaced_us == 0
        least_us = self.step_us if cut else group.spaced_us + (self.key_step_us or 0)
        is_gap = following.key_us - end_us > GAP_US + least_us
        return Span(end_us, following.key_us) if is_gap else None

    def end_us(self, group: Group) -> int:
        """Where the last picture of a group ends."""
        return group.last_us + self.step_us

    def bits_per_s(self) -> float:
        """Of the last whole group, in media time; 0 where none is here."""
        if len(self._groups) < 2:
            return 0.0
        group, following = self._groups[-2:]
        return group.size * 8 * US_PER_S / (following.key_us - group.key_us)

    def last(self) -> Group | None:
        """The latest group."""
        return self._groups[-1] if self._groups else None

    def first(self) -> Group | None:
        """The earliest group."""
        return self._groups[0] if self._groups else None

    def _gap_before_first(self) -> Span | None:
        first = self.first()
        if first is not None:
            return Span(self.low_us, first.key_us)
        empty = self._ends_empty or self.low_us == self._empty_from_us
        return Span(self.low_us, self.high_us) if empty else None
