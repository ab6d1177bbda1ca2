"""From footage to a decided hint: analysed, shown at its item, looked at, accepted or dismissed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from app.operations.values import Camera, CameraDraft, Hint, Place
from tests.e2e.inspecting import Inspector
from tests.e2e.stage import PATTERN, START_US, US, Hands, SmallStage, open_window
from tests.inference.drawn import HEIGHT, WIDTH, noisy, room, with_person
from tests.operations.analysis_stage import ZONE

RULE = "counter_unattended"
RATE, LENGTH_S = 5, 50
AWAY_S = ((8, 20), (30, 42))  # out of the picture; walking takes two seconds more each way


def draw_counter(path: Path) -> None:
    """Somebody stands at a counter and leaves it twice, to the right."""
    path.parent.mkdir(parents=True)
    filmed = [noisy(room(), seed) for seed in range(6)]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size = 2 * RATE
        for index in range(LENGTH_S * RATE):
            at = place_of_person(index / RATE)
            picture = filmed[index % len(filmed)]
            picture = picture if at is None else with_person(picture, at)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        out.mux(stream.encode(None))


def place_of_person(second: float) -> float | None:
    """Where the person is, in pixels across."""
    for left, back in AWAY_S:
        if left <= second < back:
            return None
        if left - 2 <= second < back + 2:
            return 200 + 70 * (second - left + 2 if second < left else back + 2 - second)
    return 200 + second % 3


@pytest.fixture
def desk(small_stage: SmallStage, tmp_path: Path) -> Camera:
    """A counter camera whose recording is the drawn clip; six seconds without anybody count."""
    draw_counter(tmp_path / "desk" / "desk" / "2026-03-02" / "10-00-00.mp4")
    operations = small_stage.open()
    try:
        operations.settings.set("hints.absence_minutes", 0.1)
        operations.settings.set("analysis.processes", 1)
        draft = CameraDraft(
            small_stage.stores["S001"].id,
            "desk",
            "Desk",
            Place.COUNTER,
            recording_root=str(tmp_path / "desk"),
            recording_pattern=PATTERN,
            zone=ZONE,
        )
        return operations.stores.add_camera(draft)
    finally:
        operations.close()


@pytest.fixture
def me(small_stage: SmallStage, desk: Camera) -> Iterator[Inspector]:
    """An inspection begun, only the desk on the wall, and its footage analysed by Ctrl+H."""
    with open_window(small_stage) as hands:
        hands.wall.controller.add([desk.id])
        tile = hands.tile(desk.id)
        hands.until(lambda: hands.engine.shown_time_us(tile) is not None, "the picture")
        inspector = Inspector(hands, small_stage)
        inspector.begin()
        hands.until(lambda: hands.wall.controller.coverage.of(desk.id), "the coverage")
        hands.wall.timeline.fit()
        hands.keys("Ctrl+H")
        hands.until(lambda: "Looking for hints" in hands.notices(), "the start")
        hands.until(lambda: len(found(hands, desk)) == len(AWAY_S), "the hints")
        analysis = hands.operations.analysis
        hands.until(lambda: not analysis.status().running, "the end of the analysis")
        hands.settle()
        yield inspector


def found(hands: Hands, camera: Camera) -> tuple[Hint, ...]:
    return hands.operations.hints.list(camera.store_id)


def test_hints_are_seen_jumped_to_and_decided_by_keys(me: Inspector, desk: Camera) -> None:
    hands = me.hands
    hints = sorted(found(hands, desk), key=lambda hint: hint.start_us)
    for hint, (left, back) in zip(hints, AWAY_S, strict=True):
        assert (hint.rule_key, hint.camera_id, hint.decision) == (RULE, desk.id, None)
        # The person is out of the zone a little longer than out of the picture.
        assert START_US + (left - 3) * US <= hint.start_us <= START_US + left * US + US // 2
        assert START_US + (back - 1) * US <= hint.end_us <= START_US + (back + 3) * US
    marks = hands.wall.timeline.marks.of("hint")
    assert {(mark.start_us, mark.end_us) for mark in marks} == {
        (hint.start_us, hint.end_us) for hint in hints
    }
    assert RULE not in me.item.hint_rules  # another item is on the card
    hands.wall.controller.seek(START_US + 25 * US)
    me.press("H")
    assert RULE in me.item.hint_rules
    item = me.item
    assert [card.hint.id for card in me.panel.card.hint_cards()] == [hint.id for hint in hints]
    tile = hands.tile(desk.id)
    assert hands.wall.controller.now_us() == hints[0].start_us
    hands.until(lambda: near(hands, tile, hints[0].start_us), "the moment on the wall")
    me.press("Y")
    me.press("H")
    hands.until(lambda: near(hands, tile, hints[1].start_us), "the next moment")
    me.press("X")
    inspection_id = me.opened.inspection.id
    decided = {each.id: each for each in hands.operations.hints.list(desk.store_id, inspection_id)}
    assert [decided[hint.id].decision for hint in hints] == ["accepted", "dismissed"]
    for hint in decided.values():
        assert (hint.decided_by, hint.inspection_id) == ("Lin Wei", inspection_id)
        assert hint.item_id == item.id
    hands.settle()
    # What was dismissed leaves the timeline; what was accepted stays.
    marks = hands.wall.timeline.marks.of("hint")
    assert [mark.start_us for mark in marks] == [hints[0].start_us]
    me.press("1")  # a hint is a reason to look, never an answer
    assert list(me.stored().answers) == [item.id]


def near(hands: Hands, tile: int, media_time_us: int) -> bool:
    shown_us = hands.engine.shown_time_us(tile)
    return shown_us is not None and abs(shown_us - media_time_us) <= US // RATE


def test_the_same_stretch_analysed_again_finds_nothing_twice(me: Inspector, desk: Camera) -> None:
    hands = me.hands
    before = {hint.id for hint in found(hands, desk)}
    me.press("H", "Y")
    hands.keys("Ctrl+H")
    analysis = hands.operations.analysis
    hands.settle()
    hands.until(lambda: not analysis.status().running, "the end of the analysis")
    hands.settle()
    assert {hint.id for hint in found(hands, desk)} == before
    assert sum(hint.decision == "accepted" for hint in found(hands, desk)) == 1


def test_boxes_stand_over_the_picture_and_go_with_a_key(me: Inspector, desk: Camera) -> None:
    hands = me.hands
    hands.wall.controller.seek(START_US + 25 * US)
    boxes = hands.operations.analysis.overlay(desk.id, START_US + 25 * US)
    assert boxes
    assert boxes[0].x1 < 200 / WIDTH < boxes[0].x2
    tile = hands.tile(desk.id)
    hands.keys("F")
    hands.until(lambda: near(hands, tile, START_US + 25 * US), "the moment")
    hands.settle()
    with_boxes = hands.wall.surface.grab().toImage()
    hands.keys("O")
    hands.settle()
    assert hands.wall.surface.grab().toImage() != with_boxes
