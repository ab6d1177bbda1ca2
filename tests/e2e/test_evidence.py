"""Evidence is the very frame that was seen, at full resolution, bound to its item."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.operations.values import CameraDraft, EvidenceRecord, Place
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.tile_picture import picture_area
from app.widgets.wall_layout import wall_layout
from tests.e2e.inspecting import Inspector
from tests.e2e.stage import (
    PICTURE_US,
    SIZE,
    START_US,
    US,
    Hands,
    SmallStage,
    number_at,
    open_window,
)
from tests.support.clips import make_clip, number_of
from tests.support.rtsp_server import RtspServer

FIRST_LIVE = 3700  # no recording has so high a number
SHELF = "S001/shelf"


@pytest.fixture
def me(window: Hands, small_stage: SmallStage) -> Inspector:
    """Somebody with an inspection begun and the store's cameras on the wall."""
    inspector = Inspector(window, small_stage)
    inspector.begin()
    window.until(lambda: len(window.wall.controller.state.shown()) == 3, "the cameras")
    window.wall.controller.seek(START_US + 3 * US)
    window.until(lambda: all(window.engine.shown_time_us(tile) for tile in range(3)), "pictures")
    return inspector


def pixels(image: QImage) -> NDArray[np.uint8]:
    """H x W x 3."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def seen_number(hands: Hands, tile: int, size: tuple[int, int] = SIZE) -> int:
    """The number in the picture that is painted in a tile that has the whole wall."""
    surface = hands.wall.surface
    assert surface.solo == tile
    painted = surface.grab().toImage()
    layout = wall_layout(surface.tiles, tile, painted.width(), painted.height())
    return number_of(pixels(painted.copy(picture_area(layout.areas[tile], *size))))


def choose(me: Inspector, label: str) -> int:
    """Walk to a camera's tile with the keys."""
    tile = me.hands.tile(me.stage.cameras[label].id)
    for _ in range(tile):
        me.hands.keys("Ctrl+Right")
    assert me.hands.wall.controller.state.selected == tile
    return tile


def taken(me: Inspector) -> EvidenceRecord:
    """The newest piece of evidence at the item on the card, once it is there."""
    known = len(me.opened.evidence_of(me.item.id))
    me.hands.keys("E")
    me.hands.until(lambda: len(me.opened.evidence_of(me.item.id)) > known, "the picture")
    record = me.opened.evidence_of(me.item.id)[-1]
    assert me.hands.operations.evidence.get(record.id) == record
    return record


def stored_picture(me: Inspector, sha256: str) -> QImage:
    path = me.hands.operations.evidence.path(sha256)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    image = QImage(str(path))
    assert not image.isNull()
    return image


def check_bound(me: Inspector, record: EvidenceRecord, label: str) -> None:
    camera = me.stage.cameras[label]
    assert (record.inspection_id, record.item_id) == (me.opened.inspection.id, me.item.id)
    assert (record.camera_id, record.camera_label, record.who) == (camera.id, label, "Lin Wei")
    assert me.panel.card.strip.selected() == record


def test_paused_it_is_the_frame_that_is_shown(me: Inspector) -> None:
    hands = me.hands
    hands.keys("Ctrl+5")  # 25 tiles: each far smaller than the camera's picture
    hands.settle()
    tile = choose(me, SHELF)
    hands.wall.controller.seek(START_US + 7 * US)
    for at_us in (7 * US, 7 * US + PICTURE_US, 7 * US + 2 * PICTURE_US):
        wanted = number_at(SHELF, START_US + at_us)
        hands.until(lambda wanted=wanted: hands.number(tile) == wanted, f"frame {wanted}")
        assert hands.wall.surface.picture_size(tile)[0] < SIZE[0]
        record = taken(me)
        check_bound(me, record, SHELF)
        picture = stored_picture(me, record.sha256)
        assert (picture.width(), picture.height()) == (record.width, record.height) == SIZE
        assert number_of(pixels(picture)) == wanted
        assert record.media_time_us == START_US + at_us
        hands.keys(".")  # one frame on
    records = hands.operations.evidence.list(me.opened.inspection.id)
    assert len({record.sha256 for record in records}) == 3


@pytest.mark.parametrize(("speed", "pieces"), [(1.0, 3), (4.0, 2), (16.0, 1)])
def test_while_it_plays_it_is_the_frame_seen_at_the_key(
    me: Inspector, speed: float, pieces: int
) -> None:
    hands = me.hands
    tile = choose(me, SHELF)
    hands.keys("F")
    hands.settle()
    hands.wall.controller.set_speed(speed)
    hands.keys("Space")
    seen = number_at(SHELF, START_US + 3 * US)
    for _ in range(pieces):
        hands.until(lambda before=seen: seen_number(hands, tile) > before, "another picture")
        seen = seen_number(hands, tile)
        record = taken(me)
        assert number_of(pixels(stored_picture(me, record.sha256))) == seen
        assert number_at(SHELF, record.media_time_us) == seen
        check_bound(me, record, SHELF)
    assert hands.wall.controller.playing  # taking evidence does not stop the wall


def test_without_a_picture_it_says_so(window: Hands, small_stage: SmallStage) -> None:
    me = Inspector(window, small_stage)
    me.begin()
    window.keys("Shift+Delete", "E")
    window.settle()
    assert "shows no picture" in window.notices()
    assert window.operations.evidence.list(me.opened.inspection.id) == ()


def test_without_an_inspection_it_is_kept_for_the_store(
    window: Hands, small_stage: SmallStage
) -> None:
    camera = small_stage.cameras[SHELF]
    window.fill([camera])
    window.until(lambda: window.engine.shown_time_us(0) is not None)
    window.look_at_wall()
    window.keys("E")
    store = small_stage.stores["S001"].id
    window.until(lambda: window.operations.evidence.of_store(store), "the picture")
    (record,) = window.operations.evidence.of_store(store)
    assert (record.inspection_id, record.item_id, record.camera_id) == (None, None, camera.id)


# -- marks -------------------------------------------------------------------------


def opened_marker(me: Inspector) -> EvidenceDialog:
    me.hands.keys("M")
    dialog = me.hands.dialog(EvidenceDialog)
    assert isinstance(dialog, EvidenceDialog)
    me.hands.settle()
    return dialog


def place_in(dialog: EvidenceDialog, x: float, y: float) -> QPoint:
    """A point of the picture (fractions) in the canvas' pixels."""
    area = dialog.canvas.picture_area()
    return QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height()))


def drag(dialog: EvidenceDialog, start: tuple[float, float], end: tuple[float, float]) -> None:
    button, canvas = Qt.MouseButton.LeftButton, dialog.canvas
    QTest.mousePress(canvas, button, pos=place_in(dialog, *start))
    QTest.mouseMove(canvas, place_in(dialog, *end))
    QTest.mouseRelease(canvas, button, pos=place_in(dialog, *end))


def stored_marks(me: Inspector, record: EvidenceRecord) -> EvidenceRecord:
    """The record with the marks that Enter just stored."""
    me.hands.keys("Return")
    evidence = me.hands.operations.evidence
    me.hands.until(lambda: evidence.get(record.id).marks, "the marks")
    me.hands.settle()
    me.back_to_window()
    return evidence.get(record.id)


def changed_part(me: Inspector, record: EvidenceRecord) -> NDArray[np.bool_]:
    """Where the marked picture differs from the original."""
    assert record.marked_sha256 is not None
    original = pixels(stored_picture(me, record.sha256)).astype(int)
    marked = pixels(stored_picture(me, record.marked_sha256)).astype(int)
    assert marked.shape == original.shape
    return np.abs(marked - original).max(axis=2) > 30


def test_marks_by_mouse_stand_beside_the_original(me: Inspector) -> None:
    choose(me, SHELF)
    record = taken(me)
    original = me.hands.operations.evidence.path(record.sha256).read_bytes()
    dialog = opened_marker(me)
    drag(dialog, (0.1, 0.5), (0.4, 0.9))
    me.hands.keys("A")
    drag(dialog, (0.9, 0.9), (0.6, 0.6))
    me.hands.keys("T")
    me.hands.click(dialog.canvas, place_in(dialog, 0.5, 0.35))
    me.hands.until(dialog.text_field.hasFocus, "the text field")
    me.hands.type("dusty, 2nd row")
    me.hands.keys("Return")
    marked = stored_marks(me, record)
    assert [mark.kind for mark in marked.marks] == ["box", "arrow", "text"]
    box, arrow, text = marked.marks
    assert (box.x1, box.y1, box.x2, box.y2) == pytest.approx((0.1, 0.5, 0.4, 0.9), abs=0.01)
    assert (arrow.x2, arrow.y2) == pytest.approx((0.6, 0.6), abs=0.01)
    assert text.text == "dusty, 2nd row"
    assert me.hands.operations.evidence.path(marked.sha256).read_bytes() == original
    different = changed_part(me, marked)
    height, width = different.shape
    assert different[
        round(0.5 * height) - 2 : round(0.5 * height) + 3, width // 4
    ].any()  # its edge
    assert not different[
        round(0.7 * height), round(0.2 * width) : round(0.3 * width)
    ].any()  # inside
    assert different[round(0.35 * height) : round(0.5 * height), width // 2 :].any()  # the words
    assert me.panel.card.strip.selected() == marked


def test_marks_by_keyboard_alone_and_again_later(me: Inspector) -> None:
    choose(me, SHELF)
    record = taken(me)
    opened_marker(me)
    me.hands.keys("Space", "Left", "Left", "Shift+Right")
    me.hands.keys("T", "Space")
    me.hands.type("here")
    me.hands.keys("Return")
    first = stored_marks(me, record)
    assert [mark.kind for mark in first.marks] == ["box", "text"]
    box = first.marks[0]
    assert (box.x1, box.x2) == pytest.approx((0.38, 0.59), abs=0.001)
    dialog = opened_marker(me)
    assert dialog.board.marks == first.marks  # they can be edited again
    me.hands.keys("Tab", "Delete", "Return")
    me.hands.until(
        lambda: len(me.hands.operations.evidence.get(record.id).marks) == 1, "one mark less"
    )
    me.hands.settle()
    second = me.hands.operations.evidence.get(record.id)
    assert [mark.kind for mark in second.marks] == ["text"]
    assert second.marked_sha256 != first.marked_sha256
    assert first.marked_sha256 is not None
    me.hands.operations.evidence.verify(first.marked_sha256)  # for whoever disputes the later one


def test_marks_that_are_not_stored_are_asked_for(me: Inspector) -> None:
    choose(me, SHELF)
    record = taken(me)
    dialog = opened_marker(me)
    me.hands.keys("Space", "Escape")
    assert dialog.question.isVisible()
    me.hands.click(dialog.discard_button)
    me.hands.settle()
    assert me.hands.operations.evidence.get(record.id).marks == ()


# -- live --------------------------------------------------------------------------


def test_a_live_tile_gives_the_frame_it_shows(small_stage: SmallStage, tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "live.mp4", pictures=60, rate=10, width=640, height=360, first=FIRST_LIVE
    )
    with RtspServer(clip, rate_hz=10) as server:
        operations = small_stage.open()
        store = small_stage.stores["S001"]
        draft = CameraDraft(store.id, "gate", "Gate", Place.PARKING, main_url=server.url)
        gate = operations.stores.add_camera(draft)
        operations.close()
        with open_window(small_stage) as hands:
            me = Inspector(hands, small_stage)
            hands.wall.controller.add([gate.id])
            tile = hands.tile(gate.id)
            hands.until(lambda: hands.engine.shown_time_us(tile) is not None, "the live picture")
            me.begin()
            hands.keys("F")
            hands.settle()
            numbers = set()
            for _ in range(3):
                before = hands.engine.shown_time_us(tile)
                hands.until(lambda before=before: hands.engine.shown_time_us(tile) != before)
                seen = seen_number(hands, tile, (640, 360))
                record = taken(me)
                picture = stored_picture(me, record.sha256)
                assert (picture.width(), picture.height()) == (640, 360)
                assert number_of(pixels(picture)) == seen >= FIRST_LIVE
                assert record.camera_label == "S001/gate"
                numbers.add(seen)
            assert len(numbers) > 1
