"""The playback clock: a pure function of its state and the monotonic time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.clock import REVERSE_SPEEDS, SPEEDS, ClockState, PlaybackClock
from app.video.course import EVERYTHING, Course
from app.video.media import Span

MOMENT_US = st.integers(0, 4_000_000_000_000_000)
NS = st.integers(0, 10**15)


class Hand:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.ns = 1_000

    def __call__(self) -> int:
        return self.ns


@given(MOMENT_US, NS, st.sampled_from(SPEEDS), NS, NS)
def test_media_time_runs_at_the_speed_and_never_back(anchor, began, speed, a, b):
    state = ClockState(anchor, began, speed, playing=True)
    early, late = sorted((a, b))
    first, second = state.media_time_us(began + early), state.media_time_us(began + late)
    assert anchor <= first <= second
    assert abs((second - first) - (late - early) * speed / 1000) <= 2


@given(MOMENT_US, NS, st.sampled_from(SPEEDS), st.integers(0, 10**12))
def test_a_moment_is_due_when_the_clock_says_it_is_there(anchor, began, speed, ahead):
    state = ClockState(anchor, began, speed, playing=True)
    due_ns = state.monotonic_ns(anchor + ahead)
    assert due_ns is not None
    assert state.media_time_us(due_ns) >= anchor + ahead
    assert state.media_time_us(due_ns - 3000) <= anchor + ahead


@given(MOMENT_US, NS)
def test_a_paused_clock_stands(anchor, later):
    state = ClockState(anchor, 5, 4.0, playing=False)
    assert state.media_time_us(later) == anchor
    assert state.monotonic_ns(anchor + 1) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["play", "pause", "faster", "slower"]), st.integers(0, 10**10)),
        max_size=20,
    )
)
def test_play_pause_and_speed_never_make_media_time_jump(changes):
    hand = Hand()
    clock = PlaybackClock(hand)
    clock.seek(1_000_000)
    epoch = clock.state.epoch
    for name, passed in changes:
        hand.ns += passed
        before = clock.now_us()
        getattr(clock, name)()
        assert 0 <= clock.now_us() - before <= 1
    assert clock.state.epoch == epoch


def test_each_seek_begins_an_epoch_and_goes_where_told():
    hand = Hand()
    clock = PlaybackClock(hand)
    clock.play()
    hand.ns += 10**9
    clock.seek(77)
    assert (clock.now_us(), clock.state.epoch, clock.state.playing) == (77, 1, True)
    clock.seek(77)
    assert clock.state.epoch == 2


def test_stepping_pauses_and_only_going_back_begins_an_epoch():
    clock = PlaybackClock(Hand())
    clock.seek(1_000)
    clock.play()
    clock.step_to(1_040)
    assert (clock.now_us(), clock.state.epoch, clock.state.playing) == (1_040, 1, False)
    clock.step_to(1_000)
    assert (clock.now_us(), clock.state.epoch) == (1_000, 2)


def test_speeds_are_the_seven_and_no_other():
    clock = PlaybackClock(Hand())
    for _ in range(9):
        clock.faster()
    assert clock.state.speed == 16.0
    for _ in range(9):
        clock.slower()
    assert clock.state.speed == 0.25
    with pytest.raises(ValueError, match="speed"):
        clock.set_speed(3.0)


def test_whoever_asked_is_told_of_each_change():
    seen: list[ClockState] = []
    clock = PlaybackClock(Hand(), seen.append)
    clock.play()
    clock.seek(5)
    clock.toggle()
    assert [state.playing for state in seen] == [True, True, False]
    assert seen[-1] is clock.state


# -- backwards, over chosen spans, in a loop ---------------------------------

S = 1_000_000


@given(st.integers(10**12, 10**15), NS, st.sampled_from(REVERSE_SPEEDS), NS, NS)
def test_backwards_media_time_falls_at_the_speed_and_the_line_grows(anchor, began, speed, a, b):
    state = ClockState(anchor, began, speed, playing=True, backwards=True)
    early, late = sorted((a % 10**12, b % 10**12))
    first, second = state.media_time_us(began + early), state.media_time_us(began + late)
    assert second <= first <= anchor
    assert abs((second - first) - (late - early) * speed / 1000) <= 2
    assert state.line_us(began + early) <= state.line_us(began + late)


SPANS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 80)).map(lambda p: Span(p[0], p[0] + p[1])),
    min_size=1,
    max_size=6,
)


@given(SPANS, st.booleans(), st.booleans())
def test_a_course_plays_each_of_its_moments_once_a_lap_and_no_other(spans, repeats, backwards):
    course = Course.of(spans, repeats=repeats)
    inside = {at for span in spans for at in range(span.start_us, span.end_us)}
    assert course.length_us == len(inside)
    start = -course.length_us if backwards else 0
    lines = range(start, start + course.length_us)
    shown = [course.media_us(line, backwards=backwards) for line in lines]
    # Backwards a span is entered at its end and left before its start.
    assert sorted(shown) == sorted(at + backwards for at in inside)
    assert shown == sorted(shown, reverse=backwards)
    last = shown[-1] - 1 if backwards else shown[-1] + 1
    over = course.media_us(start + course.length_us, backwards=backwards)
    assert over == (shown[0] if repeats else last)


@given(SPANS, st.booleans(), st.booleans(), st.integers(0, 2000))
def test_the_leg_of_a_place_is_the_span_that_is_played_there(spans, repeats, backwards, on):
    course = Course.of(spans, repeats=repeats)
    line = (-course.length_us if backwards else 0) + on % (
        3 * course.length_us if repeats else course.length_us
    )
    leg = course.leg_at(line, backwards=backwards)
    assert leg.line_us <= line < leg.end_line_us
    media = course.media_us(line, backwards=backwards)
    assert leg.span.start_us <= media <= leg.span.end_us
    assert leg.line_of(media) == line or media in {leg.span.start_us, leg.span.end_us}
    following = course.leg_after(leg)
    assert (following is None) == course.ends_before(leg.end_line_us, backwards=backwards)
    if following is not None:
        assert following.line_us == leg.end_line_us


def test_the_whole_of_time_is_a_course_whose_line_is_the_media_time():
    assert EVERYTHING.line_us(123, backwards=False) == 123
    assert EVERYTHING.line_us(123, backwards=True) == -123


def test_turning_round_begins_an_epoch_and_does_not_jump():
    hand = Hand()
    clock = PlaybackClock(hand)
    clock.seek(100 * S)
    clock.play()
    hand.ns += 10**9
    epoch = clock.state.epoch
    clock.set_speed(-4.0)
    assert (clock.now_us(), clock.state.epoch) == (101 * S, epoch + 1)
    hand.ns += 10**9
    assert clock.now_us() == 97 * S
    clock.set_speed(-8.0)
    assert clock.state.epoch == epoch + 1


def test_forward_and_reverse_go_up_their_ladders_and_turn_at_normal_speed():
    clock = PlaybackClock(Hand())
    clock.reverse()
    assert (clock.state.playing, clock.state.speed) == (True, -1.0)
    clock.reverse()
    assert clock.state.speed == -2.0
    clock.forward()
    assert clock.state.speed == 1.0
    for _ in range(9):
        clock.forward()
    assert clock.state.speed == 16.0
    clock.faster()
    clock.slower()
    assert clock.state.speed == 8.0


def test_stepping_on_in_one_direction_keeps_the_epoch():
    clock = PlaybackClock(Hand())
    clock.seek(1_000)
    clock.step_to(960)
    epoch = clock.state.epoch
    clock.step_to(920)
    assert (clock.now_us(), clock.state.epoch, clock.state.backwards) == (920, epoch, True)
    clock.step_to(960)
    assert clock.state.epoch == epoch + 1


def test_a_course_is_played_over_its_jumps_and_stands_at_its_end():
    hand = Hand()
    clock = PlaybackClock(hand)
    clock.seek(5 * S)
    clock.set_course((Span(10 * S, 12 * S), Span(20 * S, 21 * S)))
    assert clock.now_us() == 5 * S  # paused, every moment can be looked at
    clock.play()
    assert clock.now_us() == 10 * S
    hand.ns += 2_500_000_000
    assert clock.now_us() == 20 * S + 500_000
    hand.ns += 10**10
    assert clock.now_us() == 21 * S
    assert clock.ended()
    clock.set_speed(-1.0)
    hand.ns += 2_000_000_000
    assert clock.now_us() == 11 * S
    clock.seek(15 * S)
    assert clock.now_us() == 12 * S
    clock.set_course(None)
    hand.ns += 3_000_000_000
    assert clock.now_us() == 9 * S


def test_a_loop_comes_back_to_its_start_and_holds_its_part_of_a_course():
    hand = Hand()
    clock = PlaybackClock(hand)
    clock.seek(10 * S)
    clock.play()
    clock.set_loop(Span(10 * S, 12 * S))
    hand.ns += 5_000_000_000
    assert clock.now_us() == 11 * S
    clock.set_course((Span(11 * S, 11 * S + 500_000),))
    hand.ns += 600_000_000
    assert clock.now_us() == 11 * S + 100_000
    assert clock.loop == Span(10 * S, 12 * S)
    clock.set_loop(None)
    assert clock.spans == (Span(11 * S, 11 * S + 500_000),)


def test_a_jump_is_of_what_is_played_and_stops_at_the_ends():
    hand = Hand()
    clock = PlaybackClock(hand)
    clock.seek(21 * S)
    clock.set_course((Span(10 * S, 14 * S), Span(20 * S, 24 * S)))
    assert clock.beyond(-5 * S) == 16 * S  # paused, every moment can be looked at
    clock.play()
    assert clock.beyond(-2 * S) == 13 * S  # not to the start of this span for ever
    assert clock.beyond(-60 * S) == 10 * S
    assert clock.beyond(60 * S) == 24 * S
    clock.set_speed(-1.0)
    assert clock.beyond(-2 * S) == 13 * S
    assert clock.beyond(2 * S) == 23 * S
    assert clock.plays(13 * S)
    assert not clock.plays(14 * S)


def test_a_jump_goes_on_behind_the_end_of_a_loop():
    clock = PlaybackClock(Hand())
    clock.seek(11 * S)
    clock.play()
    clock.set_loop(Span(10 * S, 14 * S))
    assert clock.beyond(2 * S) == 13 * S
    assert clock.beyond(5 * S) == 12 * S
    assert clock.beyond(-5 * S) == 10 * S
    clock.set_speed(-1.0)
    assert clock.beyond(-2 * S) == 13 * S
    assert clock.beyond(5 * S) == 14 * S
