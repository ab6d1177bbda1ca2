"""A recorded tile on the way to a sought picture, and late within a run."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from app.video.source import Effort, NoRecording, Picture
from app.video.wall.saving_steps import Step
from tests.video.tile_stage import STEP, HandClock, S, Stage, Tape


@pytest.fixture
def stage(request) -> Iterator[Stage]:
    made = Stage(getattr(request, "param", None) or Tape())
    yield made
    made.tile.close()
    made.reader.release()


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    made = HandClock()
    monkeypatch.setattr(time, "monotonic_ns", lambda: made.now_ns)
    return made


class Glancing(Tape):
    """Says at once which keyframe lies before what was sought; asked for light decoding or not."""

    def __init__(self) -> None:
        super().__init__()
        self.light: list[bool] = []

    def glance(self) -> Picture | None:
        return Picture(self.at_us // (2 * S) * 2 * S, self._frame, True, STEP)

    def set_effort(self, effort: Effort) -> None:
        self.light.append(effort.light)


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_a_keyframe_is_shown_until_the_sought_picture_is_there(stage):
    stage.at(11 * S)
    assert stage.turn() <= 0  # at once again, after the other tiles
    assert (stage.shown_us(), stage.tape.reads) == (10 * S, [])
    stage.turn()
    assert stage.shown_us() == 11 * S


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_a_step_never_goes_to_what_was_shown_on_the_way(stage):
    stage.at(11 * S + STEP // 2)
    stage.turns()
    assert stage.shown_us() == 11 * S
    assert stage.tile.find_step(11 * S, 1) == 11 * S + STEP


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_a_keyframe_further_away_than_what_is_shown_is_not_shown(stage):
    stage.at(11 * S)
    stage.turns()
    shown = []
    stage.at(11 * S + 20 * STEP)
    for _ in range(4):
        stage.turn()
        shown.append(stage.shown_us())
    assert set(shown) == {11 * S + 20 * STEP}


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_what_was_decoded_lightly_on_the_way_is_decoded_in_full_when_time_stands(stage):
    stage.at(11 * S, playing=True)
    stage.turns()
    assert stage.tape.light == [True, False]
    seeks = len(stage.tape.seeks)
    stage.at(11 * S + 5 * STEP, seek=False)
    stage.turns()
    assert len(stage.tape.seeks) == seeks + 1
    assert stage.shown_us() == 11 * S + 5 * STEP


class Deep(Tape):
    """Decodes a part of each run, each picture at a price; told when the rest is not wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.depth_us: int | None = None
        self.cost = lambda: None
        self.left = 0

    def set_effort(self, effort: Effort) -> None:
        self.depth_us = effort.depth_us

    def leave_run(self) -> None:
        self.left += 1
        self._to_next_key()

    def _to_next_key(self) -> None:
        self.at_us = -(-self.at_us // (2 * S)) * 2 * S

    def read(self) -> Picture | NoRecording:
        if self.depth_us is not None and self.at_us % (2 * S) >= self.depth_us:
            self._to_next_key()
        self.cost()
        return super().read()


@pytest.mark.parametrize(
    ("stage", "cost_ms", "leaves"), [(Deep(), 30, True), (Deep(), 10, False)], indirect=["stage"]
)
def test_a_late_tile_leaves_the_rest_of_a_keyframes_run_and_stays_with_the_clock(
    stage, hand, cost_ms, leaves
):
    def cost() -> None:
        hand.now_ns += cost_ms * 1_000_000

    stage.tape.cost = cost
    stage.at(0, playing=True, speed=4.0)
    worst_us = 0
    for now_ns in hand.moments(8.0):
        stage.turn(now_ns + 10**12, Step(0.5))  # 25 pictures in half a second
        shown_us = stage.shown_us()
        assert shown_us is not None
        worst_us = max(worst_us, stage.clock.media_time_us(hand.now_ns) - shown_us)
    assert (stage.tape.left > 10) == leaves
    assert worst_us <= 2 * S + 4 * (250_000 + 120_000)  # late by so much, and shown so seldom
    assert len(stage.tape.seeks) == 1  # it never had to jump


@pytest.mark.parametrize("stage", [Deep()], indirect=True)
@pytest.mark.parametrize(("depth", "again"), [(0.85, False), (0.3, True)])
def test_a_run_is_read_again_only_where_its_last_picture_would_stand_for_long(
    stage, hand, depth, again
):
    stage.at(0, playing=True)
    for now_ns in hand.moments(3.5):  # in the second run, behind its part
        stage.turn(now_ns + 10**12, Step(depth))
    seeks = len(stage.tape.seeks)
    stage.turn(hand.now_ns + 10**12, Step(1.0))
    assert len(stage.tape.seeks) == seeks + again


@pytest.mark.parametrize(("stage", "cost_ms"), [(Deep(), 60), (Deep(), 10)], indirect=["stage"])
def test_how_late_a_tile_reads_is_told_once(stage, hand, cost_ms):
    def cost() -> None:
        hand.now_ns += cost_ms * 1_000_000

    stage.tape.cost = cost
    stage.at(0, playing=True)
    arrived_ns = hand.now_ns + 1_800_000_000
    while hand.now_ns < arrived_ns:
        hand.now_ns += 5_000_000
        stage.turn()
    assert stage.tile.take_behind_s() == 0.0  # on arriving it may be late
    for _ in hand.moments(4.0):
        stage.turn()
    assert (stage.tile.take_behind_s() > 0.1) == (cost_ms > 40)
    assert stage.tile.take_behind_s() == 0.0


def test_among_keyframes_a_late_tile_tells_nothing(stage, hand):
    stage.at(0, playing=True, speed=16.0)
    for _ in hand.moments(3.0):
        hand.now_ns += 200_000_000
        stage.turn()
    assert stage.tile.take_behind_s() == 0.0
