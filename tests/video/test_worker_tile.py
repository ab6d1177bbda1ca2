"""One recorded tile inside a worker, with a source made by hand: what is read, and when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.video.course import Course
from app.video.faults import PasswordRefused, SourceFault
from app.video.media import FAR_FUTURE_US, Span
from app.video.tiles import TileState, TileStateKind
from app.video.wall.saving_steps import Load
from tests.video.tile_stage import BROKEN, STEP, HandClock, S, Stage, Tape


@pytest.fixture
def stage(request) -> Iterator[Stage]:
    made = Stage(getattr(request, "param", None) or Tape())
    yield made
    made.tile.close()
    made.reader.release()


def test_paused_it_reads_the_picture_and_a_few_ahead_and_then_rests(stage):
    stage.at(10 * S + 5)
    stage.turns()
    assert stage.shown_us() == 10 * S
    read = len(stage.tape.reads)
    assert 2 <= read <= 12
    assert stage.turn() > 0.1
    assert len(stage.tape.reads) == read


def test_the_pictures_ahead_are_gapless_while_paused(stage):
    stage.at(10 * S)
    stage.turns()
    assert [stage.shown_us(10 * S + n * STEP) for n in range(4)] == [
        10 * S + n * STEP for n in range(4)
    ]


def test_at_high_speed_not_every_picture_is_converted(stage):
    stage.at(0, playing=True, speed=4.0)
    ahead: list[int] = []
    until_s = time.monotonic() + 20
    while len(ahead) < 3:
        assert time.monotonic() < until_s
        stage.turn()
        now_us = stage.clock.media_time_us(time.monotonic_ns())
        ahead = stage.tile._pictures.ring.ahead(stage.clock.epoch, now_us)
    assert {time_us % (4 * STEP) for time_us in ahead} == {0}


def test_pausing_after_high_speed_fills_in_the_pictures_between(stage):
    stage.at(0, playing=True, speed=4.0)
    stage.turns()
    stage.at(S + STEP, seek=False)
    stage.turns()
    assert stage.shown_us() == S + STEP
    assert stage.shown_us(S + 2 * STEP) == S + 2 * STEP


def test_at_the_highest_speed_keyframes_alone_are_read(stage):
    stage.at(0, playing=True, speed=16.0)
    stage.turns()
    assert stage.tape.keys
    assert {at_us % (2 * S) for at_us in stage.tape.reads} == {0}
    stage.at(stage.clock.media_time_us(time.monotonic_ns()), seek=False)
    stage.turns()
    assert not stage.tape.keys
    assert stage.shown_us() == stage.clock.anchor_media_us // STEP * STEP


def test_when_told_to_save_work_keyframes_alone_are_read(stage):
    stage.at(0, playing=True)
    stage.turn(thin_until_ns=time.monotonic_ns() + 10**12)
    assert stage.tape.keys
    stage.turn(thin_until_ns=0)
    assert not stage.tape.keys


@pytest.mark.parametrize("stage", [Tape(Span(0, 10 * S), Span(60 * S, 80 * S))], indirect=True)
def test_a_gap_is_told_and_waited_for_without_reading_on_and_on(stage):
    stage.at(30 * S)
    stage.turns(20)
    assert stage.told == [TileState(TileStateKind.NO_RECORDING, span=Span(10 * S, 60 * S))]
    assert stage.tape.reads == []
    stage.at(59 * S + 900_000, seek=False)
    stage.turns(20)
    assert stage.shown_us(60 * S) == 60 * S
    assert len(stage.tape.seeks) <= 2  # it does not go back and forth at the edge


@pytest.mark.parametrize("stage", [Tape(Span(10 * S, 20 * S))], indirect=True)
def test_before_the_first_footage_and_after_the_last(stage):
    stage.at(5 * S)
    stage.turns()
    assert stage.told[-1].span == Span(0, 10 * S)
    stage.at(25 * S)
    stage.turns()
    assert stage.told[-1].span == Span(20 * S, FAR_FUTURE_US)


def test_a_broken_stretch_is_told_with_its_span_and_read_over(stage):
    stage.tape.faults[10 * S] = SourceFault(BROKEN, name="a.mp4", until_us=14 * S)
    stage.at(10 * S)
    stage.turns()
    state = stage.told[-1]
    assert (state.kind, state.text("en")) == (TileStateKind.LOST, "a.mp4 is broken.")
    assert state.span == Span(10 * S, 14 * S)
    stage.at(13 * S + 500_000, seek=False)
    stage.turns()
    assert stage.shown_us(14 * S) == 14 * S


def test_a_fault_without_an_end_is_tried_again_and_taken_back(stage):
    stage.tape.faults[10 * S] = SourceFault(BROKEN, name="a.mp4")
    stage.at(10 * S)
    assert stage.turn() > 0.1
    assert stage.told[-1].kind is TileStateKind.LOST
    time.sleep(0.3)
    stage.turns()
    assert stage.told[-1].kind is TileStateKind.PLAYING
    assert stage.shown_us() == 10 * S


def test_a_refused_password_asks_for_it(stage):
    stage.tape.faults[0] = PasswordRefused(BROKEN, name="camera")
    stage.at(0)
    stage.turns()
    assert stage.told[-1].kind is TileStateKind.ASK_PASSWORD


def test_a_tile_far_behind_jumps_to_now_and_says_when_that_repeats(stage):
    stage.tape.slow_s = 0.03
    stage.at(0, playing=True, speed=8.0)  # 6 times slower than needed
    seeks = len(stage.tape.seeks)
    until_s = time.monotonic() + 20
    while stage.overloads == 0:
        assert time.monotonic() < until_s
        stage.turn()
    assert len(stage.tape.seeks) > seeks
    assert stage.tape.seeks[-1] > 8 * S


def test_steps_are_found_in_both_directions_and_over_a_gap():
    stage = Stage(Tape(Span(0, 10 * S), Span(60 * S, 80 * S)))
    try:
        stage.at(5 * S)
        stage.turns()
        assert stage.tile.find_step(5 * S, 1) == 5 * S + STEP
        assert stage.tile.find_step(5 * S, -1) == 5 * S - STEP
        assert stage.tile.find_step(5 * S, -3) == 5 * S - 3 * STEP
        assert stage.tile.find_step(5 * S, 30) == 5 * S + 30 * STEP
        assert stage.tile.find_step(10 * S - STEP, 1) == 60 * S
        assert stage.tile.find_step(60 * S, -1) == 10 * S - STEP
        assert stage.tile.find_step(80 * S - STEP, 1) is None
        assert stage.tile.find_step(0, -1) is None
        stage.turns()
        assert stage.shown_us() == 5 * S
    finally:
        stage.tile.close()
        stage.reader.release()


def test_after_a_jump_to_between_two_pictures_a_step_is_a_step(stage):
    stage.at(5 * S + STEP // 2)
    stage.turns()
    assert stage.shown_us() == 5 * S
    assert stage.tile.find_step(5 * S, 1) == 5 * S + STEP
    stage.at(5 * S + STEP // 2)
    stage.turns()
    assert stage.tile.find_step(5 * S, -1) == 5 * S - STEP


def test_a_tile_that_nobody_sees_reads_nothing(stage):
    stage.tile.visible = False
    stage.at(0, playing=True)
    stage.turns()
    assert stage.tape.reads == []
    stage.tile.visible = True
    stage.turns()
    assert stage.tape.reads


def test_among_keyframes_a_tile_is_not_late_before_the_next_one_is_due(stage):
    forever_ns = time.monotonic_ns() + 10**12
    stage.at(10 * S + 200_000, playing=True, speed=4.0)
    seeks = len(stage.tape.seeks)
    until_s = time.monotonic() + 0.8  # more than one keyframe's time at this speed
    while time.monotonic() < until_s:
        stage.turn(forever_ns)
    assert len(stage.tape.seeks) - seeks == 1
    assert stage.tape.reads == sorted(set(stage.tape.reads))
    assert stage.shown_us() == stage.clock.media_time_us(time.monotonic_ns()) // (2 * S) * 2 * S


def test_without_room_nothing_is_read_on_and_nothing_is_lost(stage, monkeypatch):
    pictures = stage.tile._pictures
    monkeypatch.setattr(pictures, "write", lambda *_: False)
    stage.at(10 * S)
    stage.turns(20)
    assert stage.tape.reads == [10 * S]
    monkeypatch.undo()
    stage.turns()
    assert stage.shown_us() == 10 * S


def test_what_a_tile_costs_is_known_after_a_few_pictures(stage):
    stage.tape.slow_s = 0.0
    stage.at(0, playing=True)
    assert stage.tile.load(3.0).unsaved == 0.0
    until_s = time.monotonic() + 20
    while not stage.tile.load(3.0).exact:
        assert time.monotonic() < until_s
        stage.turn()
    assert stage.tile.load(3.0).exact > stage.tile.load(2.0).exact
    assert stage.tile.load(16.0).exact == 0.0  # keyframes alone are read there
    stage.tile.visible = False
    assert stage.tile.load(3.0) == Load()


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    made = HandClock()
    monkeypatch.setattr(time, "monotonic_ns", lambda: made.now_ns)
    return made


def shown_while_playing(stage: Stage, hand: HandClock, seconds: float) -> list[int]:
    """Media times shown one after another, looked at very often."""
    out: list[int] = []
    for _ in hand.moments(seconds):
        stage.turn()
        shown = stage.shown_us()
        if shown is not None and (not out or out[-1] != shown):
            out.append(shown)
    return out


@pytest.mark.parametrize("speed", [-1.0, -4.0, -16.0])
def test_backwards_the_picture_that_covers_the_clocks_time_is_shown(stage, hand, speed):
    stage.at(100 * S, playing=True, speed=speed)
    checked = 0
    for now_ns in hand.moments(1.0):
        stage.turn()
        picture = stage.reader.picture(stage.clock.epoch, stage.clock.line_us(now_ns))
        now_us = stage.clock.media_time_us(now_ns)
        step = 2 * S if speed == -16.0 else max(STEP, round(-speed) * STEP)
        if picture is not None and now_us < 100 * S - step:
            checked += 1
            assert 0 <= now_us - picture.media_time_us < step
    assert checked > 50


def test_only_the_course_is_shown_and_the_jump_comes_in_time(stage, hand):
    course = Course((Span(10 * S, 10 * S + 400_000), Span(50 * S, 50 * S + 400_000)))
    stage.at(10 * S, playing=True, course=course)
    shown = shown_while_playing(stage, hand, 0.9)
    assert shown == [start + n * STEP for start in (10 * S, 50 * S) for n in range(10)]
    assert stage.clock.ended(time.monotonic_ns())


def laps(shown: list[int], once: list[int]) -> int:
    """How often it begins anew, every picture in its order."""
    places = [once.index(at_us) for at_us in shown]
    assert places == [(places[0] + number) % len(once) for number in range(len(places))]
    return sum(later < earlier for earlier, later in pairwise(places))


def test_a_loop_shows_the_same_again_and_again_in_both_directions(stage, hand):
    loop = Course((Span(10 * S, 10 * S + 200_000),), repeats=True)
    stage.at(10 * S, playing=True, course=loop)
    once = [10 * S + n * STEP for n in range(5)]
    assert laps(shown_while_playing(stage, hand, 0.9), once) >= 3
    stage.at(10 * S + 200_000, playing=True, speed=-1.0, course=loop)
    assert laps(shown_while_playing(stage, hand, 0.9)[1:], once[::-1]) >= 3


@pytest.mark.parametrize("stage", [Tape(Span(0, 10 * S), Span(60 * S, 80 * S))], indirect=True)
def test_backwards_over_a_gap(stage):
    stage.at(30 * S, playing=True, speed=-16.0)
    stage.turns()
    assert stage.told == [TileState(TileStateKind.NO_RECORDING, span=Span(10 * S, 60 * S))]
    stage.at(9 * S + 7 * STEP, speed=-1.0, seek=False)
    stage.turns(20)
    assert stage.shown_us() == 9 * S + 7 * STEP
