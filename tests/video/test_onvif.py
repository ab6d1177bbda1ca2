"""ONVIF devices are found, asked with their password, and their refusals told in words."""

from __future__ import annotations

import socket

import pytest

from app.video.onvif.device import OnvifDevice, device_address
from app.video.onvif.search import local_addresses, search
from app.video.onvif.values import OnvifFault, OnvifPassword, StreamProfile, channels_of
from tests.support.onvif_device import OnvifDevice as Fake

HERE = ("127.0.0.1",)


def test_a_device_that_answers_is_found_by_its_scopes():
    with Fake(recordings=1) as device:
        (found,) = search(1, HERE, ("127.0.0.1", device.probe_port))
    assert (found.address, found.host) == (device.address, "127.0.0.1")
    assert (found.name, found.maker, found.model) == ("Front door", "Acme", "X-100")
    assert found.recorder
    assert device.asked == []  # found, and not yet asked anything


def test_of_several_addresses_the_one_that_is_reached_counts():
    with Fake() as device, Fake() as broken:
        real = device.address
        device.address = f"http://169.254.7.7/x http://[fe80::7]/x http://[2001:db8::7]/x {real}"
        broken.address = "http://[fe80::7 ftp://127.0.0.1/x"
        where = {"search_s": 1, "interfaces": ("127.0.0.1",)}
        (found,) = search(**where, target=("127.0.0.1", device.probe_port))
        assert found.address == real
        assert search(**where, target=("127.0.0.1", broken.probe_port)) == ()


def test_nobody_answers_and_the_search_ends():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert search(1, HERE, ("127.0.0.1", silent.getsockname()[1])) == ()


def test_the_search_does_not_ask_the_machine_itself():
    assert not [address for address in local_addresses() if address.startswith("127.")]


@pytest.mark.parametrize("media2", [False, True])
def test_a_device_tells_who_it_is_and_what_it_shows(media2: bool):
    with Fake(user="admin", password="s3cret", media2=media2) as device:
        seen = OnvifDevice(device.address, "admin", "s3cret").look()
    assert (seen.maker, seen.model, seen.firmware) == ("Acme", "X-100", "1.2")
    assert seen.clock_offset_s == 0.0
    (channel,) = seen.channels
    # At the host where it was reached, not at the one it believes it has.
    assert channel.main.url == "rtsp://127.0.0.1:8554/main"
    assert channel.sub is not None
    codec = "H265" if media2 else "H264"
    assert channel.main.text == f"1920x1080 {codec} 25/s"
    assert channel.sub.text == f"640x360 {codec} 12/s"


def test_a_clock_that_is_off_does_not_make_the_password_wrong():
    with Fake(user="admin", password="s3cret", clock_s=-420) as device:
        seen = OnvifDevice(device.address, "admin", "s3cret").look()
    assert seen.clock_offset_s == pytest.approx(420, abs=2)


def test_media2_that_fails_gives_way_to_media():
    with Fake(media2=True) as device:
        device.declines["GetProfiles"] = "busy"
        with pytest.raises(OnvifFault, match="declines: busy"):
            OnvifDevice(device.address).look()
    assert device.asked.count("GetProfiles") == 2


@pytest.mark.parametrize(("user", "words"), [("admin", "does not accept"), ("", "asks for")])
def test_a_wrong_or_missing_password_is_told(user: str, words: str):
    with (
        Fake(user="admin", password="s3cret") as device,
        pytest.raises(OnvifPassword, match=words) as caught,
    ):
        OnvifDevice(device.address, user, "wrong").look()
    assert "wrong" not in caught.value.text("zh_CN")


def test_a_device_that_asks_by_http_is_answered_by_digest():
    with Fake(user="admin", password="pä:ss", http_digest=True) as device:
        seen = OnvifDevice(device.address, "admin", "pä:ss").look()
        assert seen.model == "X-100"
        with pytest.raises(OnvifPassword, match="does not accept") as caught:
            OnvifDevice(device.address, "admin", "wrong").look()
        with pytest.raises(OnvifPassword, match="asks for"):
            OnvifDevice(device.address).look()
    assert "wrong" not in caught.value.text("zh_CN")


def test_recordings_are_found_with_the_address_that_plays_them():
    with Fake(user="admin", password="s3cret", recordings=2) as device:
        first, second = OnvifDevice(device.address, "admin", "s3cret").recordings()
    assert (first.token, first.name, first.source) == ("rec1", "Recording 1", "Camera 1")
    assert first.earliest_us == 1_772_323_200_000_000
    assert second.replay_url == "rtsp://127.0.0.1:8554/replay/rec2"


def test_a_device_without_recordings_says_so():
    with Fake() as device, pytest.raises(OnvifFault, match="no recordings"):
        OnvifDevice(device.address).recordings()


@pytest.mark.parametrize(
    ("address", "words"),
    [("127.0.0.1:9", "refuses the connection"), ("x" * 70, "does not know")],
)
def test_what_cannot_be_reached_is_told(address: str, words: str):
    with pytest.raises(OnvifFault, match=words) as caught:
        OnvifDevice(address).look()
    assert caught.value.text("zh_CN")


def test_silence_and_other_services_are_told():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(OnvifFault, match="does not answer"):
            OnvifDevice(f"127.0.0.1:{port}", timeout_s=1).look()
    with Fake() as device:
        device.answer = lambda _body: (200, "<html>It works</html>")  # type: ignore[method-assign]
        with pytest.raises(OnvifFault, match="does not speak ONVIF"):
            OnvifDevice(device.address).look()


@pytest.mark.parametrize(
    ("entered", "address"),
    [
        ("10.0.0.4", "http://10.0.0.4/onvif/device_service"),
        (" 10.0.0.4:8000 ", "http://10.0.0.4:8000/onvif/device_service"),
        ("https://cam/x", "https://cam/x"),
        ("http://admin:s3cret@cam", "http://cam/onvif/device_service"),
    ],
)
def test_a_host_alone_is_an_address(entered: str, address: str):
    assert device_address(entered) == address


def profile(token: str, source: str, width: int, height: int) -> StreamProfile:
    return StreamProfile(token, token, source, "H264", width, height, 25.0, f"rtsp://h/{token}")


def test_the_largest_stream_is_main_and_the_best_small_one_is_sub():
    one, two = channels_of(
        (
            profile("a", "1", 640, 360), profile("b", "1", 2560, 1440),
            profile("c", "1", 320, 180), profile("d", "1", 1920, 1080),
            profile("e", "2", 1280, 720),
        )
    )  # fmt: skip
    assert (one.main.token, one.sub.token if one.sub else "") == ("b", "a")
    assert (two.main.token, two.sub) == ("e", None)
    (large,) = channels_of((profile("x", "1", 1920, 1080), profile("y", "1", 1280, 720)))
    assert large.sub is not None
    assert large.sub.token == "y"
