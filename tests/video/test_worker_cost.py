"""What pictures cost by how they are decoded, and how much of a core a worker gets."""

from __future__ import annotations

import pytest

from app.video.source import EVERY_PICTURE, Effort
from app.video.wall.worker_cost import DecodeCost, ProcessorShare

STEP, S = 40_000, 1_000_000
LIGHT, THINNED = Effort(light=True), Effort(light=True, thinned=True)


def seen(cost: DecodeCost, effort: Effort, cost_ns: int, advance_us: int = STEP) -> None:
    for _ in range(50):
        cost.read(effort, cost_ns, advance_us)
        cost.write(1_000_000)


def test_the_cost_of_a_speed_is_decoding_all_and_converting_what_is_shown():
    cost = DecodeCost()
    seen(cost, EVERY_PICTURE, 2_000_000)
    assert cost.load(1.0, None, quick=False, runs=True).unsaved == pytest.approx(25 * 0.003)
    at_8 = cost.load(8.0, None, quick=False, runs=True)
    assert at_8.unsaved == pytest.approx(200 * 0.002 + 30 * 0.001)


def test_keyframes_cost_by_their_own_mean_and_alone_where_no_other_picture_is_decoded():
    cost = DecodeCost()
    seen(cost, EVERY_PICTURE, 2_000_000)
    for _ in range(20):
        cost.keyframe(LIGHT, 14_000_000)
    load = cost.load(16.0, 2 * S, quick=True, runs=False)
    assert (load.unsaved, load.exact) == (pytest.approx(8 * 0.015), 0.0)


def test_what_was_not_seen_yet_is_told_by_what_was():
    cost = DecodeCost()
    seen(cost, EVERY_PICTURE, 4_000_000)
    load = cost.load(1.0, None, quick=False, runs=True)
    assert 0 < load.light < load.exact
    assert load.thinned == load.light
    seen(cost, LIGHT, 3_500_000)
    again = cost.load(1.0, None, quick=False, runs=True)
    assert load.light < again.light < load.exact


@pytest.mark.parametrize(("advance_us", "same"), [(STEP, True), (2 * STEP, False)])
def test_where_nothing_can_be_left_out_light_and_thinned_are_one(advance_us, same):
    """Cameras send no B-frames: what is learned while work is saved is known of both."""
    cost = DecodeCost()
    seen(cost, EVERY_PICTURE, 6_000_000)
    seen(cost, LIGHT, 5_000_000)
    seen(cost, THINNED, 3_000_000, advance_us)
    load = cost.load(1.0, None, quick=False, runs=True)
    assert (load.light == load.thinned) is same


def test_what_other_programs_take_is_known_while_there_is_work_and_then_forgotten():
    share = ProcessorShare()
    for _ in range(8):
        share.worked(400_000_000, 100_000_000)
        known = share.take()
    assert known == pytest.approx(0.25, abs=0.02)
    for _ in range(24):
        known = share.take()
    assert known > 0.95
