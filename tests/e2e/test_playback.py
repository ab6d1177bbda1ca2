"""Playback in step: one clock for every tile, moved by keys, dialog and timeline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint

from app.video.clock import SPEEDS
from app.widgets.goto_dialog import GotoDialog
from app.widgets.transport_speeds import speed_text
from tests.e2e.stage import (
    GAP,
    GAP_LABEL,
    KEYFRAME_US,
    LABELS,
    PICTURE_US,
    START_US,
    US,
    Hands,
    SmallStage,
    is_open,
    number_at,
)


@pytest.fixture
def wall(window: Hands, small_stage: SmallStage) -> Iterator[Hands]:
    """All six cameras, standing at the start of the recordings; the keys are the wall's."""
    window.wall.controller.set_layout(9)
    window.fill(small_stage.cameras.values())
    window.look_at_wall()
    stand_at(window, START_US)
    yield window
    window.wall.controller.pause()


def stand_at(window: Hands, media_time_us: int) -> None:
    window.wall.controller.seek(media_time_us)
    window.until(lambda: moment(window) == media_time_us, f"{media_time_us}")


def labels(window: Hands) -> dict[int, str]:
    """Tile -> "S001/entrance"."""
    found = {tile: window.wall.controller.camera(tile) for tile in window.engine.tiles()}
    return {tile: f"{pair[0].code}/{pair[1].code}" for tile, pair in found.items() if pair}


def moments(window: Hands) -> dict[str, int]:
    """Which moment each camera's picture shows, by the number drawn into it."""
    seen = {}
    for tile, label in labels(window).items():
        number = window.number(tile)
        if number is not None and not window.says(tile):
            seen[label] = START_US + (number - number_at(label, START_US)) * PICTURE_US
    return seen


def moment(window: Hands) -> int | None:
    """The one moment that every tile shows; None while they differ or wait."""
    seen = set(moments(window).values())
    return seen.pop() if len(seen) == 1 and len(moments(window)) == shown(window) else None


def shown(window: Hands) -> int:
    """How many tiles have something to show at the clock's time."""
    in_gap = GAP.contains(window.wall.controller.now_us())
    return len(LABELS) - (1 if in_gap else 0)


def press_place(window: Hands, media_time_us: int) -> QPoint:
    """A place of the timeline in the first camera's lane."""
    line = window.wall.timeline
    return QPoint(
        round(line.places.lanes_left + line.scale.x_of(media_time_us)), line.places.lane_top(0) + 3
    )


def test_space_plays_and_pauses(wall: Hands) -> None:
    wall.keys("Space")
    wall.until(lambda: min(moments(wall).values()) >= START_US + US, "a second of playback")
    wall.keys("Space")
    assert not wall.wall.controller.playing
    stopped_us = wall.wall.controller.now_us()
    wall.until(lambda: moment(wall) == stopped_us // PICTURE_US * PICTURE_US, "the exact picture")
    wall.spin(0.3)
    assert wall.wall.controller.now_us() == stopped_us


def test_brackets_go_through_the_seven_speeds(wall: Hands) -> None:
    buttons = wall.wall.bar.speeds.buttons
    wall.keys("[", "[", "[")
    seen = []
    for _ in range(9):
        seen.append(wall.wall.controller.speed)
        checked = [button.text() for button in buttons if button.isChecked()]
        assert checked == [speed_text(seen[-1])]
        wall.keys("]")
    assert seen == [*SPEEDS, 16.0, 16.0]
    wall.click(buttons[2])
    assert wall.wall.controller.speed == 1.0


def test_at_16x_only_keyframes_are_shown_on_every_tile(wall: Hands) -> None:
    wall.keys("]", "]", "]", "]")
    seen: dict[str, set[int]] = {label: set() for label in LABELS}

    def note() -> bool:
        for label, at_us in moments(wall).items():
            if at_us >= START_US + KEYFRAME_US:  # a few pictures lay ready before it played
                seen[label].add(at_us)
        return wall.wall.controller.now_us() > START_US + 59 * US

    wall.keys("Space")
    wall.until(note, "the end of the recordings")
    for label, moments_us in seen.items():
        assert {(at_us - START_US) % KEYFRAME_US for at_us in moments_us} == {0}, label
        assert len(moments_us) >= 8, label


def test_a_step_goes_one_picture_on_and_back(wall: Hands) -> None:
    stand_at(wall, START_US + 3 * US)
    wall.keys(".")
    wall.until(lambda: moment(wall) == START_US + 3 * US + PICTURE_US, "one picture on")
    wall.keys(".", ".", ".")
    wall.until(lambda: moment(wall) == START_US + 3 * US + 4 * PICTURE_US, "three more")
    wall.keys(",")
    wall.until(lambda: moment(wall) == START_US + 3 * US + 3 * PICTURE_US, "one back")
    # Over the joint of two segments, in both directions.
    stand_at(wall, START_US + 20 * US - PICTURE_US)
    wall.keys(".")
    wall.until(lambda: moment(wall) == START_US + 20 * US, "the next segment")
    wall.keys(",")
    wall.until(lambda: moment(wall) == START_US + 20 * US - PICTURE_US, "the segment before")


def test_a_step_pauses(wall: Hands) -> None:
    wall.keys("Space")
    wall.until(lambda: wall.wall.controller.now_us() > START_US + 500_000, "some playback")
    wall.keys(".")
    assert not wall.wall.controller.playing
    wall.until(lambda: moment(wall) is not None, "one moment on every tile")


def test_arrows_jump(wall: Hands) -> None:
    wall.keys("Right")
    wall.until(lambda: moment(wall) == START_US + 5 * US, "5 s on")
    wall.keys("Right", "Left")
    wall.until(lambda: moment(wall) == START_US + 5 * US, "5 s on and back")
    wall.keys("Left")
    wall.until(lambda: moment(wall) == START_US, "5 s back")
    stand_at(wall, START_US + 59 * US)
    wall.keys("Shift+Right")
    tile = 0
    wall.until(lambda: "No recording after" in wall.says(tile), "the end of the recordings")
    wall.keys("Shift+Left")
    wall.until(lambda: moment(wall) == START_US + 59 * US, "60 s back")


def test_g_goes_to_a_time_of_the_store(wall: Hands) -> None:
    wall.keys("G")
    dialog = wall.dialog(GotoDialog)
    assert isinstance(dialog, GotoDialog)
    assert dialog.text.text() == "2026-03-02 10:00:00"
    dialog.activateWindow()
    wall.until(lambda: dialog.isAncestorOf(wall.focus()), "the dialog's focus")
    wall.type("100045")
    wall.keys("Return")
    wall.until(lambda: not is_open(dialog), "the dialog closed")
    wall.until(lambda: moment(wall) == START_US + 45 * US, "10:00:45 on every tile")


def test_the_timeline_shows_the_footage_and_a_drag_seeks(wall: Hands) -> None:
    line = wall.wall.timeline
    assert line.shown_span().start_us <= START_US
    assert line.shown_span().end_us >= START_US + 60 * US
    gapped = wall.wall.tree.model.tree
    assert gapped is not None
    camera = next(each for each in gapped.cameras() if each.id == camera_id(wall, GAP_LABEL))
    spans = wall.wall.controller.coverage.of(camera.id)
    assert [(span.start_us, span.end_us) for span in spans] == [
        (START_US, GAP.start_us), (GAP.end_us, START_US + 60 * US),
    ]  # fmt: skip
    start, end = press_place(wall, START_US + 5 * US), press_place(wall, START_US + 50 * US)
    wall.drag(line, start, end)
    target_us = wall.wall.controller.now_us()
    assert abs(target_us - (START_US + 50 * US)) < US
    wall.until(lambda: moment(wall) == target_us // PICTURE_US * PICTURE_US, "where it was let go")


def camera_id(window: Hands, label: str) -> int:
    tile = next(tile for tile, each in labels(window).items() if each == label)
    return window.wall.controller.state.cameras[tile]


def test_a_gap_says_so_and_the_others_go_on(wall: Hands) -> None:
    tile = next(tile for tile, label in labels(wall).items() if label == GAP_LABEL)
    wall.wall.controller.seek(START_US + 38 * US)
    wall.until(lambda: wall.says(tile) == "No recording 10:00:20 - 10:00:40", "the gap's words")
    others = set(LABELS) - {GAP_LABEL}
    wall.until(
        lambda: (
            {label: moments(wall).get(label) for label in others}
            == dict.fromkeys(others, START_US + 38 * US)
        ),
        "the other cameras",
    )
    wall.keys("Space")
    wall.until(lambda: moments(wall).get(GAP_LABEL, 0) >= GAP.end_us, "the picture after the gap")
    assert wall.says(tile) == ""


def test_every_tile_stays_within_one_picture_of_the_others(wall: Hands) -> None:
    spreads: list[int] = []

    def note() -> None:
        times = [wall.engine.shown_time_us(tile) for tile in wall.engine.tiles()]
        known = [at_us for at_us in times if at_us is not None]
        spreads.append(max(known) - min(known))

    wall.keys("Space")
    wall.until(lambda: wall.wall.controller.now_us() > START_US + US, "playback under way")
    wall.wall.surface.painted.connect(note)
    wall.until(lambda: wall.wall.controller.now_us() > START_US + 6 * US, "5 s of playback")
    wall.wall.surface.painted.disconnect(note)
    assert len(spreads) > 20
    # A picture that comes late on a busy machine may be missed now and then.
    within = sum(spread <= PICTURE_US for spread in spreads)
    assert within >= 0.9 * len(spreads), sorted(spreads)[-10:]
