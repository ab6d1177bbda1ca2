"""How recorders are asked: addresses, times, and what to ask for at a speed."""

from __future__ import annotations

import pytest

from app.video.media import RecorderAbility, RecorderKind, RecorderPlayback
from app.video.replay.address import replay_address
from app.video.replay.policy import Delivery, delivery, presumed
from app.video.replay.times import (
    FrameTime,
    clock_range,
    date_us,
    frame_time,
    ntp_bytes,
    range_ends_us,
    range_start_us,
)

US = 1_000_000
AT_US = 1_347_683_825 * US  # 2012-09-15 04:37:05 UTC, 12:37:05 in Shanghai
END_US = AT_US + 3600 * US


def media(kind: RecorderKind, channel: str = "1", **changes: object) -> RecorderPlayback:
    facts: dict[str, object] = {"time_zone": "Asia/Shanghai", **changes}
    return RecorderPlayback(kind, "rtsp://10.0.0.9:554", channel, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "channel", "path"),
    [
        (
            RecorderKind.HIKVISION,
            "1",
            "/Streaming/tracks/101?starttime=20120915T123705Z&endtime=20120915T133705Z",
        ),
        (
            RecorderKind.HIKVISION,
            "102",
            "/Streaming/tracks/102?starttime=20120915T123705Z&endtime=20120915T133705Z",
        ),
        (
            RecorderKind.DAHUA,
            "3",
            "/cam/playback?channel=3&starttime=2012_09_15_12_37_05&endtime=2012_09_15_13_37_05",
        ),
        (RecorderKind.UNIVIEW, "4", "/c4/b1347683825/e1347687425/replay/"),
        (
            RecorderKind.AXIS,
            "20120915_1A/2",
            '/axis-media/media.amp?recordingid="20120915_1A/2"',
        ),
        (RecorderKind.ONVIF, "Rec 1", "/Rec%201"),
    ],
)
def test_each_maker_is_asked_in_its_own_form(kind, channel, path):
    assert replay_address(media(kind, channel), AT_US, END_US) == f"rtsp://10.0.0.9:554{path}"


def test_an_onvif_replay_address_is_taken_as_it_was_given():
    given = RecorderPlayback(RecorderKind.ONVIF, "rtsp://10.0.0.9/replay?x=1", "token")
    assert replay_address(given, AT_US) == "rtsp://10.0.0.9/replay?x=1"


def test_a_clock_that_is_seven_minutes_slow_is_asked_seven_minutes_earlier():
    slow = media(RecorderKind.HIKVISION, time_zone="UTC", clock_offset_us=420 * US)
    assert "starttime=20120915T043005Z" in replay_address(slow, AT_US)


def test_a_recorder_that_means_utc_is_written_to_in_utc():
    assert "2012_09_15_04_37_05" in replay_address(
        media(RecorderKind.DAHUA, time_zone="UTC"), AT_US
    )


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (RecorderKind.HIKVISION, "starttime=20261025T025000Z&endtime=20261025T031000Z"),
        (RecorderKind.DAHUA, "starttime=2026_10_25_02_50_00&endtime=2026_10_25_03_10_00"),
    ],
)
def test_where_clocks_are_set_back_the_end_is_not_before_the_beginning(kind, asked):
    at_us = 1_792_889_400 * US  # 02:50 in Berlin, ten minutes before it is 02:00 again
    berlin = media(kind, time_zone="Europe/Berlin")
    assert replay_address(berlin, at_us, at_us + 1200 * US).endswith(asked)


def test_a_password_never_stands_in_an_address_or_a_text():
    secret = media(RecorderKind.DAHUA, user="me", password="geheim")
    assert "geheim" not in replay_address(secret, AT_US) + repr(secret)


def test_absolute_ranges_are_written_and_read():
    assert clock_range(AT_US + 440_000, None) == "clock=20120915T043705.440Z-"
    assert clock_range(AT_US, END_US) == "clock=20120915T043705.000Z-20120915T053705.000Z"
    assert range_start_us("clock=20120915T043705.44Z-") == AT_US + 440_000
    assert range_start_us("npt=0-") is None
    told = "v=0\r\na=range:clock=20120915T043705Z-20120915T053705Z\r\n"
    assert range_ends_us(told) == (AT_US, END_US)
    assert range_ends_us("v=0\r\na=range:npt=0-\r\n") is None


@pytest.mark.parametrize("time_us", [AT_US, AT_US + 1, AT_US + 999_999, 1_780_000_000_123_457])
def test_the_extension_tells_the_time_to_the_microsecond(time_us):
    flags = ntp_bytes(time_us) + bytes([0x80 | 0x20, 7, 0, 0])
    assert frame_time(flags) == FrameTime(time_us, True, False, True, False, 7)


def test_a_short_extension_is_none():
    assert frame_time(b"\0" * 11) is None
    assert frame_time(None) is None


def test_the_date_header_is_read_and_nonsense_is_none():
    assert date_us("Sat, 15 Sep 2012 04:37:05 GMT") == AT_US
    assert date_us("today") is None


FREE = RecorderAbility(
    max_speed=16.0, full_speed=8.4, onvif_replay=True, rate_control=True, intra=True, reverse=True
)
HIKVISION = RecorderAbility(max_speed=8.4, full_speed=8.4, rate_control=True)
SCALED = RecorderAbility(max_speed=4.0, full_speed=4.0, scale=4.0)
WHOLE = RecorderAbility(max_speed=8.0, full_speed=8.0, scale=8.0, whole_scale=8.0)
PLAIN = RecorderAbility()


@pytest.mark.parametrize(
    ("ability", "speed", "keys", "how"),
    [
        (FREE, 1.0, False, Delivery(unpaced=True)),
        (FREE, 4.0, False, Delivery(unpaced=True)),
        (FREE, 8.0, False, Delivery(intra_us=1_000_000, unpaced=True)),
        (FREE, 16.0, True, Delivery(intra_us=2_000_000, unpaced=True)),
        (FREE, -1.0, False, Delivery(scale=-1.0, unpaced=True)),
        (FREE, -16.0, True, Delivery(intra_us=2_000_000, scale=-1.0, unpaced=True)),
        (FREE, 0.0, False, Delivery(unpaced=True)),
        (HIKVISION, 16.0, True, Delivery(unpaced=True)),
        (HIKVISION, -2.0, False, Delivery(unpaced=True)),
        (SCALED, 1.0, False, Delivery()),
        (SCALED, 4.0, False, Delivery(scale=4.0)),
        (SCALED, 16.0, True, Delivery(scale=4.0, hop_us=2_000_000)),
        (PLAIN, 1.0, False, Delivery()),
        (PLAIN, 2.0, False, Delivery(hop_us=250_000)),
        (PLAIN, -0.5, False, Delivery()),
        (PLAIN, -1.0, False, Delivery(hop_us=-125_000)),
        (PLAIN, -16.0, True, Delivery(hop_us=-2_000_000)),
        (WHOLE, -2.0, False, Delivery(scale=8.0)),
        (WHOLE, -16.0, True, Delivery(hop_us=-2_000_000)),
    ],
)
def test_what_is_asked_for_at_a_speed(ability, speed, keys, how):
    assert delivery(ability, speed, keys=keys) == how


def test_before_it_was_probed_an_onvif_recorder_is_taken_at_its_word():
    assert presumed(RecorderKind.ONVIF).rate_control
    assert presumed(RecorderKind.DAHUA) == RecorderAbility()


def test_what_was_measured_is_kept_as_text_and_read_again():
    assert RecorderAbility.from_json(FREE.to_json()) == FREE
    for broken in ("", "{", "[]", '{"max_speed": "fast"}', '{"sessions": null}'):
        assert RecorderAbility.from_json(broken) is None
    assert RecorderAbility.from_json('{"sessions": 3, "newer": 1}') == RecorderAbility(sessions=3)


def test_what_it_can_do_is_said_in_both_languages():
    assert RecorderAbility(max_speed=8.0, sessions=2).text("en") == (
        "this recorder: up to 8x, 2 sessions"
    )
    assert RecorderAbility(max_speed=8.4).text("en") == "this recorder: up to 8.4x, 1 session"
    assert "2 路" in RecorderAbility(sessions=2).text("zh_CN")
    many = RecorderAbility(sessions=8, sessions_more=True)
    assert many.text("en").endswith("8 sessions or more")
    assert "至少 8 路" in many.text("zh_CN")
