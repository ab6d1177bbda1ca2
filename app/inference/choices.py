"""What is to be analysed with what, as plain values that cross to the analysis process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MOTION_MODEL = "motion"
COUNTER_UNATTENDED = "counter_unattended"


@dataclass(frozen=True)
class DetectorChoice:
    """What detects. ``path`` is the model's file; None = motion blobs, without weights."""

    key: str = MOTION_MODEL
    title: str = "Motion blobs"
    path: Path | None = None
    device: str = "auto"  # "auto" or "cpu"
    threads: int = 2
    confidence: float = 0.35
    rate_hz: float = 5.0  # analysed frames per second of media time


@dataclass(frozen=True)
class RuleChoice:
    """A rule for one camera: which, where and after how long it speaks."""

    rule_key: str
    zone: tuple[tuple[float, float], ...]
    min_us: int
