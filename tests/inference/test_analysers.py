from __future__ import annotations

import pytest

from app.footfall.geometry import Polygon, ZoneFault
from app.inference.analysers import CounterUnattended, foot_points
from app.inference.build import build_analyser
from app.inference.choices import COUNTER_UNATTENDED, RuleChoice
from app.inference.values import Finding, Track

S = 1_000_000
ZONE = Polygon.of([(0.4, 0.5), (0.6, 0.5), (0.6, 0.9), (0.4, 0.9)])


def there(**change: object) -> Track:
    values: dict[str, object] = {
        "track_id": 1, "x1": 0.45, "y1": 0.3, "x2": 0.55, "y2": 0.7, "kind": "person",
        "confirmed": True,
    }  # fmt: skip
    return Track(**{**values, **change})


def run(rule: CounterUnattended, present: list[bool]) -> list[Finding]:
    """One look a second."""
    found: list[Finding] = []
    for second, somebody in enumerate(present):
        found += rule.observe(second * S, [there()] if somebody else [])
    return found + list(rule.finish(len(present) * S))


def test_an_empty_counter_is_told_when_it_is_over() -> None:
    found = run(CounterUnattended(ZONE, 20 * S), [True] * 10 + [False] * 30 + [True] * 10)
    assert found == [Finding(COUNTER_UNATTENDED, 10 * S, 40 * S)]


def test_the_last_absence_ends_with_the_footage() -> None:
    found = run(CounterUnattended(ZONE, 20 * S), [True] * 10 + [False] * 30)
    assert found == [Finding(COUNTER_UNATTENDED, 10 * S, 40 * S)]


def test_a_short_absence_is_nothing() -> None:
    assert run(CounterUnattended(ZONE, 31 * S), [True] * 10 + [False] * 30 + [True] * 9) == []


def test_live_it_is_told_as_soon_as_it_is_long_enough_and_once() -> None:
    found = run(CounterUnattended(ZONE, 20 * S, live=True), [True] * 10 + [False] * 60)
    assert found == [Finding(COUNTER_UNATTENDED, 10 * S, 30 * S)]


def test_live_the_next_absence_is_told_too() -> None:
    present = [True] * 5 + [False] * 25 + [True] * 10 + [False] * 25
    found = run(CounterUnattended(ZONE, 20 * S, live=True), present)
    assert [one.start_us // S for one in found] == [5, 40]


def test_who_counts_as_standing_there() -> None:
    assert len(foot_points([there()])) == 1
    assert len(foot_points([there(kind="motion")])) == 1
    assert len(foot_points([there(unseen_us=800_000)])) == 1
    assert len(foot_points([there(unseen_us=30 * S, hidden=True)])) == 1
    assert foot_points([there(confirmed=False)]) == []
    assert foot_points([there(unseen_us=1_200_000)]) == []
    assert foot_points([there(kind="vehicle")]) == []


def test_an_impossible_zone_is_refused() -> None:
    with pytest.raises(ZoneFault):
        build_analyser(RuleChoice(COUNTER_UNATTENDED, ((0.1, 0.1), (0.2, 0.2)), S), live=False)
