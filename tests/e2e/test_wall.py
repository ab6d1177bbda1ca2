"""The wall: filled from the tree, arranged by keys, and there again at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.widgets.wall_layout import CAPTION_PX
from tests.e2e.stage import (
    LABELS,
    PICTURE_US,
    START_US,
    US,
    Hands,
    SmallStage,
    number_at,
    open_window,
)


def line_of(window: Hands, text: str, above: QModelIndex | None = None) -> QModelIndex | None:
    """The visible line of the tree that begins with a text."""
    model = window.wall.tree.view.model()
    parent = above or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found = index if str(index.data()).startswith(text) else line_of(window, text, index)
        if found is not None:
            return found
    return None


def lines(window: Hands, above: QModelIndex | None = None) -> list[str]:
    """Every line of the tree that the search lets through."""
    model = window.wall.tree.view.model()
    found: list[str] = []
    for row in range(model.rowCount(above or QModelIndex())):
        index = model.index(row, 0, above or QModelIndex())
        found += [str(index.data()), *lines(window, index)]
    return found


def drag(window: Hands, line: str, onto: QWidget, place: QPoint) -> None:
    """What the tree gives to a drag, dropped there. (Offscreen, Qt itself drags nothing.)"""
    index = line_of(window, line)
    assert index is not None
    carried = window.wall.tree.view.model().mimeData([index])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(place), action, carried, button, plain)
    QApplication.sendEvent(onto, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(onto, QDragMoveEvent(QPointF(place), action, carried, button, plain))
    QApplication.sendEvent(onto, QDropEvent(QPointF(place), action, carried, button, plain))


def shown_labels(window: Hands, stage: SmallStage) -> dict[int, str]:
    names = {camera.id: label for label, camera in stage.cameras.items()}
    return {tile: names[each] for tile, each in window.wall.controller.state.shown().items()}


def painted(window: Hands, tile: int) -> QImage:
    """What stands on the screen in a tile."""
    # One grid step inside: the frame of the selected tile stays out.
    area = window.area_of(tile).adjusted(4, 4, -4, -4)
    return window.wall.surface.grab().toImage().copy(area)


def bright(picture: QImage, left: float, right: float) -> list[tuple[int, int]]:
    """Where letters stand in the caption strip, between two shares of its width."""
    return [
        (x, y)
        for x in range(round(picture.width() * left), round(picture.width() * right))
        for y in range(CAPTION_PX - 8)
        if picture.pixelColor(x, y).lightness() > 170
    ]


def test_an_empty_wall_teaches_and_its_button_fills_it(
    window: Hands, small_stage: SmallStage
) -> None:
    words = " ".join(label.text() for label in window.wall.empty.findChildren(QLabel))
    assert "Drag a camera or a whole store here" in words
    window.click(window.wall.empty.fill)
    window.until(lambda: len(window.engine.tiles()) == 6, "six tiles")
    window.until(lambda: all(window.shown(tile) for tile in range(6)), "six pictures")
    window.wall.controller.seek(START_US + 1_250_000)
    for label in LABELS:
        tile = window.tile(small_stage.cameras[label].id)
        wanted = number_at(label, START_US + 1_200_000)
        window.until(lambda tile=tile, wanted=wanted: window.number(tile) == wanted, label)


def test_a_store_dragged_from_the_tree_fills_tiles(window: Hands, small_stage: SmallStage) -> None:
    empty = window.wall.empty
    drag(window, "S002", empty, empty.rect().center())
    assert shown_labels(window, small_stage) == dict(enumerate(sorted(LABELS[3:])))
    window.until(lambda: all(window.shown(tile) for tile in range(3)), "three pictures")
    drag(window, "S001", window.wall.surface, window.middle_of(5))
    window.until(lambda: all(window.shown(tile) for tile in (5, 6, 7)), "the other store")
    assert {shown_labels(window, small_stage)[tile][:4] for tile in (5, 6, 7)} == {"S001"}


def test_a_dragged_camera_goes_to_the_very_tile(window: Hands, small_stage: SmallStage) -> None:
    window.fill([small_stage.cameras["S001/entrance"], small_stage.cameras["S001/shelf"]])
    window.keys("Ctrl+F")
    window.type("old shelf")
    drag(window, "shelf", window.wall.surface, window.middle_of(7))
    assert shown_labels(window, small_stage)[7] == "S002/shelf"
    drag(window, "shelf", window.wall.surface, window.middle_of(0))
    labels = shown_labels(window, small_stage)
    assert labels[0] == "S002/shelf"  # moved, and what was there took its place
    assert labels[7] == "S001/entrance"


def test_the_search_leaves_what_has_all_the_words(window: Hands, small_stage: SmallStage) -> None:
    window.keys("Ctrl+F")
    assert window.focus() is window.wall.tree.search
    window.type("old town counter")
    assert [line for line in lines(window) if line.startswith(("counter", "shelf", "entr"))] == [
        "counter  Counter"
    ]
    assert "S002  Old town service" in lines(window)
    assert "S001  Riverside showroom" not in lines(window)
    index = line_of(window, "counter")
    assert index is not None
    view = window.wall.tree.view
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown_labels(window, small_stage) == {0: "S002/counter"}
    window.wall.tree.search.clear()
    assert len([line for line in lines(window) if line.startswith("counter")]) == 2


def test_return_in_the_tree_puts_a_line_on_the_wall(window: Hands, small_stage: SmallStage) -> None:
    index = line_of(window, "S001")
    assert index is not None
    window.wall.tree.view.setFocus()
    window.wall.tree.view.setCurrentIndex(index)
    window.keys("Return")
    assert {label[:4] for label in shown_labels(window, small_stage).values()} == {"S001"}
    assert len(shown_labels(window, small_stage)) == 3


def test_layouts_and_selection_by_keys(window: Hands, small_stage: SmallStage) -> None:
    window.fill(small_stage.cameras.values())
    window.look_at_wall()
    for number, tiles in enumerate((1, 4, 9, 16, 25, 36), start=1):
        window.keys(f"Ctrl+{number}")
        assert window.wall.surface.tiles == tiles
        window.until(lambda tiles=tiles: len(window.engine.tiles()) == min(tiles, 6), "its tiles")
    window.keys("Ctrl+3", "Ctrl+Right", "Ctrl+Down")
    assert window.wall.surface.selected == 4
    window.keys("Ctrl+Left", "Ctrl+Up")
    assert window.wall.surface.selected == 0
    window.click_tile(5)
    assert window.wall.controller.state.selected == 5
    window.until(lambda: all(window.shown(tile) for tile in range(6)), "all six again")


def test_one_tile_alone_is_decoded_larger_and_comes_back(
    window: Hands, small_stage: SmallStage
) -> None:
    window.fill(small_stage.cameras.values())
    window.look_at_wall()

    def fits(tile: int) -> bool:
        """Decoded to the size at which it is painted, but for a few pixels."""
        picture, room = window.engine.picture(tile), window.wall.surface.picture_size(tile)
        if picture is None:
            return False
        return 0 <= min(room[0] - picture.width, room[1] - picture.height) <= 10

    window.until(lambda: fits(2), "the small picture")
    small = window.wall.surface.picture_size(2)
    window.click_tile(2)
    window.keys("F")
    assert window.wall.surface.solo == 2
    assert window.wall.surface.picture_size(2)[0] > 3 * small[0]
    window.until(lambda: fits(2), "a large picture")
    window.keys("F")
    assert window.wall.surface.solo is None
    assert window.wall.surface.picture_size(2) == small
    window.until(lambda: fits(2), "the small picture again")
    window.double_click_tile(3)
    assert window.wall.surface.solo == 3
    window.until(lambda: fits(3), "the other one large")
    window.double_click_tile(3)
    assert window.wall.surface.solo is None
    window.until(lambda: all(window.shown(tile) for tile in range(6)), "all six again")


def test_a_tile_says_its_camera_and_its_own_time(window: Hands, small_stage: SmallStage) -> None:
    window.wall.controller.set_layout(4)
    window.fill([small_stage.cameras["S001/entrance"]])
    window.wall.controller.seek(START_US)
    window.until(lambda: window.number(0) == number_at("S001/entrance", START_US), "the start")
    window.until(lambda: bool(bright(painted(window, 0), 0.0, 0.4)), "words at the left")
    window.until(lambda: bool(bright(painted(window, 0), 0.6, 1.0)), "a time at the right")
    before = painted(window, 0)
    window.wall.controller.seek(START_US + 5 * US)
    later = number_at("S001/entrance", START_US + 5 * US)
    window.until(lambda: window.number(0) == later, "5 s later")
    window.until(
        lambda: bright(painted(window, 0), 0.6, 1.0) != bright(before, 0.6, 1.0), "another time"
    )
    assert bright(painted(window, 0), 0.0, 0.4) == bright(before, 0.0, 0.4)


def test_delete_takes_the_camera_off(window: Hands, small_stage: SmallStage) -> None:
    window.fill([small_stage.cameras["S001/entrance"], small_stage.cameras["S001/shelf"]])
    window.look_at_wall()
    window.keys("Delete")
    assert window.engine.tiles() == (1,)
    window.keys("Shift+Delete")
    assert window.engine.tiles() == ()
    assert window.wall.empty.isVisible()


@pytest.mark.slow
def test_what_was_open_comes_back_at_the_next_start(small_stage: SmallStage) -> None:
    moment_us = START_US + 7_300_000
    with open_window(small_stage) as first:
        first.wall.controller.set_layout(9)
        first.fill([small_stage.cameras["S002/shelf"], small_stage.cameras["S002/entrance"]])
        first.click_tile(1)
        first.wall.controller.seek(moment_us)
        first.look_at_wall()
        first.keys("F8")
    with open_window(small_stage) as second:
        assert second.wall.surface.tiles == 9
        assert shown_labels(second, small_stage) == {0: "S002/shelf", 1: "S002/entrance"}
        assert second.wall.controller.state.selected == 1
        assert not second.wall.docks.timeline.isVisible()
        for tile, label in shown_labels(second, small_stage).items():
            wanted = number_at(label, moment_us // PICTURE_US * PICTURE_US)
            second.until(lambda tile=tile, wanted=wanted: second.number(tile) == wanted, label)
