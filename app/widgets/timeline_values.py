"""What the timeline shows, as plain values: lanes, marks, curves, and where the parts stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.video.media import Span
from app.widgets.timeline_scale import TimelineScale

RULER_PX = 24
MARKS_PX = 16
ACTIVITY_PX = 20
ACTIVITY_LEAST_PX = 10
ACTIVITY_FROM_PX = 104  # a lower timeline keeps its room for lanes
TITLE_PX = 132
LANE_MOST_PX = 24
LANE_LEAST_PX = 2
LANE_SEEN_PX = 3  # with a line between two of them
TITLE_FROM_PX = 13  # lanes lower than this have no room for words

MarkKind = Literal["hint", "evidence", "bookmark"]
MARK_KINDS: tuple[MarkKind, ...] = ("hint", "evidence", "bookmark")
"""In the order in which they are painted: the last lies on top."""


@dataclass(frozen=True)
class Lane:
    """One camera's footage. ``selected``: the camera of the selected tile.

    ``presumed``: what of the spans is only taken to be there.
    """

    camera_id: int
    title: str
    spans: tuple[Span, ...]
    live: bool = False
    selected: bool = False
    presumed: tuple[Span, ...] = ()


@dataclass(frozen=True)
class TimelineMark:
    """Something worth jumping to. ``end_us`` is ``start_us`` for an instant.

    ``id``: that of the hint, the evidence or the bookmark.
    """

    kind: MarkKind
    camera_id: int
    start_us: int
    end_us: int
    text: str
    id: int | str | None = None


@dataclass(frozen=True)
class ActivityCurve:
    """How much moves, by camera: 0 to 1 per bin of ``span``; None = not looked at yet."""

    span: Span
    by_camera: Mapping[int, Sequence[float | None]]


@dataclass(frozen=True)
class Places:
    """Where the parts of the timeline stand, in widget pixels."""

    width: int
    height: int
    lane_count: int
    has_activity: bool = False

    @property
    def lanes_left(self) -> int:
        """Left edge of the lanes: room for titles only where lanes are high enough."""
        return TITLE_PX if self.lane_px >= TITLE_FROM_PX else 8

    @property
    def activity_top(self) -> int:
        """Below ruler and marks."""
        return RULER_PX + MARKS_PX

    @property
    def activity_px(self) -> int:
        """Height of the curve of activity; 0 where there is none or no room."""
        if not self.has_activity or self.height < ACTIVITY_FROM_PX:
            return 0
        # The curve must cost the lanes neither their titles nor their place.
        room, lanes = self.height - self.activity_top - 4, max(self.lane_count, 1)
        if room // lanes >= TITLE_FROM_PX > (room - ACTIVITY_PX) // lanes:
            return 0
        high = min(ACTIVITY_PX, room - lanes * LANE_SEEN_PX)
        return high if high >= ACTIVITY_LEAST_PX else 0

    @property
    def lanes_top(self) -> int:
        """Below ruler, marks and activity."""
        return self.activity_top + self.activity_px

    @property
    def lane_px(self) -> int:
        """Height of one lane."""
        room = self.height - self.lanes_top - 4
        return max(LANE_LEAST_PX, min(LANE_MOST_PX, room // max(self.lane_count, 1)))

    @property
    def lanes_width(self) -> int:
        """Pixels that media time spreads over."""
        return max(self.width - self.lanes_left - 8, 1)

    def lane_top(self, lane: int) -> int:
        """Upper edge of a lane."""
        return self.lanes_top + lane * self.lane_px

    def lane_at(self, y_px: float) -> int | None:
        """The lane under a height, or None."""
        lane = int(y_px - self.lanes_top) // self.lane_px
        return lane if y_px >= self.lanes_top and lane < self.lane_count else None


@dataclass(frozen=True)
class LoopEnds:
    """The ends of the loop as they are set; one may be missing."""

    start_us: int | None = None
    end_us: int | None = None

    @property
    def span(self) -> Span | None:
        """What is repeated: None until both ends are set."""
        if self.start_us is None or self.end_us is None or self.start_us == self.end_us:
            return None
        return Span(min(self.start_us, self.end_us), max(self.start_us, self.end_us))


@dataclass(frozen=True)
class FrontView:
    """What lies over the lanes and changes with the clock and the pointer."""

    scale: TimelineScale
    places: Places
    time_zone: str
    playhead_us: int | None = None
    hover_us: int | None = None
    hover_text: str = ""
    playhead_text: str = ""
    loop: LoopEnds = field(default_factory=LoopEnds)
