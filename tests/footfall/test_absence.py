"""Nobody in the zone: exact times, flicker, gaps, and random days."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.footfall.absence import Absence, AbsenceRule
from app.footfall.geometry import Point, Polygon

ZONE = Polygon.of([(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)])
HERE = [Point(0.5, 0.5)]
ELSEWHERE = [Point(0.1, 0.9), Point(0.61, 0.5)]
START = 1_795_312_980_000_000


def rule(minimum: float = 60, presence: float = 2, gap: float = 5) -> AbsenceRule:
    return AbsenceRule(ZONE, us(minimum), us(presence), us(gap))


def us(seconds: float) -> int:
    return round(seconds * 1_000_000)


def watch(watching: AbsenceRule, marks: str, *, begin: float = 0, step: float = 1) -> list[Absence]:
    """One observation per mark: # somebody at the counter, . nobody, ' ' not looked at."""
    found = []
    for n, mark in enumerate(marks):
        if mark != " ":
            points = HERE if mark == "#" else ELSEWHERE
            found.append(watching.observe(START + us(begin + n * step), points))
    return [absence for absence in found if absence is not None]


def spans(absences: list[Absence]) -> list[tuple[float, float]]:
    return [((a.start_us - START) / 1e6, (a.end_us - START) / 1e6) for a in absences]


def test_exact_times_of_an_absence():
    watching = rule(minimum=10)
    found = watch(watching, "#" * 5 + "." * 12 + "#" * 5)
    assert spans(found) == [(5, 17)]
    assert found[0].duration_us == us(12)


def test_the_end_is_when_somebody_came_though_it_is_known_two_seconds_later():
    watching = rule(minimum=10)
    assert watch(watching, "." * 12 + "##") == []
    ended = watching.observe(START + us(14), HERE)
    assert spans([ended]) == [(0, 12)]


@pytest.mark.parametrize(("empty", "told"), [(9, False), (10, True), (11, True)])
def test_the_minimum_is_reached_exactly(empty, told):
    assert bool(watch(rule(minimum=10), "#" + "." * empty + "####")) is told


def test_people_outside_the_zone_do_not_count():
    watching = rule(minimum=10)
    for n in range(20):
        watching.observe(START + us(n), ELSEWHERE)
    assert spans([watching.finish(START + us(20))]) == [(0, 20)]


def test_a_flicker_of_presence_does_not_end_it():
    watching = rule(minimum=10)
    assert spans(watch(watching, "." * 8 + "##" + "." * 8 + "#" + "." * 5 + "###")) == [(0, 24)]


def test_somebody_seen_most_of_the_time_is_there():
    watching = rule(minimum=10)
    assert spans(watch(watching, "." * 12 + "##.##.##.##.##.")) == [(0, 12)]


def test_a_lost_moment_begins_no_absence():
    assert watch(rule(minimum=10), "#########.####.....#####" * 3) == []


def test_two_absences():
    watching = rule(minimum=10)
    assert spans(watch(watching, "." * 12 + "####" + "." * 15 + "####")) == [(0, 12), (16, 31)]


def test_a_gap_in_the_footage_is_never_counted_as_absence():
    watching = rule(minimum=10)
    assert watch(watching, "." * 8 + " " * 30 + "." * 8) == []
    assert watching.finish(START + us(46)) is None


def test_an_absence_before_a_gap_ends_at_the_last_look():
    watching = rule(minimum=10)
    found = watch(watching, "." * 13 + " " * 30 + "." * 14)
    assert spans(found) == [(0, 12)]
    assert spans([watching.finish(START + us(57))]) == [(43, 57)]


def test_a_hole_no_longer_than_allowed_is_bridged():
    watching = rule(minimum=10, gap=5)
    assert spans(watch(watching, "....    ....    ....####")) == [(0, 20)]
    watching = rule(minimum=10, gap=4)
    assert watch(watching, "....    ....    ....####") == []


def test_an_absence_ended_by_a_gap_is_told_though_somebody_is_there_after_it():
    watching = rule(minimum=10)
    assert spans(watch(watching, "." * 13 + " " * 30 + "###")) == [(0, 12)]


def test_somebody_who_just_came_before_the_gap_ends_it_there():
    watching = rule(minimum=10)
    assert spans(watch(watching, "." * 12 + "##" + " " * 30 + ".")) == [(0, 12)]
    watching = rule(minimum=10)
    watch(watching, "." * 12 + "##")
    assert spans([watching.finish(START + us(14))]) == [(0, 12)]


def test_a_step_back_in_the_footage_starts_anew():
    watching = rule(minimum=10)
    watch(watching, "." * 15)
    ended = watching.observe(START - us(100), ELSEWHERE)
    assert spans([ended]) == [(0, 14)]
    assert watching.open_since_us is None
    assert watching.finish(START - us(100)) is None


def test_open_since_tells_an_absence_that_still_goes_on():
    watching = rule(minimum=10)
    assert watching.open_since_us is None
    watch(watching, "." * 10)
    assert watching.open_since_us is None
    watching.observe(START + us(10), [])
    assert watching.open_since_us == START
    watch(watching, "###", begin=11)
    assert watching.open_since_us is None


def test_finish_counts_up_to_the_end_of_the_footage_but_not_over_a_gap():
    watching = rule(minimum=10)
    watch(watching, "." * 9)
    assert spans([watching.finish(START + us(12))]) == [(0, 12)]
    watch(watching, "." * 9)
    assert watching.finish(START + us(1000)) is None
    assert watching.finish(START + us(1000)) is None


def test_without_hysteresis_the_first_look_ends_it():
    assert spans(watch(rule(minimum=10, presence=0), "." * 12 + "#")) == [(0, 12)]


@pytest.mark.parametrize(("minimum", "presence", "gap"), [(0, 2, 5), (60, -1, 5), (60, 2, 0)])
def test_senseless_limits_are_refused(minimum, presence, gap):
    with pytest.raises(ValueError, match="must be at least"):
        rule(minimum, presence, gap)


@given(
    st.lists(st.tuples(st.sampled_from("#. "), st.integers(1, 30)), max_size=30),
    st.sampled_from([0, 2, 4]),
)
def test_on_any_day_what_is_told_is_empty_long_enough_and_in_order(day, presence):
    marks = "".join(mark * count for mark, count in day)
    watching = rule(minimum=10, presence=presence)
    found = watch(watching, marks)
    last = watching.finish(START + us(len(marks)))
    found += [last] if last is not None else []
    for absence in found:
        assert absence.duration_us >= us(10)
        begin, end = spans([absence])[0]
        within = marks[int(begin) : int(end)]
        assert within[0] == "."
        assert "      " not in within  # more than five seconds without a look
        # Nobody stood there long enough to count: no run of presence outlasts the limit.
        runs = [len(list(g)) for mark, g in itertools.groupby(within) if mark == "#"]
        assert all(run <= max(presence, 0) for run in runs)
    for one, other in itertools.pairwise(found):
        assert one.end_us <= other.start_us


@given(st.lists(st.tuples(st.sampled_from("#."), st.integers(3, 40)), min_size=1, max_size=20))
def test_where_everything_lasts_the_truth_is_told_exactly(day):
    marks = "".join(mark * count for mark, count in day)
    watching = rule(minimum=10)
    found = watch(watching, marks)
    last = watching.finish(START + us(len(marks)))
    found += [last] if last is not None else []
    truth, at = [], 0
    for mark, group in itertools.groupby(marks):
        length = len(list(group))
        if mark == "." and length >= 10:
            truth.append((at, at + length))
        at += length
    assert spans(found) == truth
