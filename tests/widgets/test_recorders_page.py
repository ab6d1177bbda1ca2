from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.application import Window
from app.faults import Sentence
from app.operations.checks import EntryFault
from app.operations.values import RecorderAbility, RecorderDraft, RecorderKind, RecorderPlayback
from app.video.camera_presets import Maker
from app.video.recorders import ability as recorder_ability
from app.widgets.confirm_dialog import ConfirmDialog
from app.widgets.maker_dialog import MakerDialog
from tests.widgets.window_stage import open_window, settle, stores_of, stores_screen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
DRAFT = RecorderDraft("Back office", "dahua", "127.0.0.1:9", "admin")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        stores_of(made.context.operations, stores=2, cameras=1)
        made.main.show_screen("stores")
        settle(made)
        yield made


def test_a_recorder_is_added_changed_and_removed(window: Window) -> None:
    screen, recorders = stores_screen(window), window.context.operations.recorders
    store = window.context.operations.stores.tree().stores()[1].store
    screen.show_thing(store)
    screen.show_recorders.click()
    settle(window)
    page, form = screen.recorders, screen.recorders.form
    assert page.isVisible()
    assert form.where.currentData() == store.id
    assert not form.probe.button.isEnabled()
    assert not form.password.placeholderText()  # nothing is kept yet
    form.name.setText("Back office")
    form.kind.setCurrentIndex(form.kind.findData("onvif"))
    form.address.setText("10.0.0.9")
    form.user.setText("admin")
    form.password.setText("rosebud")
    form.clock.setValue(420)
    form.save.click()
    settle(window)
    (recorder,) = recorders.list()
    assert (recorder.kind, recorder.address) == (RecorderKind.ONVIF.value, "rtsp://10.0.0.9:554")
    assert (recorder.store_id, recorder.clock_offset_s) == (store.id, 420.0)
    assert recorders.password_known(recorder.id)
    assert form.password.placeholderText() == "Empty: as it is kept now"
    assert [page.list.item(row).text() for row in range(page.list.count())] == ["Back office"]
    form.sessions.setValue(4)
    form.save.click()
    settle(window)
    assert recorders.list()[0].sessions == 4
    form.remove.click()
    dialog = page.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.field.setText("Back office")
    dialog.remove.click()
    settle(window)
    assert recorders.list() == ()
    assert form.title.text() == "New recorder"


def test_a_recorder_tells_what_it_can(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    screen, recorders = stores_screen(window), window.context.operations.recorders
    recorder = recorders.add(DRAFT)
    screen.show_recorders.click()
    settle(window)
    form = screen.recorders.form
    form.probe.button.click()
    settle(window)
    assert "refuses the connection" in form.probe.text()
    ability = RecorderAbility(max_speed=8.0, sessions=3)

    def measured(recorder_id: int, _channel: str) -> object:
        return recorders.remember_ability(recorder_id, ability)

    monkeypatch.setattr(recorders, "probe", measured)
    form.probe.button.click()
    settle(window)
    assert form.probe.text() == "this recorder: up to 8x, 3 sessions"
    assert RecorderAbility.from_json(recorders.get(recorder.id).ability_json) == ability


def test_what_was_probed_stands_in_the_form_and_a_save_leaves_it(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, recorders = stores_screen(window), window.context.operations.recorders
    recorder = recorders.add(replace(DRAFT, sessions=4))
    ability = RecorderAbility(8.0, sessions=1, clock_offset_us=420_000_000)
    monkeypatch.setattr(recorder_ability, "probe", lambda _playback: ability)
    screen.show_recorders.click()
    settle(window)
    form = screen.recorders.form
    form.sessions.setValue(6)  # not saved yet, and no reason not to probe
    form.probe.button.click()
    settle(window)
    assert (form.clock.value(), form.sessions.value()) == (420.0, 6)
    assert "the 420 s above make up for it" in form.probe.text()
    assert "played 1 at once this time; the 6 entered above stay" in form.probe.text()
    form.save.click()
    settle(window)
    kept = recorders.get(recorder.id)
    assert (kept.clock_offset_s, kept.sessions) == (420.0, 6)
    assert RecorderAbility.from_json(kept.ability_json) == ability


def test_fewer_sessions_than_entered_are_told_where_nothing_else_was_found(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, recorders = stores_screen(window), window.context.operations.recorders
    recorders.add(replace(DRAFT, sessions=4))
    ability = RecorderAbility(8.0, sessions=1)
    monkeypatch.setattr(recorder_ability, "probe", lambda _playback: ability)
    screen.show_recorders.click()
    settle(window)
    form = screen.recorders.form
    form.probe.button.click()
    settle(window)
    assert "played 1 at once this time; the 4 entered above stay" in form.probe.text()


@pytest.mark.parametrize("told", [420.0, None])
def test_an_answer_of_one_recorder_is_not_put_to_another(
    window: Window, monkeypatch: pytest.MonkeyPatch, told: float | None
) -> None:
    screen, operations = stores_screen(window), window.context.operations
    operations.recorders.add(DRAFT)
    operations.recorders.add(replace(DRAFT, name="Till room", address="127.0.0.1:8"))
    screen.show_recorders.click()
    settle(window)
    page, form = screen.recorders, screen.recorders.form
    asked = threading.Event()

    def slow(_address: str) -> float:
        asked.wait(10)
        if told is None:
            raise EntryFault(Sentence("It is broken.", "它坏了。"))
        return told

    monkeypatch.setattr(operations.discovery, "clock_offset_s", slow)
    form.read_clock.click()
    page.list.setCurrentRow(1)
    asked.set()
    settle(window)
    assert form.name.text() == "Till room"
    assert form.clock.value() == 0
    assert form.probe.text().startswith("Not probed yet")


def test_a_recorder_that_was_never_probed_says_so_and_is_probed_as_it_is_saved(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, recorders = stores_screen(window), window.context.operations.recorders
    recorders.add(DRAFT)
    asked: list[RecorderPlayback] = []

    def measured(playback: RecorderPlayback) -> RecorderAbility:
        asked.append(playback)
        return RecorderAbility()

    monkeypatch.setattr(recorder_ability, "probe", measured)
    screen.show_recorders.click()
    settle(window)
    form = screen.recorders.form
    assert form.probe.text().startswith("Not probed yet")
    form.address.setText("127.0.0.1:8")
    form.probe.button.click()
    settle(window)
    assert "not saved yet" in form.probe.text()
    assert asked == []
    form.save.click()
    settle(window)
    form.probe.button.click()
    settle(window)
    assert [each.address for each in asked] == ["rtsp://127.0.0.1:8"]


def test_the_clock_of_a_recorder_is_read(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    screen, operations = stores_screen(window), window.context.operations
    operations.recorders.add(DRAFT)
    screen.show_recorders.click()
    settle(window)
    form, asked = screen.recorders.form, []

    def told(address: str) -> float:
        asked.append(address)
        return 420.0

    monkeypatch.setattr(operations.discovery, "clock_offset_s", told)
    form.address.setText("10.0.0.9:554")
    form.read_clock.click()
    settle(window)
    assert asked == ["10.0.0.9"]
    assert form.clock.value() == 420.0
    assert "is off" in form.probe.text()


def test_a_camera_is_put_on_a_recorder(window: Window) -> None:
    screen, operations = stores_screen(window), window.context.operations
    recorder = operations.recorders.add(DRAFT)
    camera = operations.stores.tree().cameras()[0]
    settle(window)
    screen.show_thing(camera)
    settle(window)
    form = screen.cameras
    assert not form.recorder.channel.isEnabled()
    form.recorder.choice.setCurrentIndex(form.recorder.choice.findData(recorder.id))
    form.recorder.channel.setText("7")
    form.recorder.line.button.click()
    settle(window)
    assert "refuses the connection" in form.recorder.line.text()
    form.recording_zone.set_zone("Europe/Berlin")
    form.save.click()
    settle(window)
    changed = operations.stores.camera(camera.id)
    assert (changed.recorder_id, changed.recorder_channel) == (recorder.id, "7")
    assert changed.recording_time_zone == "Europe/Berlin"


def test_a_recorder_that_was_added_elsewhere_can_be_chosen(window: Window) -> None:
    screen, operations = stores_screen(window), window.context.operations
    screen.show_thing(operations.stores.tree().cameras()[0])
    settle(window)
    fields = screen.cameras.recorder
    assert fields.choice.count() == 1
    recorder = operations.recorders.add(DRAFT)
    settle(window)
    assert fields.choice.findData(recorder.id) == 1
    screen.show_recorders.click()
    settle(window)
    operations.recorders.add(RecorderDraft("Another", "axis", "127.0.0.1:9"))
    settle(window)
    assert screen.recorders.list.count() == 2


def test_what_is_typed_by_now_goes_to_the_makers_dialog_and_back(window: Window) -> None:
    screen = stores_screen(window)
    screen.show_thing(window.context.operations.stores.tree().cameras()[0])
    form = screen.cameras
    for typed, host, port in (
        ("rtsp://me:pw@cam.example:8554/x", "cam.example", 8554),
        ("10.0.0.4", "10.0.0.4", 554),
        ("rtsp://[fe80", "", 554),
        ("rtsp://cam:x/", "", 554),
    ):
        form.main.setText(typed)
        form.by_maker.click()
        dialog = form.findChildren(MakerDialog)[-1]
        assert (dialog.host.text(), dialog.port.value()) == (host, port)
        dialog.reject()
        settle(window)
    form.by_maker.click()
    dialog = form.findChildren(MakerDialog)[-1]
    dialog.maker.setCurrentIndex(dialog.maker.findData(Maker.HIKVISION))
    dialog.host.setText("10.0.0.4:8554")  # as a browser shows it
    dialog.use.click()
    assert form.main.text() == "rtsp://10.0.0.4:8554/Streaming/Channels/101"
    assert form.sub.text() == "rtsp://10.0.0.4:8554/Streaming/Channels/102"


def test_a_maker_fills_in_the_addresses(window: Window) -> None:
    screen = stores_screen(window)
    screen.show_thing(window.context.operations.stores.tree().cameras()[0])
    form = screen.cameras
    form.by_maker.click()
    (dialog,) = form.findChildren(MakerDialog)
    dialog.use.click()
    assert "host alone" in dialog.message.text()
    dialog.maker.setCurrentIndex(dialog.maker.findData(Maker.DAHUA))
    dialog.host.setText("127.0.0.1")
    dialog.port.setValue(9)
    dialog.channel.setValue(2)
    dialog.use.click()
    assert form.main.text() == "rtsp://127.0.0.1:9/cam/realmonitor?channel=2&subtype=0"
    assert form.sub.text().endswith("channel=2&subtype=1")
    form.live_test.button.setFocus()
    form.live_test.button.click()
    assert form.live_test.text() == "Testing…"
    assert form.window().focusWidget() is form.live_test.button
    form.live_test.button.click()
    settle(window)
    assert form.window().focusWidget() is form.live_test.button
    assert "refuses the connection" in form.live_test.text()
    form.main.setText(form.main.text() + "x")
    assert form.live_test.text() == ""
