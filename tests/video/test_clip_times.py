"""Whatever clock a recorder wrote, the time that leaves here only grows."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.video.files.times import JUMP_US, ClipTimes

STEP_US = 40_000


def times(trusted_us: int | None = None, origin: int = 0) -> ClipTimes:
    return ClipTimes(Fraction(1, 1000), origin, STEP_US, trusted_us)


def test_a_good_clock_is_taken_as_it_is() -> None:
    clock = times(origin=500)
    assert [clock.next_us(pts) for pts in (500, 540, 580, 700)] == [0, 40_000, 80_000, 200_000]
    assert not clock.irregular


def test_pictures_out_of_order_stay_where_the_last_one_was() -> None:
    clock = times()
    assert [clock.next_us(pts) for pts in (0, 80, 40, 120)] == [0, 80_000, 81_000, 120_000]
    assert not clock.irregular


def test_a_missing_time_is_one_step_on() -> None:
    clock = times()
    assert [clock.next_us(pts) for pts in (None, None, 120, None)] == [0, 40_000, 120_000, 160_000]


def test_a_clock_set_back_goes_on_from_where_it_was() -> None:
    clock = times()
    assert [clock.next_us(pts) for pts in (10_000, 10_040, 0, 40)] == [
        10_000_000,
        10_040_000,
        10_080_000,
        10_120_000,
    ]
    assert clock.irregular


def test_a_jump_is_believed_only_inside_the_known_length() -> None:
    far = 2 * JUMP_US // 1000
    believed, doubted = times(trusted_us=10 * JUMP_US), times()
    assert [believed.next_us(pts) for pts in (0, far)] == [0, 2 * JUMP_US]
    assert [doubted.next_us(pts) for pts in (0, far, far + 40)] == [0, STEP_US, 2 * STEP_US]


@given(origin=st.integers(-10_000, 10_000), offset_us=st.integers(0, 10**10))
def test_a_timestamp_found_for_an_offset_does_not_undercut_it(origin: int, offset_us: int) -> None:
    clock = ClipTimes(Fraction(1, 12_800), origin, STEP_US)
    pts = clock.pts_of(offset_us)
    assert clock.raw_us(pts) >= offset_us
    assert clock.raw_us(pts - 1) < offset_us


@given(
    stamps=st.lists(st.none() | st.integers(-(10**6), 10**7), min_size=1),
    trusted_us=st.none() | st.integers(1, 10**10),
)
def test_time_only_grows_whatever_the_clock_says(
    stamps: list[int | None], trusted_us: int | None
) -> None:
    clock = times(trusted_us)
    offsets = [clock.next_us(pts) for pts in stamps]
    assert offsets == sorted(set(offsets))
    assert offsets[0] >= 0
