"""Found devices become cameras and recorders; what is known already is said."""

from __future__ import annotations

import pytest

from app.operations.checks import EntryFault
from app.operations.discovery import ChosenChannel
from app.operations.values import CameraDraft, RecorderKind
from app.storage.faults import Refused
from app.video.onvif import search as onvif_search
from tests.operations.stage import Stage
from tests.support.onvif_device import OnvifDevice as Fake


def test_a_found_device_becomes_a_camera(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(onvif_search.search, "__defaults__", (1, None, onvif_search.MULTICAST))
    discovery, stores = stage.operations.discovery, stage.operations.stores
    with Fake(user="admin", password="s3cret") as device:
        where = {"interfaces": ("127.0.0.1",), "target": ("127.0.0.1", device.probe_port)}
        (sighted,) = discovery.find(**where)
        assert sighted.known == ()
        seen = discovery.look(sighted.device.address, "admin", "s3cret")
        assert discovery.suggested(stage.store.id, seen) == ("x-100-1",)
        (channel,) = seen.channels
        (camera,) = discovery.add_cameras(
            stage.store.id, [ChosenChannel(channel, "door", "")], "admin", "s3cret"
        )
        (again,) = discovery.find(**where)
    assert again.known == ("S001/door",)
    main = stores.media(camera.id).main
    assert main is not None
    assert (main.url, main.sub_url) == ("rtsp://127.0.0.1:8554/main", "rtsp://127.0.0.1:8554/sub")
    assert main.password == "s3cret"
    stores.add_camera(CameraDraft(stage.store.id, "x-100-1", ""))
    assert discovery.suggested(stage.store.id, seen) == ("x-100-1-2",)


def test_cameras_of_a_device_are_added_together_or_not_at_all(stage: Stage):
    discovery, stores = stage.operations.discovery, stage.operations.stores
    with Fake(user="admin", password="s3cret") as device:
        seen = discovery.look(device.address, "admin", "s3cret")
    (channel,) = seen.channels
    taken = [ChosenChannel(channel, code, "") for code in ("left", "counter")]
    with pytest.raises(Refused, match="counter"):
        discovery.add_cameras(stage.store.id, taken, "admin", "s3cret")
    assert [camera.code for camera in stores.tree().cameras()] == ["counter"]
    fine = [ChosenChannel(channel, code, "") for code in ("left", "right")]
    added = discovery.add_cameras(stage.store.id, fine, "admin", "s3cret")
    mains = [stores.media(camera.id).main for camera in added]
    assert [main.password for main in mains if main is not None] == ["s3cret", "s3cret"]


def test_a_device_becomes_a_recorder_with_its_clock(stage: Stage):
    discovery = stage.operations.discovery
    with Fake(user="admin", password="s3cret", recordings=1, clock_s=420) as device:
        assert discovery.clock_offset_s(device.address) == pytest.approx(-420, abs=2)
        seen = discovery.look(device.address, "admin", "s3cret")
        recorder = discovery.add_recorder(stage.store.id, "", seen, "admin", "s3cret")
        (recording,) = discovery.recordings_of(recorder.id, device.address)
    assert recorder.name == "Acme X-100 127.0.0.1"
    assert (recorder.kind, recorder.address) == (RecorderKind.ONVIF.value, "rtsp://127.0.0.1:554")
    assert recorder.clock_offset_s == pytest.approx(-420, abs=2)
    assert recording.replay_url == "rtsp://127.0.0.1:8554/replay/rec1"


def test_an_address_and_a_choice_are_needed(stage: Stage):
    with pytest.raises(EntryFault, match="Enter the address"):
        stage.operations.discovery.look("  ")
    with pytest.raises(EntryFault, match="at least one stream"):
        stage.operations.discovery.add_cameras(stage.store.id, [], "", "")
