"""How much all tiles save, and for how long, when workers say what their tiles cost."""

from __future__ import annotations

import pytest

from app.video.wall.saving_steps import FIRST, STEPS, Load
from app.video.wall.work_saving import WorkSaving

HEAVY = Load(keys=0.1, exact=1.2, light=1.0, thinned=1.0)
KEYS = Load(keys=1.25, quick=True)


@pytest.fixture
def saving() -> WorkSaving:
    return WorkSaving(cores=4)


def all_tell(
    saving: WorkSaving, now_s: float, load: Load, power: float = 1.0, behind_s: float = 0.0
) -> None:
    """Five workers on four cores; a tile of the last one is late."""
    for worker in range(5):
        saving.told(now_s, worker, load, power, behind_s if worker == 4 else 0.0)


def test_it_lasts_a_while_and_longer_when_it_happens_again_soon(saving):
    assert not saving.on(100.0)
    assert saving.late(100.0)
    assert saving.until_s == 104.0
    assert not saving.late(101.0)  # other tiles say the same
    assert saving.late(105.0)
    assert saving.until_s == 113.0
    assert saving.late(1000.0)  # long after
    assert saving.until_s == 1004.0


def test_it_goes_on_as_long_as_the_tiles_cost_too_much(saving):
    for now_s in range(100, 160):
        all_tell(saving, float(now_s), HEAVY)
        assert saving.on(now_s + 1.0)
    assert not saving.on(180.0)


def test_what_all_workers_need_together_counts_and_not_the_busiest_of_them(saving):
    saving.told(100.0, 0, HEAVY, 1.0)
    assert saving.on(100.0)  # nothing is known of the others yet
    saving.clock_is(101.0, 2.0, playing=True)
    for worker in range(4):
        assert not saving.told(101.0, worker, Load(keys=0.1), 1.0)
    assert not saving.told(101.0, 4, Load(exact=0.97, light=0.9, thinned=0.9), 1.0)
    assert not saving.on(101.0)


def test_a_worker_can_do_no_more_than_one_core(saving):
    for worker in range(4):
        saving.told(100.0, worker, Load(), 1.0)
    saving.told(100.0, 4, Load(keys=0.1, exact=5.0, light=4.0, thinned=4.0), 1.0)
    assert STEPS[5].depth > saving.step.depth > 0.1


def test_where_keyframes_are_too_much_some_of_them_are_left_out(saving):
    all_tell(saving, 100.0, KEYS)
    assert (saving.step.depth, saving.step.keep) == (0.0, 10)
    assert 5 * KEYS.at(saving.step) <= 0.99 * 4 < 5 * KEYS.at(STEPS[STEPS.index(saving.step) - 1])


def test_what_other_programs_take_is_not_counted_on(saving):
    all_tell(saving, 100.0, KEYS, power=0.4)
    assert saving.step.keep == 5


def test_after_a_calm_while_more_is_tried_but_no_more_than_can_be_kept_up(saving):
    all_tell(saving, 100.0, KEYS, power=0.4)
    kept = []
    for tenths in range(1010, 1060):
        all_tell(saving, tenths / 10, KEYS)
        kept.append(saving.step.keep)
    assert kept == sorted(kept)
    assert kept[-1] == 10
    assert kept.index(10) < 30  # within three seconds


def test_where_a_tile_fell_behind_what_is_told_is_believed_less_for_a_while(saving):
    all_tell(saving, 100.0, KEYS)
    told = saving.step.keep
    saving.late(102.0)
    assert saving.step.keep == told - 2
    for tenths in range(1030, 1090, 2):
        all_tell(saving, tenths / 10, KEYS)
    assert saving.step.keep == told - 1
    for tenths in range(1090, 1200, 2):
        all_tell(saving, tenths / 10, KEYS)
    assert saving.step.keep == told


def test_after_a_bad_moment_it_follows_the_machine_and_not_its_memory(saving):
    """A host that takes the cores for a second must not cost pictures for long."""
    all_tell(saving, 100.0, KEYS, power=0.3)
    saving.late(102.0)
    low = saving.step.keep
    for tenths in range(1030, 1080, 2):
        all_tell(saving, tenths / 10, KEYS)
    assert saving.step.keep >= 8 > low


def test_what_a_worker_said_long_ago_no_longer_counts(saving):
    all_tell(saving, 100.0, KEYS)
    assert not saving.told(103.0, 0, Load(keys=0.5, quick=True), 1.0)


def test_another_speed_ends_it_and_the_same_does_not(saving):
    saving.clock_is(99.0, 4.0, playing=True)
    saving.late(100.0)
    saving.clock_is(100.5, 4.0, playing=True)
    assert saving.on(101.0)
    saving.clock_is(101.0, 1.0, playing=True)
    assert not saving.on(101.0)
    assert saving.step == FIRST


def test_high_speeds_begin_with_little_and_go_on_to_what_can_be_kept_up(saving):
    saving.clock_is(100.0, 16.0, playing=False)
    assert not saving.on(100.0)
    saving.clock_is(101.0, 16.0, playing=True)
    assert saving.on(101.0)
    assert not saving.troubled(101.0)  # nothing is wrong: it only begins
    assert saving.step.depth < 0.2
    assert not saving.on(103.0)  # and ends where nobody has too much to do
    saving.clock_is(103.0, 16.0, playing=True)  # a jump
    assert not saving.on(103.1)
    saving.clock_is(104.0, 8.0, playing=True)
    for tenths in range(1042, 1080, 2):
        all_tell(saving, tenths / 10, Load(keys=0.1, thinned=1.3, quick=True))
    assert saving.troubled(108.0)
    assert saving.step.depth == 0.5


def test_while_a_tile_is_late_less_is_decoded_than_is_told_and_no_more_is_tried(saving):
    all_tell(saving, 100.0, HEAVY)
    told = STEPS.index(saving.step)
    late = []
    for tenths in range(1015, 1040, 5):
        all_tell(saving, tenths / 10, HEAVY, behind_s=0.2)
        late.append(STEPS.index(saving.step))
    assert late == [told + 1] * len(late), "a run's rest is waited for before less is tried"
    for tenths in range(1040, 1180, 5):
        all_tell(saving, tenths / 10, HEAVY)
    assert STEPS.index(saving.step) == told


def test_a_tile_that_is_hardly_late_changes_nothing(saving):
    all_tell(saving, 100.0, HEAVY)
    told = saving.step
    for tenths in range(1015, 1060, 5):
        all_tell(saving, tenths / 10, HEAVY, behind_s=0.1)
    assert saving.step == told
