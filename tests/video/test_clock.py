"""The playback clock: a pure function of its state and the monotonic time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.clock import SPEEDS, ClockState, PlaybackClock

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
