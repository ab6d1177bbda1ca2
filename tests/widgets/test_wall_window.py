"""Which screen the wall alone goes to, and what happens when that screen goes away."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.widgets.actions import Actions
from app.widgets.wall_window import WallWindow, choose_screen

SMALL, LARGE, MAIN = ("HDMI-1", 1920 * 1080), ("DP-2", 3840 * 2160), ("eDP-1", 2560 * 1600)


@pytest.mark.parametrize(
    ("screens", "kept", "chosen"),
    [
        ([MAIN], "", None),
        ([MAIN], "eDP-1", None),
        ([MAIN, SMALL], "", "HDMI-1"),
        ([SMALL, MAIN, LARGE], "", "DP-2"),
        ([SMALL, MAIN, LARGE], "HDMI-1", "HDMI-1"),
        ([SMALL, MAIN, LARGE], "VGA-1", "DP-2"),
    ],
)
def test_the_wall_goes_to_the_other_screen(screens, kept, chosen):
    assert choose_screen(screens, MAIN[0], kept) == chosen


@pytest.fixture
def window(qtbot):
    beside, wall = QWidget(), QWidget()
    qtbot.addWidget(beside)
    beside.show()
    window = WallWindow(wall, Actions(), beside)
    qtbot.addWidget(window)
    return window


def test_on_the_only_screen_it_takes_most_of_it(window):
    assert window.screen_name is None
    assert not window.isFullScreen()
    window.toggle_full_screen()
    assert window.isFullScreen()
    window.toggle_full_screen()
    assert not window.isFullScreen()


def test_a_screen_that_is_pulled_out_is_told(window, qtbot):
    only = QGuiApplication.primaryScreen()
    with qtbot.assertNotEmitted(window.screen_gone):
        QGuiApplication.instance().screenRemoved.emit(only)  # not filled by the wall
    window.to_next_screen()
    assert window.screen_name == only.name()
    assert window.isFullScreen()
    with qtbot.waitSignal(window.screen_gone) as told:
        QGuiApplication.instance().screenRemoved.emit(only)
    assert told.args == [only.name()]


def test_closing_is_told(window, qtbot):
    with qtbot.waitSignal(window.closed):
        window.close()


def test_where_another_wall_fills_the_only_other_screen_it_stands_in_a_frame(qtbot):
    beside, wall = QWidget(), QWidget()
    qtbot.addWidget(beside)
    taken = [screen.name() for screen in QGuiApplication.screens()]
    window = WallWindow(wall, Actions(), beside, taken[0], taken)
    qtbot.addWidget(window)
    assert window.screen_name is None
    assert not window.isFullScreen()


def test_it_comes_beside_the_other_window_when_its_screen_is_gone(window, qtbot):
    other = QWidget()
    qtbot.addWidget(other)
    window.fill(QGuiApplication.primaryScreen().name())
    assert window.isFullScreen()
    window.come_beside(other)
    assert window.screen_name is None
    assert not window.isFullScreen()
    room = other.screen().availableGeometry()
    assert window.width() < room.width()
