"""For how long all tiles save work when a worker says that it does not keep up."""

from __future__ import annotations

from app.video.wall.work_saving import WorkSaving


def test_it_lasts_a_while_and_longer_when_it_happens_again_soon():
    saving = WorkSaving()
    assert not saving.on(100.0)
    assert saving.overloaded(100.0, 4.0)
    assert saving.until_s == 104.0
    assert not saving.overloaded(101.0, 4.0)  # the other workers say the same
    assert saving.overloaded(105.0, 4.0)
    assert saving.until_s == 113.0
    assert saving.overloaded(1000.0, 4.0)  # long after
    assert saving.until_s == 1004.0


def test_it_goes_on_as_long_as_a_worker_says_so():
    saving = WorkSaving()
    saving.overloaded(100.0, 4.0)
    for now_s in range(101, 160):
        saving.overloaded(float(now_s), 4.0)
        assert saving.on(now_s + 1.0)
    assert not saving.on(180.0)


def test_all_save_as_much_as_the_weakest_needs_and_more_when_that_was_not_enough():
    saving = WorkSaving()
    assert saving.share == 1.0
    saving.overloaded(100.0, 8.0, 0.6, teller=1)
    assert saving.share == 0.55
    assert saving.overloaded(100.1, 8.0, 0.3, teller=2)
    assert saving.share == 0.28
    assert not saving.overloaded(101.0, 8.0, 0.6, teller=1)
    saving.overloaded(102.0, 8.0)
    assert saving.share == 0.13
    saving.speed_is(1.0)
    assert (saving.share, saving.stride) == (1.0, 1)


def test_where_keyframes_are_too_much_some_of_them_are_left_out():
    saving = WorkSaving()
    saving.overloaded(100.0, 16.0, 0.0, 3, teller=1)
    assert (saving.share, saving.stride) == (0.0, 3)


def test_after_a_calm_while_more_is_tried_again():
    saving = WorkSaving()
    saving.overloaded(100.0, 8.0, 0.1, teller=1)
    assert saving.share == 0.1
    saving.overloaded(101.0, 8.0, 0.6, teller=1)
    assert saving.share == 0.1
    shares = []
    for now_s in range(102, 122):
        saving.overloaded(float(now_s), 8.0, 0.6, teller=1)
        shares.append(saving.share)
    assert shares == sorted(shares)  # step by step
    assert saving.share == 0.55  # and no deeper than it can


def test_another_speed_ends_it_and_the_same_does_not():
    saving = WorkSaving()
    saving.overloaded(100.0, 4.0)
    saving.speed_is(4.0)
    assert saving.on(101.0)
    saving.speed_is(1.0)
    assert not saving.on(101.0)


def test_it_comes_back_quickly_but_not_to_the_step_that_was_too_much():
    saving = WorkSaving()
    saving.overloaded(100.0, 16.0, 0.0, 2, teller=1)
    saving.overloaded(102.0, 16.0, None)  # a tile fell behind all the same
    assert saving.stride == 6
    strides = set()
    for now_s in range(103, 118):
        saving.overloaded(float(now_s), 16.0, 0.0, 2, teller=1)
        strides.add(saving.stride)
    assert saving.stride == 3
    assert 2 not in strides
    for now_s in range(118, 130):
        saving.overloaded(float(now_s), 16.0, 0.0, 2, teller=1)
    assert saving.stride == 2  # after a while it is tried once more
