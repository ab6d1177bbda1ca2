"""What is known of an exported clip, as plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.video.media import Span


@dataclass(frozen=True)
class ClipPaper:
    """Everything known about one exported file. Times are UTC microseconds."""

    file: str
    sha256: str
    store_code: str
    store_name: str
    camera_code: str
    camera_name: str
    time_zone: str
    wanted_start_us: int
    wanted_end_us: int
    start_us: int
    end_us: int
    starts_early_us: int
    reencoded: bool
    watermark: bool
    sound: str
    who: str
    why: str
    exported_us: int
    program_version: str
    segments: tuple[str, ...]

    @property
    def span(self) -> Span:
        """What the file holds."""
        return Span(self.start_us, self.end_us)


class Proof(enum.Enum):
    """What comparing a clip with its sidecar found."""

    WHOLE = "whole"
    CHANGED = "changed"
    CONTRADICTED = "contradicted"  # the file is whole, its sidecar tells another story than it
    UNKNOWN = "unknown"  # no sidecar: nothing to compare with


@dataclass(frozen=True)
class FoundClip:
    """A clip that somebody wants to open again."""

    path: str
    paper: ClipPaper
    proof: Proof
