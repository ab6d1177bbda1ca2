"""The small contracts behind which detectors, trackers and rules stand.

A later detector, tracker or rule is one more class with these methods and one
more line in ``app.inference.build``; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.inference.values import Detection, Finding, Track

FrameBgr = NDArray[np.uint8]


class Detector(Protocol):
    """Finds things in single frames of one camera."""

    @property
    def name(self) -> str:
        """Which model this is, as a person reads it."""

    @property
    def device(self) -> str:
        """What it runs on: ``"CPU"`` or ``"CUDA"``."""

    @property
    def frame_width(self) -> int:
        """The width in pixels beyond which frames carry nothing more for this detector."""

    def learn(self, frames: Iterable[FrameBgr]) -> None:
        """See the scene beforehand, at moments spread over the span; may do nothing."""

    def detect(self, frame_bgr: FrameBgr) -> Sequence[Detection]:
        """Things in ``frame_bgr`` (HxWx3 uint8), best first."""


class Tracker(Protocol):
    """Joins detections over time into tracks, in media time."""

    def update(self, media_time_us: int, detections: Sequence[Detection]) -> Sequence[Track]:
        """Tracks alive at ``media_time_us``; times must grow from call to call."""


class Analyser(Protocol):
    """Turns the tracks of one camera into findings."""

    @property
    def rule_key(self) -> str:
        """The word by which checklist items name this rule."""

    def observe(self, media_time_us: int, tracks: Sequence[Track]) -> Sequence[Finding]:
        """Findings that are complete at ``media_time_us``."""

    def finish(self, media_time_us: int) -> Sequence[Finding]:
        """Findings still open when the footage ends at ``media_time_us``."""
