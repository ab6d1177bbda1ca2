"""The self-test in the window: from Settings, with the wall standing still meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.operations.selftest import Measured, SelfTest
from app.widgets import selftest_dialog
from app.widgets.selftest_dialog import SelfTestDialog
from app.widgets.selftest_painting import paint_ms
from tests.widgets.window_stage import engine_of, open_window, settle

FOUND = SelfTest(4, (Measured("h264", 640, 360, "software", 400.0, 300.0),), (), 1.0)


def test_settings_open_it_and_the_wall_goes_on_afterwards(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(selftest_dialog, "run_selftest", lambda *_args: FOUND)
    with open_window(tmp_path / "home") as window:
        engine_of(window).clock.play()
        window.main.show_screen("settings")
        settle(window)
        window.main.screen_named("settings").selftest.click()
        (dialog,) = window.main.findChildren(SelfTestDialog)
        assert not engine_of(window).clock.state.playing
        settle(window)
        assert engine_of(window).clock.state.playing
        assert "25 tiles at 16x: yes" in dialog.lines.text()
        dialog.copy.click()
        assert "4 cores" in QGuiApplication.clipboard().text()
        QGuiApplication.clipboard().clear()
        dialog.close()


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A measuring that goes on until it is cancelled; set once it was."""
    stopped = threading.Event()

    def run(_told, cancelled, _paint):
        while not cancelled():
            stopped.wait(0.01)
        stopped.set()
        raise selftest_dialog.SelfTestStopped

    monkeypatch.setattr(selftest_dialog, "run_selftest", run)
    return stopped


def test_closing_cancels(tmp_path: Path, stopped: threading.Event):
    with open_window(tmp_path / "home") as window:
        window.actions.trigger("selftest.run")
        (dialog,) = window.main.findChildren(SelfTestDialog)
        dialog.close()
        settle(window)
        assert stopped.is_set()


def test_escape_cancels_too_and_the_wall_goes_on(tmp_path: Path, stopped: threading.Event):
    with open_window(tmp_path / "home") as window:
        engine_of(window).clock.play()
        window.actions.trigger("selftest.run")
        (dialog,) = window.main.findChildren(SelfTestDialog)
        assert not engine_of(window).clock.state.playing
        dialog.reject()
        try:
            assert engine_of(window).clock.state.playing
            assert dialog._stop.is_set()
        finally:
            dialog._stop.set()
        settle(window)
        assert stopped.is_set()


def test_painting_is_measured():
    assert 0.0 < paint_ms() < 1000.0
