"""Footage and bookkeeping for tests of analysis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from app.operations.analysis import Analysis
from app.operations.analysis_values import AnalysisJob
from app.operations.models import Models
from app.storage.values import Camera, Hint, HintDraft, Place
from app.video.media import Media, Segment, SegmentList, Span
from tests.inference.drawn import HEIGHT, WIDTH, noisy, room, with_person

S = 1_000_000
START_US = 1_767_229_200 * S
LENGTH_S = 24
AWAY_S = (7, 15)  # out of the zone
ZONE = ((0.45, 0.6), (0.85, 0.6), (0.85, 1.0), (0.45, 1.0))
RATE = 5


def counter_clip(path: Path) -> Path:
    """Somebody stands at a counter, walks out to the right, and comes back."""
    filmed = [noisy(room(), seed) for seed in range(6)]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size = 2 * RATE
        for index in range(LENGTH_S * RATE):
            at = _place(index / RATE)
            picture = filmed[index % len(filmed)]
            picture = picture if at is None else with_person(picture, at)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        out.mux(stream.encode(None))
    return path


def _place(second: float) -> float | None:
    """Where the person is, in pixels: at 200 but for the way out (6-8 s) and in (14-16 s)."""
    if 8 <= second < 14:
        return None
    away = max(0.0, min(second - 6, 16 - second))
    return 200 + 70 * away + 3 * np.sin(second)


def camera(number: int = 1, zone: tuple[tuple[float, float], ...] = ZONE) -> Camera:
    return Camera(
        number, 7, f"c{number}", f"Camera {number}", Place.COUNTER, "", "", "", "", "", zone
    )


def job(*paths: Path, number: int = 1, zone: tuple[tuple[float, float], ...] = ZONE) -> AnalysisJob:
    """The clips one after the other as one camera's recording."""
    segments = tuple(
        Segment(str(path), START_US + index * LENGTH_S * S) for index, path in enumerate(paths)
    )
    span = Span(START_US, START_US + len(paths) * LENGTH_S * S)
    return AnalysisJob(camera(number, zone), SegmentList(segments, f"S007/c{number}"), span)


def live_job(media: Media, span: Span) -> AnalysisJob:
    return AnalysisJob(camera(), media, span)


class Hints:
    """Keeps hints in a list."""

    def __init__(self) -> None:
        self.kept: list[Hint] = []

    def list(self, store_id: int) -> Sequence[Hint]:
        return [hint for hint in self.kept if hint.store_id == store_id]

    def add(self, draft: HintDraft) -> Hint:
        hint = Hint(
            len(self.kept) + 1, 7, draft.camera_id, "", draft.rule_key, draft.start_us,
            draft.end_us, draft.model_key, None, None, None, None, None,
        )  # fmt: skip
        self.kept.append(hint)
        return hint


class Settings(dict[str, object]):
    """Only what a test says; the rest are analysis' own defaults."""

    def get(self, key: str) -> object:  # type: ignore[override]  # as the settings room has it
        return self[key]


def analysis(home: Path, hints: Hints, **settings: object) -> Analysis:
    """Absences from five seconds on count."""
    values: dict[str, object] = {"hints.absence_minutes": 5 / 60, "analysis.processes": 1}
    values |= {f"analysis.{key}": value for key, value in settings.items()}
    return Analysis(hints=hints, settings=Settings(values), models=Models(home / "models"))
