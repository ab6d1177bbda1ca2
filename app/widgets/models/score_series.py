"""Final scores of submitted inspections over time, one line per checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.operations.values import InspectionSummary

US_PER_S = 1_000_000


@dataclass(frozen=True)
class ScorePoint:
    """One submitted inspection with a score."""

    inspection_id: int
    time_s: float  # when it began, seconds UTC since the epoch
    percent: float


@dataclass(frozen=True)
class ScoreSeries:
    """The scores one store got with one checklist, oldest first."""

    title_en: str
    title_zh: str
    points: tuple[ScorePoint, ...]


def score_series(summaries: Iterable[InspectionSummary], store_id: int) -> tuple[ScoreSeries, ...]:
    """One series per checklist title; drafts and inspections without a score are left out."""
    found: dict[tuple[str, str], list[ScorePoint]] = {}
    for each in sorted(summaries, key=lambda summary: summary.started_us):
        if each.store_id != store_id or each.submitted_us is None or each.final_percent is None:
            continue
        key = (each.checklist_title.en, each.checklist_title.zh)
        point = ScorePoint(each.id, each.started_us / US_PER_S, float(each.final_percent))
        found.setdefault(key, []).append(point)
    return tuple(ScoreSeries(en, zh, tuple(points)) for (en, zh), points in found.items())
