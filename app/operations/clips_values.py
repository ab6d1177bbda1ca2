"""Clips as the doors of the program see them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.faults import Fault
from app.video.export.values import ClipPaper, FoundClip, Proof
from app.video.media import Span

__all__ = [
    "ClipPaper",
    "ClipRequest",
    "ClipStatus",
    "FailedClip",
    "FoundClip",
    "Proof",
    "WrittenClip",
]


@dataclass(frozen=True)
class ClipRequest:
    """A span of one camera that somebody wants as a file."""

    camera_id: int
    span: Span


@dataclass(frozen=True)
class WrittenClip:
    """One finished file and what its sidecar says."""

    path: Path
    paper: ClipPaper


@dataclass(frozen=True)
class FailedClip:
    """A camera whose clip could not be written, and why."""

    camera: str
    fault: Fault


@dataclass(frozen=True)
class ClipStatus:
    """How far an export is. ``share``: of the camera under way, 0 to 1."""

    camera: str
    number: int
    total: int
    share: float
    finished: bool
    cancelled: bool
    written: tuple[WrittenClip, ...]
    failed: tuple[FailedClip, ...]

    @property
    def overall(self) -> float:
        """The whole export, 0 to 1."""
        if self.finished:
            return 1.0
        return min(1.0, (max(0, self.number - 1) + self.share) / max(1, self.total))
