from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.widgets.wall_controller_scrub import ENOUGH, LEAST_MS, PATIENCE_MS, Scrubber
from app.widgets.wall_controller_time import WallTime
from app.widgets.wall_state import WallState
from tests.widgets.window_stage import START_US, NotingEngine

SECOND_US = 1_000_000


class Hand:
    """A hand on the timeline, over an engine whose pictures come when the test says so."""

    def __init__(self) -> None:
        self.engine = NotingEngine()
        self.engine.counts = dict.fromkeys(range(10), 0)
        self.wall = WallTime(self.engine, WallState())  # type: ignore[arg-type]
        self.now_ms = 1000.0
        self.scrubber = Scrubber(self.wall, lambda: round(self.now_ms * 1e6))

    def sought(self) -> list[int]:
        return [int(str(call[1])) - START_US for call in self.engine.named("seek")]

    def move(self, second: float, after_ms: float = 5.0) -> None:
        self.now_ms += after_ms
        self.scrubber.move(START_US + round(second * SECOND_US))

    def show(self, share: float = 1.0) -> None:
        for tile in range(round(10 * share)):
            self.engine.counts[tile] += 1

    def wait(self, ms: float) -> None:
        self.now_ms += ms
        self.scrubber.look()


@pytest.fixture
def hand(qapp: object) -> Iterator[Hand]:
    made = Hand()
    yield made
    made.scrubber.end(START_US)


def test_the_first_place_is_sought_at_once(hand: Hand) -> None:
    hand.move(1)
    assert hand.sought() == [SECOND_US]


def test_the_next_place_waits_until_the_tiles_have_shown_the_one_before(hand: Hand) -> None:
    hand.move(1)
    for second in range(2, 12):
        hand.move(second, after_ms=LEAST_MS / 5)
    assert hand.sought() == [SECOND_US]
    hand.show(ENOUGH)
    hand.wait(LEAST_MS)
    assert hand.sought() == [SECOND_US, 11 * SECOND_US]  # the newest place, none between


def test_tiles_that_show_nothing_do_not_hold_the_hand_for_ever(hand: Hand) -> None:
    hand.move(1)
    hand.move(2)
    hand.show(0.5)
    hand.wait(LEAST_MS)
    assert hand.sought() == [SECOND_US]
    hand.wait(PATIENCE_MS)
    assert hand.sought() == [SECOND_US, 2 * SECOND_US]


def test_tiles_without_footage_there_are_not_waited_for(hand: Hand) -> None:
    hand.scrubber.expects = lambda tile, _at_us: tile < 5
    hand.move(1)
    hand.move(2)
    hand.show(0.5)
    hand.wait(LEAST_MS)
    assert hand.sought() == [SECOND_US, 2 * SECOND_US]


def test_a_quick_wall_is_asked_no_more_often_than_eyes_can_follow(hand: Hand) -> None:
    for number in range(100):
        hand.move(number / 10, after_ms=2)
        hand.show()
    assert len(hand.sought()) <= 200 / LEAST_MS + 1


def test_a_hand_that_rests_seeks_no_more(hand: Hand) -> None:
    hand.move(1)
    hand.show()
    for _ in range(20):
        hand.wait(100)
    assert hand.sought() == [SECOND_US]


def test_the_last_place_is_exact_and_what_played_plays_on(hand: Hand) -> None:
    hand.wall.play()
    hand.move(1)
    assert not hand.wall.playing
    hand.move(2)
    hand.scrubber.end(START_US + 2_345_678)
    assert hand.sought()[-1] == 2_345_678
    assert hand.wall.playing


def test_a_click_seeks_once_and_what_stood_still_stays_so(hand: Hand) -> None:
    hand.move(3)
    hand.scrubber.end(START_US + 3 * SECOND_US)
    assert hand.sought() == [3 * SECOND_US]
    assert not hand.wall.playing
