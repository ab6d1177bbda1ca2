"""Where a stream goes on elsewhere."""

from __future__ import annotations

import pytest

from app.video.replay.leap import LeapWatch

HZ = 90_000
STEP = HZ // 10


def leaps(stamps: list[int]) -> list[int]:
    """Which of the packets are taken for the first of another place."""
    watch = LeapWatch(HZ)
    return [number for number, stamp in enumerate(stamps) if watch.leaps(stamp % (1 << 32))]


@pytest.mark.parametrize("begin", [0, (1 << 32) - 3 * STEP])
def test_pictures_that_follow_one_another_do_not_leap(begin):
    orderly = [begin + n * STEP for n in range(20)]
    assert leaps([stamp for stamp in orderly for _ in range(3)]) == []
    assert leaps([begin + n * STEP for n in (0, 4, 2, 1, 3, 8, 6, 5, 7)]) == []
    assert leaps([begin + n * 4 * HZ for n in range(8)]) == []  # keyframes alone


@pytest.mark.parametrize("by_s", [40, -40, 5])
def test_a_far_step_is_a_leap_and_what_follows_it_is_not(by_s):
    before = [1000 * HZ + n * STEP for n in range(5)]
    after = [1000 * HZ + by_s * HZ + n * STEP for n in range(5)]
    assert leaps(before + after) == [5]
