"""Final scores of submitted inspections over time, one line per checklist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.operations.values import InspectionSummary

US_PER_S = 1_000_000
MARGIN_S = 3 * 86_400.0
MOST_TICKS = 6  # more dates would run into each other


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


def time_range(series: Sequence[ScoreSeries]) -> tuple[float, float]:
    """Seconds from before the first to after the last score: some days around each at least."""
    times = _times(series)
    first, last = min(times, default=0.0), max(times, default=0.0)
    room = max(MARGIN_S, (last - first) * 0.08)
    return first - room, last + room


def tick_times(series: Sequence[ScoreSeries], first_s: float, last_s: float) -> list[float]:
    """The times of scores to write a date under: apart enough that each can be read."""
    apart = (last_s - first_s) / MOST_TICKS
    chosen: list[float] = []
    for time_s in _times(series):
        if not chosen or time_s - chosen[-1] >= apart:
            chosen.append(time_s)
    return chosen


def _times(series: Sequence[ScoreSeries]) -> list[float]:
    return sorted(point.time_s for each in series for point in each.points)
