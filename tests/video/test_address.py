"""Camera addresses: refused with a reason, joined with credentials, shown without them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.address import check_address, redact, with_credentials
from app.video.faults import AddressFault
from app.video.media import LiveStream


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://192.168.1.20/stream1",
        "rtsp://192.168.1.20:554/Streaming/channels/101?transportmode=unicast",
        "RTSP://camera.example:8554/",
        "rtsps://camera.example/x",
        "rtsp://[fe80::1]:554/live",
        "rtsp://user:secret@10.0.0.1/1",
    ],
)
def test_camera_addresses_are_accepted(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "The address is empty"),
        ("   ", "The address is empty"),
        ("ftp://camera/video", "must begin with rtsp://"),
        ("192.168.1.20", "must begin with rtsp://"),
        ("file:///etc/passwd", "must begin with rtsp://"),
        ("rtsp://", "names no camera"),
        ("rtsp:///stream1", "names no camera"),
        ("rtsp://user:secret@/stream1", "names no camera"),
        ("rtsp://[fe80::1/live", "names no camera"),
        ("rtsp://user:secret\u2100@cam/x", "before rtsp://cam/x holds a character"),
        ("rtsp://user:secret#1@cam/x", "before rtsp://cam/x holds a character"),
        ("rtsp://user:secret/1@cam:8554/x", "before rtsp://cam:8554/x holds a character"),
        ("rtsp://user:pass word@cam/x", "before rtsp://cam/x holds a character"),
        ("rtsp://user:sec ret?@cam/x", "before rtsp://cam/x holds a character"),
        ("rtsp://camera:99999/x", "The port in"),
        ("rtsp://camera:0/x", "The port in"),
        ("rtsp://camera:abc/x", "The port in"),
        ("rtsp://camera/my stream", "contains a space"),
        ("rtsp://camera/x\r\nTEARDOWN", "contains a space"),
    ],
)
def test_other_addresses_are_refused_with_a_reason(url: str, says: str) -> None:
    with pytest.raises(AddressFault, match=says) as caught:
        check_address(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.text("zh_CN")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://cam/x", "rtsp://cam/x"),
        ("rtsp://admin:secret@cam:554/x", "rtsp://cam:554/x"),
        ("rtsp://admin:se/cr@et@cam/x", "rtsp://cam/x"),
        ("rtsp://cam/x?user=a&password=secret&n=1", "rtsp://cam/x?user=a&password=***&n=1"),
        ("rtsp://cam/user=a;pwd=secret;ch=1", "rtsp://cam/user=a;pwd=***;ch=1"),
        ("admin:secret@cam/x", "cam/x"),
    ],
)
def test_secrets_are_not_shown(url: str, shown: str) -> None:
    assert redact(url) == shown


@given(
    password=st.text(min_size=4).filter(
        lambda text: text.strip() and text not in "rtsp://cam.example:554/main"
    )
)
def test_no_password_survives(password: str) -> None:
    assert password not in redact(with_credentials("rtsp://cam.example:554/main", "u", password))
    assert password not in redact(f"rtsp://u:{password}@cam.example:554/main")


def test_credentials_are_put_in_encoded() -> None:
    assert (
        with_credentials("rtsp://old:one@cam:554/x?y=1", "ad min", "p@s:s/#?%é")
        == "rtsp://ad%20min:p%40s%3As%2F%23%3F%25%C3%A9@cam:554/x?y=1"
    )
    assert with_credentials("rtsp://old:one@cam/x", "", "") == "rtsp://old:one@cam/x"
    assert with_credentials("rtsp://cam/x", "guest", "") == "rtsp://guest@cam/x"


def test_the_password_is_in_no_text_form_of_the_media() -> None:
    media = LiveStream("rtsp://cam/x", "admin", "secret")
    assert "secret" not in repr(media)
    assert "secret" not in str(media)
    assert pickle.loads(pickle.dumps(media)) == media


def test_a_fault_crosses_process_borders() -> None:
    with pytest.raises(AddressFault) as caught:
        check_address("rtsp://camera:99999/x")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is AddressFault
    assert copy.text("zh_CN") == caught.value.text("zh_CN")
