from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.application import Window
from app.operations.discovery import Sighted
from app.operations.values import RecorderDraft
from app.video.onvif.values import REFUSED, DeviceSeen, FoundDevice, OnvifFault
from app.widgets.discovery_dialog import DiscoveryDialog
from app.widgets.discovery_recordings import RecordingsDialog
from tests.support.onvif_device import OnvifDevice as Fake
from tests.widgets.window_stage import open_window, settle, stores_of, stores_screen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        stores_of(made.context.operations, stores=2, cameras=1)
        made.main.show_screen("stores")
        settle(made)
        yield made


def opened(window: Window) -> DiscoveryDialog:
    screen = stores_screen(window)
    screen.show_thing(window.context.operations.stores.tree().stores()[1].store)
    screen.show_discovery.click()
    settle(window)
    (dialog,) = screen.findChildren(DiscoveryDialog)
    return dialog


def test_a_found_device_is_asked_and_its_camera_added(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations, dialog = window.context.operations, opened(window)
    with Fake(user="admin", password="s3cret", clock_s=-420) as device:
        found = FoundDevice(device.address, "127.0.0.1", "Front door", "Acme", "X-100")
        sighted = (Sighted(found, ("S001/cam1",)),)
        monkeypatch.setattr(operations.discovery, "find", lambda: sighted)
        dialog.search.click()
        settle(window)
        row = [dialog.devices.item(0, place) for place in range(4)]
        assert [item.text() for item in row if item is not None] == [
            "Front door", "Acme X-100", "127.0.0.1", "S001/cam1",
        ]  # fmt: skip
        assert dialog.address.text() == device.address
        dialog.user.setText("admin")
        dialog.password.setText("wrong")
        dialog.ask.click()
        settle(window)
        assert "does not accept" in dialog.message.text()
        dialog.password.setText("s3cret")
        dialog.ask.click()
        settle(window)
    assert dialog.message.text() == ""
    assert re.search(r"clock is 4(19|20|21) s slow", dialog.about.text())
    first, code = dialog.streams.item(0, 0), dialog.streams.item(0, 1)
    assert first is not None
    assert code is not None
    assert first.text() == "1920x1080 H264 25/s"
    assert dialog.store.currentText().startswith("S002")
    first.setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.add.isEnabled()
    first.setCheckState(Qt.CheckState.Checked)
    code.setText("door")
    dialog.add.click()
    settle(window)
    assert dialog.message.text() == "Added: door."
    camera = operations.stores.tree().stores()[1].cameras[1]
    assert (camera.code, camera.main_url) == ("door", "rtsp://127.0.0.1:8554/main")
    assert operations.stores.media(camera.id).main is not None


def test_an_answer_about_another_device_is_not_shown(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, answer = opened(window), threading.Event()
    with Fake() as device:
        seen = window.context.operations.discovery.look(device.address)

        def slow(address: str, *_: str) -> DeviceSeen:
            assert answer.wait(10)
            if "10.0.0.2" in address:
                raise OnvifFault(REFUSED, address=address)
            return seen

        monkeypatch.setattr(window.context.operations.discovery, "look", slow)
        for first in (device.address, "http://10.0.0.2/"):
            answer.clear()
            dialog.address.setText(first)
            dialog.ask.click()
            dialog.address.selectAll()
            QTest.keyClicks(dialog.address, "10.0.0.3")
            answer.set()
            settle(window)
            assert dialog.streams.rowCount() == 0
            assert dialog.message.text() == ""
            assert dialog.ask.isEnabled()


def test_nothing_found_says_what_to_do(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = opened(window)
    monkeypatch.setattr(window.context.operations.discovery, "find", tuple)
    dialog.search.click()
    settle(window)
    assert "No device answered" in dialog.message.text()
    dialog.ask.click()
    settle(window)
    assert "Enter the address" in dialog.message.text()
    assert not dialog.add_recorder.isEnabled()


def test_a_device_is_added_as_a_recorder_and_its_recordings_are_chosen(window: Window) -> None:
    operations, dialog, screen = window.context.operations, opened(window), stores_screen(window)
    with Fake(recordings=2) as device:
        dialog.address.setText(device.address)
        dialog.ask.click()
        settle(window)
        dialog.add_recorder.click()
        settle(window)
        assert "is added" in dialog.message.text()
        dialog.shut.click()
        (recorder,) = operations.recorders.list()
        operations.recorders.add(RecorderDraft("Other", "dahua", "127.0.0.1:9"))
        screen.show_thing(operations.stores.tree().stores()[1].cameras[0])
        settle(window)
        fields = screen.cameras.recorder
        fields.choice.setCurrentIndex(fields.choice.findText("Other  (Dahua)"))
        assert fields.ask_device.isHidden()
        fields.choice.setCurrentIndex(fields.choice.findData(recorder.id))
        assert not fields.ask_device.isHidden()
        fields.ask_device.click()
        settle(window)
        (recordings,) = screen.window().findChildren(RecordingsDialog)
        recordings.address.setText(device.address)
        recordings.look()
        settle(window)
    assert recordings.list.count() == 2
    assert "Camera 2" in recordings.list.item(1).text()
    recordings.list.setCurrentRow(1)
    recordings.use.click()
    assert fields.channel.text() == "rtsp://127.0.0.1:8554/replay/rec2"
