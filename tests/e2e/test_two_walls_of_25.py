"""25 live cameras and 25 recordings beside them: reviewed by mouse alone, and by keys alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from app.operations.values import CameraDraft, Place
from app.widgets.export_dialog import ExportDialog
from app.widgets.live_wall_screen import LiveWallScreen
from tests.e2e.stage import START_US, US, ZONE, Hands, SmallStage, open_window
from tests.support.gst_server import Mount, gst_server

CAMERAS = 25
STORE = "S003"
pytestmark = pytest.mark.slow


class Quiet:
    """A device that nobody hears."""

    def __init__(self, _ring: object) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def window(small_stage: SmallStage) -> Iterator[Hands]:
    """The window over a store of 25 cameras with recordings and a server's live pictures."""
    paths = [f"/cam{place:02}" for place in range(CAMERAS)]
    with gst_server([Mount(path, width=160, height=120, rate=5, gop=5) for path in paths]) as url:
        operations = small_stage.open()
        try:
            region = small_stage.stores["S001"].region_id
            store = operations.stores.add_store(region, STORE, "Harbour", ZONE)
            for path in paths:
                draft = CameraDraft(
                    store.id, path[1:], path[1:], Place.FLOOR, main_url=url + path,
                    recording_root=str(small_stage.footage / "S001"),
                    recording_pattern="entrance/%Y-%m-%d/%H-%M-%S.mp4",
                )  # fmt: skip
                operations.stores.add_camera(draft)
        finally:
            operations.close()
        with open_window(small_stage) as hands:
            hands.wall.sound.player._make_output = Quiet
            yield hands
            hands.wall.condense.off()


# -- eyes ----------------------------------------------------------------------------


def times(window: Hands) -> set[int | None]:
    return {window.engine.shown_time_us(tile) for tile in range(CAMERAS)}


def wait_in_step(window: Hands, since_us: int, until_us: int) -> int:
    """Wait until all recordings show one moment of that span; which one."""

    def there() -> bool:
        (first, *others) = times(window)
        return not others and first is not None and since_us <= first < until_us

    window.until(there, "25 recordings in step")
    return next(at_us for at_us in times(window) if at_us is not None)


def wait_live(window: Hands) -> LiveWallScreen:
    """Wait until all live tiles show pictures of now that go on."""
    live = window.wall.live_wall.screen
    assert live is not None
    part, begun = live.controller.engine, live.controller.engine.pictures_shown()

    def goes_on(tile: int) -> bool:
        at_us = part.shown_time_us(tile)
        return at_us is not None and part.pictures_shown()[tile] > begun.get(tile, 0) + 1

    window.until(lambda: all(map(goes_on, range(CAMERAS))), "25 live pictures going on")
    oldest_us = min(part.shown_time_us(tile) or 0 for tile in range(CAMERAS))
    assert time.time_ns() // 1000 - oldest_us < 5 * US
    return live


def wait_exported(window: Hands, dialog: ExportDialog, folder: Path) -> None:
    window.until(lambda: list(folder.glob("*.mp4.json")), "a clip with its sidecar")
    window.until(lambda: not dialog.running, "the end of the export")
    dialog.close()


# -- by mouse ------------------------------------------------------------------------


def button(window: Hands, action_id: str) -> QToolButton:
    """The button of an action in the bar over the wall."""
    action = window.main._actions.action(action_id)
    found = [each for each in window.wall.bar.findChildren(QToolButton) if each.isVisible()]
    return next(each for each in found if each.defaultAction() is action)


def turn_wheel(widget: QWidget, place: QPoint, notches: int) -> None:
    turned, none = QPoint(0, 120 * notches), Qt.MouseButton.NoButton
    at, plain = QPointF(place), Qt.KeyboardModifier.NoModifier
    above, phase = QPointF(widget.mapToGlobal(place)), Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, above, QPoint(), turned, none, plain, phase, False)
    QApplication.sendEvent(widget, event)


def choose_in_menu(window: Hands, place: QPoint, action_id: str) -> None:
    """The right button on the wall, then an entry of the menu."""
    surface = window.wall.surface
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(surface, QContextMenuEvent(reason, place, surface.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(each for each in menu.actions() if each.objectName() == action_id)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


def test_all_of_a_review_by_mouse(window: Hands, tmp_path: Path) -> None:
    wall, controller = window.wall, window.wall.controller
    tree = wall.tree
    tree.search.setText(STORE)
    line = tree._filter.mapFromSource(tree.model.find(store_of(window)))
    place = tree.view.visualRect(line).center()
    window.click(tree.view.viewport(), place)
    QTest.mouseDClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    window.until(lambda: len(controller.state.shown()) == CAMERAS, "25 cameras")
    assert controller.state.layout == CAMERAS
    window.click(button(window, "wall.live_window"))
    live = wait_live(window)
    # Scrub: press, move and let go on the timeline.
    window.until(lambda: None not in times(window), "25 recordings")
    window.until(lambda: wall.timeline.scale.end_us <= START_US + 120 * US, "the footage's span")
    line_of = wall.timeline
    y = line_of.places.lane_top(0) + 3

    def at(second: int) -> QPoint:
        x = line_of.scale.x_of(START_US + second * US)
        return QPoint(round(line_of.places.lanes_left + x), y)

    window.drag(line_of, at(10), at(42))
    wait_in_step(window, START_US + 41 * US, START_US + 44 * US)
    # Condense: its button; on, then off.
    left = QPoint(8, 8)
    window.click(button(window, "condense.toggle"), left)
    window.until(lambda: window.engine.clock.spans is not None, "condense")
    window.click(button(window, "condense.toggle"), left)
    window.until(lambda: window.engine.clock.spans is None, "everything again")
    # Zoom: the wheel, on both walls.
    turn_wheel(wall.surface, window.middle_of(7), 3)
    turn_wheel(live.surface, live.surface.rect().center(), 3)
    window.until(
        lambda: (shown := window.engine.picture(7)) and shown.crop.width < 1, "a zoomed recording"
    )
    middle = live.surface.tile_at(live.surface.rect().center())
    assert middle is not None
    part = live.controller.engine
    window.until(lambda: (shown := part.picture(middle)) and shown.crop.width < 1, "and live")
    # Listen: the button's panel.
    window.click_tile(7)
    window.click(wall.sound.button)
    window.click(wall.sound.panel.toggle)
    assert wall.sound.on
    assert wall.sound._media == window.engine.media(7)
    wall.sound.panel.close()
    # Export: the tile's menu.
    choose_in_menu(window, window.middle_of(7), "clip.export")
    dialog = window.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.form.camera_ids() == (controller.state.shown()[7],)
    dialog.form.folder.setText(str(tmp_path / "clips"))
    dialog.form.why.setText("Spilt oil")
    window.click(dialog.go)
    wait_exported(window, dialog, tmp_path / "clips")
    wait_live(window)


def store_of(window: Hands) -> object:
    tree = window.wall.tree.model.tree
    assert tree is not None
    return next(node.store for node in tree.stores() if node.store.code == STORE)


# -- by keys -------------------------------------------------------------------------


def at_main_window(window: Hands) -> None:
    """A desktop gives the keys back by itself when a dialog closes; offscreen nobody does."""
    window.main.activateWindow()
    window.until(window.main.isActiveWindow, "the main window")
    window.look_at_wall()


def test_all_of_a_review_by_keys(window: Hands, tmp_path: Path) -> None:
    wall, controller = window.wall, window.wall.controller
    window.keys("Ctrl+F")
    window.until(wall.tree.search.hasFocus, "the search")
    window.type(STORE)
    window.keys("Down", "Return")
    window.until(lambda: len(controller.state.shown()) == CAMERAS, "25 cameras")
    window.keys("Escape", "Ctrl+L")
    wait_live(window)
    at_main_window(window)
    window.until(lambda: None not in times(window), "25 recordings")
    # To a moment, a minute's part on and back, a picture on.
    window.keys("G")
    window.spin(0.1)
    window.type("2026-03-02 10:00:30")
    window.keys("Return")
    at_us = wait_in_step(window, START_US + 30 * US, START_US + 31 * US)
    at_main_window(window)
    window.keys("Right", "Left", "Right", ".")
    wait_in_step(window, at_us + 5 * US + 1, at_us + 6 * US)
    # Condense, zoom, listen.
    window.keys("D")
    window.until(lambda: window.engine.clock.spans is not None, "condense")
    window.keys("D")
    window.until(lambda: window.engine.clock.spans is None, "everything again")
    window.keys("Ctrl+Right", "Ctrl+Down", "PgUp", "PgUp", "Alt+Left")
    tile = controller.state.selected
    assert tile == 6
    window.until(
        lambda: (shown := window.engine.picture(tile)) and shown.crop.width < 1, "a zoomed picture"
    )
    window.keys("Z", "S")
    assert wall.sound.on
    assert wall.sound._media == window.engine.media(tile)
    window.keys("S")
    # Export: why is asked first, the folder is the last one.
    window.operations.settings.set("clips.folder", str(tmp_path / "clips"))
    window.keys("Ctrl+E")
    dialog = window.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.activateWindow()
    window.until(dialog.form.why.hasFocus, "the cursor in the reason")
    window.type("Spilt oil")
    window.keys("Return")
    wait_exported(window, dialog, tmp_path / "clips")
    wait_live(window)
