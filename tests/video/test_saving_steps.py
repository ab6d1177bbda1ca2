"""The scale of steps on which all tiles save work alike."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.video.wall.saving_steps import FIRST, KEYFRAMES, STEPS, Load, Step

S = 1_000_000
CAMERAS = Load(keys=0.3, exact=5.0, light=4.0, thinned=4.0)


@pytest.mark.parametrize("load", [CAMERAS, Load(keys=4.0, quick=True), Load(1.0, 8.0, 6.0, 3.0)])
def test_each_step_costs_no_more_than_the_one_before(load):
    costs = [load.at(step) for step in STEPS]
    assert costs == sorted(costs, reverse=True)
    assert load.unsaved >= costs[0]


def test_the_first_step_that_fits_is_taken_and_the_last_where_none_does():
    assert CAMERAS.step_within(4.5) == 0
    assert STEPS[CAMERAS.step_within(3.6)] == Step(0.78)
    assert STEPS[CAMERAS.step_within(0.31)] == KEYFRAMES
    assert STEPS[Load(keys=4.0, quick=True).step_within(3.1)] == Step(0.0, 12)
    assert CAMERAS.step_within(0.0) == len(STEPS) - 1


@pytest.mark.parametrize("keep", range(1, 17))
def test_of_sixteen_keyframes_so_many_are_kept_evenly_and_by_media_time_alone(keep):
    step = Step(0.0, keep)
    kept, at_us = [], 320 * S
    while at_us < 352 * S:
        kept.append(at_us)
        begin_us, end_us = step.cell(at_us, 2 * S)
        assert begin_us == at_us
        assert step.cell(end_us - 1, 2 * S) == (begin_us, end_us)
        at_us = end_us
    assert len(kept) == keep
    apart = {later - earlier for earlier, later in pairwise([*kept, at_us])}
    assert max(apart) - min(apart) <= 2 * S
    assert max(apart) <= step.mean_apart_us(2 * S) + 2 * S


def test_everything_is_kept_on_the_first_step():
    assert FIRST.mean_apart_us(2 * S) == 2 * S
    assert FIRST.cell(5 * S, 2 * S) == (4 * S, 6 * S)
