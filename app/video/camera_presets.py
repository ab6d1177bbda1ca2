"""Where the makers' cameras and recorders offer their streams.

Forms as the makers document them: Hikvision ISAPI (stream id = channel x 100 + 1 main,
2 sub), Dahua HTTP API (``subtype`` 0 main, 1 sub), Uniview (``unicast/c<channel>/s<stream>``
on recorders, ``media/video<stream>`` on cameras), Axis VAPIX (``axis-media/media.amp``,
which makes a smaller stream of any size on request).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.video.recorders.values import RecorderKind

RTSP_PORT = 554
_SMALL = "640x360"
_PORT_MOST, _PORT_DIGITS = 65_535, 6


class Maker(enum.Enum):
    """Whose addresses are filled in."""

    HIKVISION = "hikvision"
    DAHUA = "dahua"
    UNIVIEW_CAMERA = "uniview_camera"
    UNIVIEW_RECORDER = "uniview_recorder"
    AXIS = "axis"


_NAMES = {
    Maker.HIKVISION: "Hikvision / 海康威视",
    Maker.DAHUA: "Dahua / 大华",
    Maker.UNIVIEW_CAMERA: "Uniview / 宇视",
    Maker.UNIVIEW_RECORDER: "Uniview NVR / 宇视 NVR",
    Maker.AXIS: "Axis / 安讯士",
}
_KINDS = {
    Maker.HIKVISION: RecorderKind.HIKVISION,
    Maker.DAHUA: RecorderKind.DAHUA,
    Maker.UNIVIEW_CAMERA: RecorderKind.UNIVIEW,
    Maker.UNIVIEW_RECORDER: RecorderKind.UNIVIEW,
    Maker.AXIS: RecorderKind.AXIS,
}
_WORDS = {
    "hikvision": Maker.HIKVISION, "hik": Maker.HIKVISION, "海康": Maker.HIKVISION,
    "海康威视": Maker.HIKVISION, "hilook": Maker.HIKVISION,
    "dahua": Maker.DAHUA, "大华": Maker.DAHUA, "imou": Maker.DAHUA, "乐橙": Maker.DAHUA,
    "uniview": Maker.UNIVIEW_CAMERA, "unv": Maker.UNIVIEW_CAMERA, "宇视": Maker.UNIVIEW_CAMERA,
    "uniview nvr": Maker.UNIVIEW_RECORDER, "unv nvr": Maker.UNIVIEW_RECORDER,
    "宇视 nvr": Maker.UNIVIEW_RECORDER, "宇视nvr": Maker.UNIVIEW_RECORDER,
    "axis": Maker.AXIS, "安讯士": Maker.AXIS,
}  # fmt: skip


@dataclass(frozen=True)
class StreamAddresses:
    """Live addresses without credentials, and the device as a recorder."""

    main_url: str
    sub_url: str
    recorder_kind: RecorderKind
    recorder_address: str


def maker_name(maker: Maker) -> str:
    """The maker as both languages know it."""
    return _NAMES[maker]


def maker_named(text: str) -> Maker | None:
    """The maker that somebody wrote, in either language; None for an unknown one."""
    word = " ".join(text.lower().split())
    if word in _WORDS:
        return _WORDS[word]
    found = [maker for maker, name in _NAMES.items() if word == name.lower()]
    return found[0] if found else next((m for m in Maker if m.value == word), None)


def addresses(maker: Maker, host: str, port: int = RTSP_PORT, channel: int = 1) -> StreamAddresses:
    """The addresses of one channel; cameras have channel 1. ``host`` may be an IPv6 address."""
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    base = f"rtsp://{named}:{port}"
    main, sub = _PATHS[maker]
    return StreamAddresses(
        main_url=base + main.format(channel=channel),
        sub_url=base + sub.format(channel=channel),
        recorder_kind=_KINDS[maker],
        recorder_address=base,
    )


def host_and_port(text: str) -> tuple[str, int] | None:
    """Apart, from "host", "host:8554", "[::1]:8554" or "::1"; None where it is none of them."""
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]") or (text.count(":") > 1 and not host.endswith("]")):
        host, port = text, str(RTSP_PORT)
    wrong = not host or any(character in "/@?#" or character.isspace() for character in host)
    if wrong or not port.isdecimal() or len(port) > _PORT_DIGITS:
        return None
    return (host, int(port)) if 1 <= int(port) <= _PORT_MOST else None


_PATHS = {
    Maker.HIKVISION: ("/Streaming/Channels/{channel}01", "/Streaming/Channels/{channel}02"),
    Maker.DAHUA: (
        "/cam/realmonitor?channel={channel}&subtype=0",
        "/cam/realmonitor?channel={channel}&subtype=1",
    ),
    Maker.UNIVIEW_CAMERA: ("/media/video1", "/media/video2"),
    Maker.UNIVIEW_RECORDER: ("/unicast/c{channel}/s0/live", "/unicast/c{channel}/s1/live"),
    Maker.AXIS: (
        "/axis-media/media.amp?camera={channel}&videocodec=h264",
        f"/axis-media/media.amp?camera={{channel}}&videocodec=h264&resolution={_SMALL}",
    ),
}
