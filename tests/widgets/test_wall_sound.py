"""Sound in the window: one key, the selected tile, words that say why it is silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.application import Window
from app.operations.facade import open_operations
from app.storage.credentials import Credentials
from app.video.sound.faults import NO_DEVICE, SoundFault
from app.video.sound.ring import SoundRing
from tests.widgets.window_stage import START_US, engine_of, footage, open_window, settle, stores_of


class Silent:
    """A device that nobody hears."""

    def __init__(self, _ring: SoundRing) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    footage(tmp_path / "recordings", "cam1")
    footage(tmp_path / "recordings", "cam2")
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms, str(tmp_path / "recordings"))
    with open_window(tmp_path / "home", rooms) as made:
        made.main.wall.sound.player._make_output = Silent
        made.main.wall.controller.add([each.id for each in cameras[:2]])
        settle(made)
        engine_of(made).clock.seek(START_US)
        yield made


def look(window: Window) -> None:
    for _ in range(20):
        QTest.qWait(20)
        window.main.wall.sound._follow()


def test_the_key_hears_the_selected_tile_and_again_nothing(window):
    sound = window.main.wall.sound
    window.main.wall.controller.select(1)
    window.actions.trigger("sound.toggle")
    assert sound.on
    assert sound._media == engine_of(window).opened[1]
    look(window)
    assert "paused" in sound.status_text()
    assert "Floorwalk" in sound.status_text()
    window.main.wall.controller.select(0)
    assert sound._media == engine_of(window).opened[0]
    window.actions.trigger("sound.toggle")
    assert not sound.on
    assert not sound.player.on
    assert "Off" in sound.button.toolTip()


def test_footage_without_sound_is_told_and_ends_it(window):
    sound = window.main.wall.sound
    engine_of(window).clock.play()
    window.actions.trigger("sound.toggle")
    look(window)
    assert not sound.on
    notices = [notice.text("en") for notice in window.context.notices.open()]
    assert any("sends no sound" in text for text in notices)


def test_no_device_is_a_sentence(window):
    def refuse(_ring: SoundRing) -> Silent:
        raise SoundFault(NO_DEVICE)

    window.main.wall.sound.player._make_output = refuse
    window.actions.trigger("sound.toggle")
    look(window)
    assert not window.main.wall.sound.on
    assert any(each.sentence is NO_DEVICE for each in window.context.notices.open())


def test_the_volume_is_kept_for_the_next_start(window):
    sound = window.main.wall.sound
    sound.open_panel()
    sound.panel.volume.setValue(30)
    assert sound.player.volume == pytest.approx(0.3)
    assert str(window.context.memory.value("sound/volume")) == "0.3"
    sound.panel.hide()


def test_an_empty_tile_has_nothing_to_hear(window):
    window.main.wall.controller.clear()
    window.actions.trigger("sound.toggle")
    assert not window.main.wall.sound.on
    notices = [notice.text("en") for notice in window.context.notices.open()]
    assert any("nothing to hear" in text for text in notices)
