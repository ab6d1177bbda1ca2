"""Reviewing: backwards, in a loop, without the quiet, by bookmarks, one store at one moment."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from app.video.media import Span
from app.widgets.bookmark_panel import BookmarkPanel
from tests.e2e.stage import LABELS, START_US, US, Hands, SmallStage


@pytest.fixture
def wall(window: Hands, small_stage: SmallStage) -> Iterator[Hands]:
    """All six cameras, standing 45 s into the recordings; the keys are the wall's."""
    window.wall.controller.set_layout(9)
    window.fill(small_stage.cameras.values())
    window.look_at_wall()
    window.wall.controller.seek(START_US + 45 * US)
    window.until(lambda: min(shown(window), default=0) >= START_US + 44 * US, "the moment")
    yield window
    window.wall.controller.pause()
    window.wall.controller.set_speed(1.0)
    window.wall.loop.clear()
    window.wall.condense.off()


def shown(window: Hands) -> list[int]:
    """The media time of each tile's picture."""
    times = (window.engine.shown_time_us(tile) for tile in window.engine.tiles())
    return [at_us for at_us in times if at_us is not None]


def place(window: Hands, media_time_us: int) -> int:
    """Where a moment stands on the timeline."""
    line = window.wall.timeline
    return round(line.places.lanes_left + line.scale.x_of(media_time_us))


def test_j_k_l_play_backwards_stand_and_play(wall: Hands) -> None:
    controller = wall.wall.controller
    wall.keys("J")
    assert (controller.playing, controller.speed) == (True, -1.0)
    assert wall.wall.bar.speeds.backwards.isChecked()
    wall.keys("J")
    assert controller.speed == -2.0
    wall.until(lambda: max(shown(wall)) < START_US + 43 * US, "earlier pictures on every tile")
    wall.keys("K")
    assert not controller.playing
    wall.keys("L")
    assert (controller.playing, controller.speed) == (True, 1.0)
    stood_us = max(shown(wall))
    wall.until(lambda: min(shown(wall), default=0) > stood_us, "later pictures")


def test_a_loop_is_set_by_keys_dragged_on_the_timeline_and_taken_back(wall: Hands) -> None:
    wall.keys("R")
    wall.wall.controller.seek(START_US + 48 * US)
    wall.keys("R")
    assert wall.engine.clock.loop == Span(START_US + 45 * US, START_US + 48 * US)
    line, x = wall.wall.timeline, place(wall, START_US + 45 * US)
    wall.drag(line, QPoint(x - 6, 30), QPoint(place(wall, START_US + 46 * US) - 6, 30))
    loop = wall.engine.clock.loop
    assert loop is not None
    assert START_US + 45 * US < loop.start_us < START_US + 47 * US
    wall.keys("]", "]", "]", "Space")
    seen: list[int] = []

    def went_round() -> bool:
        seen.append(wall.wall.controller.now_us())
        return any(after < before for before, after in itertools.pairwise(seen[5:]))

    wall.until(went_round, "the loop's second round")
    assert all(loop.contains(at_us) for at_us in seen[5:])
    wall.keys("Space", "R")
    assert wall.engine.clock.loop is None


def test_a_bookmark_is_set_without_stopping_named_found_and_taken_back(wall: Hands) -> None:
    wall.keys("Space", "B")
    strip = wall.wall.bookmarks.strip
    assert strip.isVisible()
    assert wall.wall.controller.playing
    assert wall.focus() is wall.wall.surface
    wall.keys("B")
    wall.until(strip.text.hasFocus, "the cursor in the text")
    wall.type("door open")
    wall.keys("Return")
    assert wall.focus() is wall.wall.surface
    wall.settle()
    found = wall.operations.bookmarks.list()
    assert [each.text for each in found] == ["door open"]
    assert START_US + 44 * US <= found[0].media_time_us < START_US + 60 * US
    wall.keys("K")
    wall.wall.controller.seek(START_US + 2 * US)
    wall.until(lambda: wall.wall.timeline.marks.count("bookmark") == 1, "its mark")
    wall.keys("Ctrl+B")
    assert wall.wall.controller.now_us() == found[0].media_time_us
    list_and_remove(wall, wall.wall.bookmark_panel)


def list_and_remove(wall: Hands, panel: BookmarkPanel) -> None:
    """Find it in the list, jump, take it away and back and away."""
    wall.keys("F7")
    assert panel.isVisible()
    wall.wall.controller.seek(START_US + 2 * US)
    panel.search.setText("door")
    panel.view.setCurrentIndex(panel.model.index(0))
    wall.click(panel.go)
    assert wall.wall.controller.now_us() > START_US + 40 * US
    panel.search.setText("window")
    assert panel.model.rowCount() == 0
    panel.search.clear()
    panel.view.setCurrentIndex(panel.model.index(0))
    wall.click(panel.remove)
    wall.settle()
    assert wall.operations.bookmarks.list() == ()
    wall.click(wall.wall.bookmarks.strip.back)
    wall.settle()
    kept = wall.operations.bookmarks.list()
    assert [each.text for each in kept] == ["door open"]
    wall.operations.bookmarks.remove(kept[0].id)
    wall.settle()
    wall.keys("F7")
    wall.look_at_wall()


def test_condense_plays_the_busy_part_and_says_how_much_is_left(wall: Hands) -> None:
    condense = wall.wall.condense
    wall.keys("D")
    # As long as it is not known where there is footage, all of the day counts.
    wall.until(lambda: (plan := condense.plan) and plan.footage_us == 60 * US, "the plan")
    plan = condense.plan
    assert plan is not None
    assert plan.course  # the pictures of the stage change all the time
    assert wall.engine.clock.spans == plan.course
    wall.until(lambda: "left" in wall.wall.docks.timeline.windowTitle(), "how much is left")
    wall.keys("D")
    assert wall.engine.clock.spans is None
    assert condense.words() == ""


def test_one_store_at_one_moment_and_back(wall: Hands, small_stage: SmallStage) -> None:
    controller, now_us = wall.wall.controller, wall.wall.controller.now_us()
    before = dict(controller.state.shown())
    controller.select(wall.tile(small_stage.cameras["S002/counter"].id))
    wall.keys("W")
    there = {small_stage.cameras[label].id for label in LABELS if label.startswith("S002")}
    assert set(controller.state.shown().values()) == there
    assert controller.state.layout == 4
    assert controller.now_us() == now_us
    wall.until(lambda: len(shown(wall)) == 3, "their pictures")
    wall.keys("W")
    assert controller.state.shown() == before
    assert controller.state.layout == 9


def test_pictures_follow_the_hand_on_the_timeline(wall: Hands) -> None:
    line, left, none = wall.wall.timeline, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    y = line.places.lane_top(0) + 3
    start, end = place(wall, START_US + 5 * US), place(wall, START_US + 15 * US)
    seen: dict[int, set[int]] = {tile: set() for tile in wall.engine.tiles()}
    epoch = wall.engine.clock.state.epoch
    wall._mouse(line, QEvent.Type.MouseButtonPress, QPoint(start, y), left, left)
    for step in range(120):
        at = QPoint(start + (end - start) * step // 120, y)
        wall._mouse(line, QEvent.Type.MouseMove, at, none, left)
        QTest.qWait(8)
        for tile, times in seen.items():
            times.add(wall.engine.shown_time_us(tile) or 0)
    wall._mouse(line, QEvent.Type.MouseButtonRelease, QPoint(end, y), left, none)
    hand = Span(START_US + 5 * US, START_US + 15 * US)
    assert min(sum(map(hand.contains, times)) for times in seen.values()) >= 1, seen
    assert wall.engine.clock.state.epoch - epoch < 60  # of 120 moves: what could be shown
    wall.until(
        lambda: min(shown(wall), default=0) > START_US + 14 * US, "the exact moment at the end"
    )


def test_the_menu_of_a_tile_has_the_windows_own_actions(wall: Hands) -> None:
    filled, empty = wall.wall.menu.menu(0), wall.wall.menu.menu(8)
    names = {action.objectName() for action in filled.actions()}
    assert {"tile.solo", "store.moment", "bookmark.set", "tile.clear"} <= names
    assert "tile.solo" not in {action.objectName() for action in empty.actions()}
    filled.deleteLater()
    empty.deleteLater()
