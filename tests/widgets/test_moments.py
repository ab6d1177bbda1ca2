from __future__ import annotations

from datetime import date

import pytest

from app.widgets.models.moments import clock_span, day, day_and_minute, end_of_day_us, in_days
from app.widgets.models.moments import now_us as clock_us
from app.widgets.models.words import duration_word, percent_word

EVENING_US = 1_772_460_000_000_000  # 2026-03-02 14:00 UTC


def test_times_are_the_stores_own() -> None:
    assert day_and_minute(EVENING_US, "Asia/Shanghai") == "2026-03-02 22:00"
    assert day(EVENING_US, "Pacific/Auckland") == "2026-03-03"
    assert clock_span(EVENING_US, EVENING_US + 61_000_000, "UTC") == "14:00:00–14:01:01"


def test_a_zone_nobody_knows_reads_as_utc() -> None:
    assert day_and_minute(EVENING_US, "Mars/Olympus") == "2026-03-02 14:00"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_a_task_is_due_until_the_stores_day_ends(zone: str) -> None:
    due_us = end_of_day_us(date(2026, 3, 8), zone)  # New York changes its clocks on this day
    assert day(due_us, zone) == "2026-03-08"
    assert day(due_us + 1_000_000, zone) == "2026-03-09"


def test_days_ahead_are_counted_at_the_store() -> None:
    assert end_of_day_us(in_days(3, "UTC"), "UTC") > clock_us()
    assert (in_days(3, "UTC") - in_days(0, "UTC")).days == 3


def test_lengths_and_percentages(qapp: object) -> None:
    assert [duration_word(each) for each in (42, 240, 250.4)] == ["42 s", "4 min", "4 min 10 s"]
    assert percent_word(None) == "–"
    assert percent_word("61.11") == "61.11 %"
