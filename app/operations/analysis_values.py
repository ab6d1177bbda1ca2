"""What goes into analysis and what is told about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.faults import Sentence
from app.storage.values import Camera
from app.video.media import Media, Span

ANALYSIS_DEFAULTS: Mapping[str, object] = {
    "analysis.model": "motion",  # or a name of the catalogue
    "analysis.device": "auto",  # CUDA where there is one, or "cpu"
    "analysis.motion_rate_hz": 5.0,
    "analysis.model_rate_hz": 2.5,
    "analysis.processes": 0,  # by the cores
    "analysis.threads": 2,
    "analysis.confidence": 0.35,
    "hints.absence_minutes": 5.0,
}
"""What holds where the settings do not say. Rates: analysed frames per second of media time."""


@dataclass(frozen=True)
class AnalysisJob:
    """One camera's footage to look at. For a live stream only the span's end counts."""

    camera: Camera
    media: Media
    span: Span


@dataclass(frozen=True)
class AnalysisStatus:
    """For the status line. ``note`` is filled with ``note_values``."""

    running: bool = False
    model_name: str = ""
    device: str = ""
    frames_per_s: float = 0.0  # analysed, over the last seconds of real time
    done: int = 0  # jobs
    total: int = 0
    progress: float = 0.0  # 0..1 of the recorded media time of all jobs
    note: Sentence | None = None
    note_values: Mapping[str, object] = field(default_factory=dict)
