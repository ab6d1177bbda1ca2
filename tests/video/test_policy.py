"""When keyframes alone are read, and which pictures are worth converting."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.clock import SPEEDS, ClockState
from app.video.pictures.shape import fitted, pixel_aspect
from app.video.source import EVERY_PICTURE, Effort
from app.video.wall.policy import SHOWN_PER_S_MAX, Thinning, effort, keyframes_alone
from app.video.wall.saving_steps import FIRST, KEYFRAMES, Step

S = 1_000_000


@pytest.mark.parametrize(
    ("speed", "interval_us", "alone"),
    [
        (16.0, 2 * S, True),
        (16.0, int(1.999 * S), True),
        (16.0, int(2.001 * S), True),  # 7.996 pictures a second: a clip's rounding, not its nature
        (8.0, 2 * S, False),
        (8.0, S, True),
        (16.0, 4 * S, False),
        (1.0, S // 10, True),
        (16.0, None, False),
    ],
)
def test_keyframes_alone_from_eight_pictures_a_second(speed, interval_us, alone):
    clock = ClockState(speed=speed, playing=True)
    assert keyframes_alone(clock, interval_us, None) is alone


def test_a_paused_wall_shows_exact_pictures():
    assert not keyframes_alone(ClockState(speed=16.0), S, KEYFRAMES)


def test_a_machine_that_does_not_keep_up_decodes_what_the_step_says():
    clock = ClockState(speed=1.0, playing=True)
    assert keyframes_alone(clock, 2 * S, KEYFRAMES)
    assert not keyframes_alone(clock, 2 * S, Step(0.5))
    assert keyframes_alone(clock, S, Step(0.05))  # so little of a run looks like its keyframe
    assert keyframes_alone(clock, None, Step(0.5))
    assert effort(clock, 2 * S, Step(0.5)) == Effort(thinned=True, light=True, depth_us=S)
    assert effort(clock, 2 * S, FIRST) == Effort(light=True)
    assert effort(clock, 2 * S, None) == EVERY_PICTURE


@pytest.mark.parametrize(
    ("speed", "shown"), [(0.25, 25), (1, 25), (2, 12.5), (4, 6.25), (8, 25 / 7)]
)
def test_no_more_pictures_are_shown_than_a_screen_needs(speed, shown):
    thinning, previous, count = Thinning(float(speed), keyframes=False), None, 0
    for number in range(1000):
        if thinning.shows(number * S // 25, S // 25, previous):
            previous, count = number * S // 25, count + 1
    assert count / 40 == pytest.approx(shown, rel=0.02)  # per second of media time
    assert count / 40 * speed <= SHOWN_PER_S_MAX


@given(
    st.sampled_from(SPEEDS), st.integers(0, 40), st.integers(0, 40), st.sampled_from([10, 25, 30])
)
def test_tiles_that_began_at_different_moments_show_the_same_pictures(speed, a, b, rate):
    def shown(first: int) -> set[int]:
        thinning, previous, times = Thinning(speed, keyframes=False), None, set()
        for number in range(first, 400):
            at_us = number * S // rate
            if thinning.shows(at_us, S // rate, previous):
                previous = at_us
                times.add(at_us)
        return times

    late = 100 * S // rate
    assert {t for t in shown(a) if t > late} == {t for t in shown(b) if t > late}


def test_dense_keyframes_are_thinned_too():
    thinning, previous, count = Thinning(16.0, keyframes=True), None, 0
    for number in range(0, 250, 5):  # a keyframe every 0.2 s: 80 a second at 16x
        at_us = number * S // 25
        if thinning.shows(at_us, S // 5, previous):
            previous, count = at_us, count + 1
    assert 15 <= count <= 19  # 10 s of media in 0.625 s: 30 a second


@given(*[st.integers(2, 4000)] * 4)
def test_a_picture_fills_its_tile_without_leaving_it(width, height, room_w, room_h):
    w, h = fitted(width, height, room_w, room_h)
    assert 2 <= w <= room_w
    assert 2 <= h <= room_h
    assert w == room_w or h == room_h
    assert h == 2 or w == 2 or abs(w * height - h * width) <= max(width, height)


def test_oblong_pixels_are_shown_oblong():
    assert fitted(704, 576, 1000, 576, aspect=16 / 11) == (1000, 562)
    assert fitted(704, 576, 2000, 576, aspect=12 / 11) == (768, 576)


@pytest.mark.parametrize("told", [None, Fraction(0), Fraction(1, 1000), Fraction(300)])
def test_a_shape_that_no_camera_has_is_not_believed(told):
    assert pixel_aspect(told) == 1.0


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize(("distance", "keyframes"), [(S // 25, False), (S // 5, True), (S, True)])
def test_backwards_the_same_pictures_are_shown_as_forwards(speed, distance, keyframes):
    thinning = Thinning(speed, keyframes)
    times = [number * distance for number in range(400)]

    def shown(order: list[int]) -> set[int]:
        previous, out = None, set()
        for at_us in order:
            if thinning.shows(at_us, distance, previous):
                previous = at_us
                out.add(at_us)
        return out

    there, back = shown(times), shown(times[::-1])
    assert there - {times[0], times[-1]} == back - {times[0], times[-1]}
    assert len(there) > 5
