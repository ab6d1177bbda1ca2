"""What a tile can show, as plain values that cross process borders.

Times are integer microseconds since the epoch, UTC (``*_us``); a ``Span`` is
half-open: it holds its start and not its end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.video.recorders.values import RecorderAbility, RecorderKind

__all__ = [
    "FAR_FUTURE_US",
    "FAR_PAST_US",
    "US_PER_S",
    "LiveStream",
    "Media",
    "RecorderAbility",
    "RecorderKind",
    "RecorderPlayback",
    "RecordingFolder",
    "Segment",
    "SegmentList",
    "Span",
    "Still",
]

US_PER_S = 1_000_000
FAR_PAST_US = 0
FAR_FUTURE_US = 253_402_300_800 * US_PER_S
"""The first instant after the year 9999: the end of a gap after which nothing follows."""


@dataclass(frozen=True)
class Span:
    """A half-open stretch of media time."""

    start_us: int
    end_us: int

    @property
    def duration_us(self) -> int:
        """Length in microseconds; negative spans do not occur."""
        return self.end_us - self.start_us

    def contains(self, media_time_us: int) -> bool:
        """Whether the instant lies inside."""
        return self.start_us <= media_time_us < self.end_us

    def overlap(self, other: Span) -> Span | None:
        """The stretch both have in common, or None."""
        start_us = max(self.start_us, other.start_us)
        end_us = min(self.end_us, other.end_us)
        return Span(start_us, end_us) if start_us < end_us else None


@dataclass(frozen=True)
class Segment:
    """One recorded file and the media time of its first picture.

    ``duration_us`` None: learned from the file when it is opened.
    """

    path: str
    start_us: int
    duration_us: int | None = None


@dataclass(frozen=True)
class SegmentList:
    """An explicit list of segments, in any order; it may repeat one file."""

    segments: tuple[Segment, ...]
    label: str = ""


@dataclass(frozen=True)
class RecordingFolder:
    """A folder of segments whose names tell the camera and the time.

    ``pattern`` is a path below ``root`` such as
    ``{camera}/%Y-%m-%d/%H-%M-%S.mp4``; its times are wall-clock times of
    ``time_zone`` (an IANA name, "UTC" allowed).
    """

    root: str
    pattern: str
    camera: str
    time_zone: str
    label: str = ""


@dataclass(frozen=True)
class LiveStream:
    """A live RTSP address; the password stays out of every text form.

    ``sub_url``: the small stream of the same camera, with the same credentials; "" = none.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    transport: Literal["tcp", "udp"] = "tcp"
    label: str = ""
    sub_url: str = ""


@dataclass(frozen=True)
class RecorderPlayback:
    """A camera's recording that stays on its recorder and is played over RTSP.

    ``address``: ``rtsp://host:554`` without credentials (ONVIF: the replay address).
    ``channel``: the camera's number there ("1"), or the recording's token or id.
    ``time_zone``: in which the recorder writes times in addresses. ``clock_offset_us``
    is added to the recorder's times to get true UTC. ``sessions``: how many it plays at
    once, over all processes of this workstation. ``earliest_us``, ``latest_us``: where
    its recording begins and ends, in true UTC; None: ask it. ``ability``: what was
    measured there, None where it was never tried. ``fetched``: footage of the same
    camera that was fetched to this workstation, played first where it covers.
    """

    kind: RecorderKind
    address: str
    channel: str
    user: str = ""
    password: str = field(default="", repr=False)
    time_zone: str = "UTC"
    clock_offset_us: int = 0
    sessions: int = 2
    label: str = ""
    earliest_us: int | None = None
    latest_us: int | None = None
    ability: RecorderAbility | None = None
    fetched: RecordingFolder | None = None


Media = SegmentList | RecordingFolder | LiveStream | RecorderPlayback


@dataclass(frozen=True)
class Still:
    """One picture at full resolution, as PNG bytes, and when it was taken."""

    png: bytes
    width: int
    height: int
    media_time_us: int
