from __future__ import annotations

import itertools
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.timeline_scale import (
    DAY_S,
    HOUR_S,
    LABEL_PX,
    LEAST_SPAN_S,
    MOST_SPAN_S,
    US_PER_S,
    TimelineScale,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
scales = st.builds(
    TimelineScale,
    start_us=st.integers(10**15, 2 * 10**15),
    span_us=st.integers(int(LEAST_SPAN_S * US_PER_S), int(MOST_SPAN_S * US_PER_S)),
    width_px=st.integers(200, 4000),
)


def at(zone: tzinfo, *parts: int) -> int:
    return int(datetime(*parts, tzinfo=zone).timestamp()) * US_PER_S  # type: ignore[arg-type,misc]


@given(scale=scales, x=st.floats(0, 1), factor=st.floats(0.2, 5))
def test_what_lies_under_the_pointer_stays_there(
    scale: TimelineScale, x: float, factor: float
) -> None:
    pointer = x * scale.width_px
    zoomed = scale.zoomed(factor, pointer)
    assert zoomed.x_of(scale.us_of(pointer)) == pytest.approx(pointer, abs=0.51)


@given(scale=scales, factor=st.floats(1e-6, 1e6))
def test_zoom_goes_from_seconds_to_a_month(scale: TimelineScale, factor: float) -> None:
    zoomed = scale.zoomed(factor, 10)
    assert LEAST_SPAN_S * US_PER_S <= zoomed.span_us <= MOST_SPAN_S * US_PER_S


@given(scale=scales, by=st.floats(-5000, 5000))
def test_moving_the_view_moves_it_by_pixels(scale: TimelineScale, by: float) -> None:
    moved = scale.panned(by)
    assert moved.x_of(scale.start_us) == pytest.approx(by, abs=1)
    assert moved.span_us == scale.span_us


@given(scale=scales)
def test_labels_have_room(scale: TimelineScale) -> None:
    ticks = [tick for tick in scale.ticks(SHANGHAI) if not tick.day]
    places = [scale.x_of(tick.at_us) for tick in ticks]
    gaps = [after - before for before, after in itertools.pairwise(places)]
    # The last step of a day may be shorter where the step does not divide the day.
    assert all(gap >= LABEL_PX * 0.99 for gap in gaps) or scale.step_s() > HOUR_S


@given(scale=scales)
def test_ticks_lie_in_view_and_in_order(scale: TimelineScale) -> None:
    times = [tick.at_us for tick in scale.ticks(BERLIN)]
    assert times == sorted(times)
    assert all(scale.start_us <= at_us < scale.end_us for at_us in times)


def test_days_begin_at_the_stores_midnight_and_carry_the_date() -> None:
    scale = TimelineScale(at(SHANGHAI, 2026, 3, 1, 12), 2 * DAY_S * US_PER_S, 1000)
    days = [tick for tick in scale.ticks(SHANGHAI) if tick.day]
    assert [tick.label for tick in days] == ["2026-03-02", "2026-03-03"]
    assert days[0].at_us == at(SHANGHAI, 2026, 3, 2)


def test_a_day_with_a_change_of_the_clock_is_shorter() -> None:
    scale = TimelineScale(at(BERLIN, 2026, 3, 28, 12), 2 * DAY_S * US_PER_S, 1000)
    first, second = [tick.at_us for tick in scale.ticks(BERLIN) if tick.day]
    assert second - first == 23 * HOUR_S * US_PER_S
    labels = {tick.label for tick in scale.ticks(BERLIN)}
    assert "2026-03-29" in labels


def labels(zone: ZoneInfo, start_us: int, hours: float, width_px: int = 1000) -> list[str]:
    scale = TimelineScale(start_us, round(hours * HOUR_S * US_PER_S), width_px)
    return [tick.label for tick in scale.ticks(zone)]


def test_an_hour_that_does_not_exist_has_no_tick() -> None:
    spring = labels(BERLIN, at(BERLIN, 2026, 3, 29, 0, 45), 4)
    assert spring == [
        "01:00", "01:30", "UTC+2", "03:00", "03:30", "04:00", "04:30", "05:00", "05:30",
    ]  # fmt: skip


def test_an_hour_that_comes_twice_has_both_and_tells_them_apart() -> None:
    autumn = labels(BERLIN, at(BERLIN, 2026, 10, 25, 1, 45), 3)
    assert autumn == [
        "02:00", "02:30", "UTC+1", "02:00 UTC+1", "02:30 UTC+1", "03:00", "03:30",
    ]  # fmt: skip


def test_ticks_stay_on_full_hours_after_a_change() -> None:
    day = labels(BERLIN, at(BERLIN, 2026, 3, 29), 23, 800)
    assert day == [
        "2026-03-29",
        "UTC+2",
        "03:00",
        "06:00",
        "09:00",
        "12:00",
        "15:00",
        "18:00",
        "21:00",
    ]


def test_a_zone_that_changes_by_half_an_hour() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    autumn = labels(lord_howe, at(lord_howe, 2026, 4, 5, 1), 2)
    assert autumn.count("UTC+10:30") == 1
    assert [each for each in autumn if each.startswith("01:45")] == ["01:45", "01:45 UTC+10:30"]


def test_a_day_that_begins_at_one() -> None:
    beirut = ZoneInfo("Asia/Beirut")  # clocks go from 00:00 to 01:00
    scale = TimelineScale(at(beirut, 2026, 3, 28, 12), DAY_S * US_PER_S, 900)
    days = [tick for tick in scale.ticks(beirut) if tick.day]
    assert [tick.label for tick in days] == ["2026-03-29"]
    assert datetime.fromtimestamp(days[0].at_us / US_PER_S, beirut).hour == 1


def test_a_month_counts_days_by_the_calendar_wherever_it_begins() -> None:
    first = labels(SHANGHAI, at(SHANGHAI, 2026, 3, 1), 31 * 24, 1000)
    moved = labels(SHANGHAI, at(SHANGHAI, 2026, 3, 2), 31 * 24, 1000)
    assert set(first) & set(moved)
    assert set(first) - set(moved) <= {first[0]}


def test_seconds_show_when_close() -> None:
    scale = TimelineScale(at(SHANGHAI, 2026, 3, 1, 10), 20 * US_PER_S, 1000)
    assert "10:00:06" in [tick.label for tick in scale.ticks(SHANGHAI)]


def test_the_page_turns_only_when_the_playhead_leaves() -> None:
    scale = TimelineScale(at(UTC, 2026, 3, 1), HOUR_S * US_PER_S, 1000)
    assert scale.showing(scale.start_us + 1) is scale
    turned = scale.showing(scale.end_us)
    assert turned.start_us < scale.end_us < turned.end_us


def test_who_plays_backwards_has_the_page_ahead_of_him() -> None:
    scale = TimelineScale(at(UTC, 2026, 3, 1), HOUR_S * US_PER_S, 1000)
    turned = scale.showing(scale.start_us - 1)
    before_us = scale.start_us - 1 - turned.start_us
    assert before_us == pytest.approx(0.9 * scale.span_us, abs=1)
    assert turned.start_us < scale.start_us - 1 < turned.end_us
