"""The makers' addresses, filled in."""

from __future__ import annotations

import pytest

from app.video.address import check_address
from app.video.camera_presets import Maker, addresses, host_and_port, maker_name, maker_named
from app.video.recorders.values import RecorderKind


@pytest.mark.parametrize("maker", Maker)
def test_every_makers_addresses_are_addresses(maker: Maker):
    filled = addresses(maker, "192.168.1.64", 8554, 12)
    for url in (filled.main_url, filled.sub_url, filled.recorder_address):
        check_address(url)
        assert url.startswith("rtsp://192.168.1.64:8554")
    assert filled.main_url != filled.sub_url
    check_address(addresses(maker, "fe80::1").main_url)
    assert maker_named(maker_name(maker)) is maker
    assert maker_named(maker.value) is maker


def test_the_channel_is_part_of_the_address():
    assert addresses(Maker.HIKVISION, "h", 554, 12).sub_url.endswith("/Streaming/Channels/1202")
    dahua = addresses(Maker.DAHUA, "h", 554, 3)
    assert dahua.main_url == "rtsp://h:554/cam/realmonitor?channel=3&subtype=0"
    assert addresses(Maker.UNIVIEW_RECORDER, "h", 554, 2).sub_url.endswith("/unicast/c2/s1/live")
    assert "camera=2" in addresses(Maker.AXIS, "h", 554, 2).main_url
    assert addresses(Maker.UNIVIEW_CAMERA, "h").recorder_kind is RecorderKind.UNIVIEW


@pytest.mark.parametrize(
    ("written", "maker"),
    [
        ("Hikvision", Maker.HIKVISION),
        (" 海康威视 ", Maker.HIKVISION),
        ("大华", Maker.DAHUA),
        ("UNV  NVR", Maker.UNIVIEW_RECORDER),
        ("axis", Maker.AXIS),
        ("Sony", None),
        ("", None),
    ],
)
def test_a_maker_is_known_by_its_names(written: str, maker: Maker | None):
    assert maker_named(written) is maker


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("10.0.0.4", ("10.0.0.4", 554)),
        ("10.0.0.4:8554", ("10.0.0.4", 8554)),
        ("cam.example:80", ("cam.example", 80)),
        ("::1", ("::1", 554)),
        ("fe80::1:2", ("fe80::1:2", 554)),
        ("[::1]:8554", ("[::1]", 8554)),
        ("[::1]", ("[::1]", 554)),
        ("", None),
        (":554", None),
        ("cam:", None),
        ("cam:0", None),
        ("cam:70000", None),
        ("cam:x", None),
        ("http://cam", None),
        ("me@cam", None),
        ("my cam", None),
    ],
)
def test_a_port_may_stand_behind_the_host(typed: str, found: tuple[str, int] | None):
    assert host_and_port(typed) == found
