"""The stretch of time and the dates under the trend of scores."""

from __future__ import annotations

from itertools import pairwise

from app.widgets.models.score_series import (
    MARGIN_S,
    ScorePoint,
    ScoreSeries,
    tick_times,
    time_range,
)
from app.widgets.score_trend import day

DAY_S = 86_400.0


def series(*times_s: float) -> tuple[ScoreSeries, ...]:
    points = tuple(ScorePoint(n, time_s, 80.0) for n, time_s in enumerate(times_s))
    return (ScoreSeries("Opening", "开店", points),)


def test_one_score_has_days_around_it() -> None:
    assert time_range(series(10 * DAY_S)) == (10 * DAY_S - MARGIN_S, 10 * DAY_S + MARGIN_S)


def test_dates_never_run_into_each_other() -> None:
    many = series(*(n * DAY_S for n in range(100)))
    first, last = time_range(many)
    ticks = tick_times(many, first, last)
    assert ticks[0] == 0.0
    assert len(ticks) <= 7
    assert all(later - sooner >= (last - first) / 6 for sooner, later in pairwise(ticks))


def test_two_scores_of_one_day_share_a_date() -> None:
    two = series(5 * DAY_S, 5 * DAY_S + 60)
    assert tick_times(two, *time_range(two)) == [5 * DAY_S]


def test_the_date_is_that_of_the_store() -> None:
    late = 1_767_225_540.0  # 2025-12-31 23:59 UTC
    assert day(late, "UTC") == "2025-12-31"
    assert day(late, "Asia/Shanghai") == "2026-01-01"
