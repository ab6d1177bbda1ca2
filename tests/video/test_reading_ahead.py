"""How far ahead of the clock is far enough."""

from __future__ import annotations

import pytest

from app.video.clock import ClockState
from app.video.wall.reading_ahead import enough, wake_ns

MS, S = 1_000_000, 1_000_000
NOW_NS = 10**15
LONG_AGO_NS = NOW_NS - 10**12


def clock(speed: float = 1.0, *, playing: bool = True) -> ClockState:
    return ClockState(0, NOW_NS, speed, playing, epoch=1)


def every(apart_us: int, count: int) -> list[int]:
    return [apart_us * number for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("ahead", "speed", "is_enough"),
    [
        (every(40_000, 5), 1.0, False),
        (every(40_000, 13), 1.0, False),  # half a second
        (every(40_000, 16), 1.0, True),
        (every(2 * S, 5), 16.0, False),  # few, however far
        (every(2 * S, 6), 16.0, True),  # keyframes: three quarters of a second
        (every(40_000, 13), 4.0, False),
    ],
)
def test_a_ring_is_filled_for_as_long_as_it_lasts(ahead, speed, is_enough):
    assert enough(ahead, clock(speed), NOW_NS, LONG_AGO_NS) == is_enough


def test_while_the_clock_stands_a_few_are_enough():
    assert enough(every(40_000, 6), clock(playing=False), NOW_NS, LONG_AGO_NS)
    assert not enough(every(40_000, 5), clock(playing=False), NOW_NS, LONG_AGO_NS)


def test_right_after_a_jump_a_few_are_enough_so_that_other_tiles_arrive():
    went_ns = NOW_NS - 400 * MS
    assert enough(every(40_000, 6), clock(), NOW_NS, went_ns)
    assert not enough(every(40_000, 5), clock(), NOW_NS, went_ns)
    assert not enough(every(40_000, 6), clock(), NOW_NS, NOW_NS - 600 * MS)


def test_it_comes_back_when_half_is_used_up():
    assert wake_ns(every(40_000, 5), clock(), NOW_NS) == pytest.approx(NOW_NS + 120 * MS, abs=MS)
    assert wake_ns(every(10 * S, 5), clock(), NOW_NS) == NOW_NS + 250 * MS
    assert wake_ns(every(40_000, 5), clock(playing=False), NOW_NS) == NOW_NS + 250 * MS
