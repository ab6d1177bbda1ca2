"""What ONVIF devices tell about themselves."""

from __future__ import annotations

from dataclasses import dataclass

from app.faults import Sentence
from app.video.faults import SourceFault

REFUSED = Sentence(
    "The device at {address} refuses the connection. Check the address and the port; ONVIF usually "
    "answers on 80, some makers use 8000, 8080 or 8899.",
    "{address} 的设备拒绝连接。请检查地址和端口；ONVIF 通常使用 80，"
    "部分厂商使用 8000、8080 或 8899。",
)
NO_ANSWER = Sentence(
    "The device at {address} does not answer. Check the address, that it is switched on, and that "
    "the network reaches it.",
    "{address} 的设备没有应答。请检查地址、设备是否开机以及网络是否可达。",
)
NO_HOST = Sentence(
    "The network does not know {address}. Check its spelling and the network.",
    "网络中找不到 {address}。请检查拼写和网络。",
)
PASSWORD = Sentence(
    "The device at {address} does not accept the user name or password. Many devices have users of "
    "their own for ONVIF: add one in the device, then enter it here.",
    "{address} 的设备不接受该用户名或密码。许多设备有单独的 ONVIF 用户：请在设备中添加后在此输入。",
)
NO_PASSWORD = Sentence(
    "The device at {address} asks for a user name and password. Enter them.",
    "{address} 的设备需要用户名和密码。请输入。",
)
NOT_ONVIF = Sentence(
    "What answers at {address} does not speak ONVIF. Switch ONVIF on in the device, or enter the "
    "camera by its maker instead.",
    "{address} 的应答不是 ONVIF。请在设备中启用 ONVIF，或改为按厂商填写。",
)
DECLINED = Sentence(
    "The device at {address} declines: {reason}. Check its ONVIF settings.",
    "{address} 的设备拒绝了请求：{reason}。请检查其 ONVIF 设置。",
)
NO_RECORDINGS = Sentence(
    "The device at {address} offers no recordings by ONVIF (Profile G). Choose its maker as the "
    "kind of the recorder instead.",
    "{address} 的设备不通过 ONVIF（Profile G）提供录像。请改选其厂商作为录像机类型。",
)


class OnvifFault(SourceFault):
    """An ONVIF device cannot be asked; the sentence says why."""


class OnvifPassword(OnvifFault):
    """The device wants another user name or password."""


@dataclass(frozen=True)
class FoundDevice:
    """A device that answered a search; ``address`` is where it takes questions."""

    address: str  # http://192.168.1.64/onvif/device_service
    host: str
    name: str = ""
    maker: str = ""
    model: str = ""
    recorder: bool = False  # it says that it plays recordings (Profile G)


@dataclass(frozen=True)
class StreamProfile:
    """One stream that a device offers."""

    token: str
    name: str
    source: str  # which lens or channel it shows
    codec: str  # as the device calls it: "H264"
    width: int
    height: int
    rate_hz: float
    url: str  # without user name and password

    @property
    def text(self) -> str:
        """Such as "1920x1080 H264 25/s"."""
        rate = f" {self.rate_hz:.3g}/s" if self.rate_hz else ""
        return f"{self.width}x{self.height} {self.codec}{rate}"


@dataclass(frozen=True)
class OnvifChannel:
    """What belongs to one camera of a device: its largest stream, and a small one."""

    source: str
    main: StreamProfile
    sub: StreamProfile | None


@dataclass(frozen=True)
class RecordingFound:
    """One recording that a device keeps, and where it is played."""

    token: str
    name: str
    source: str
    earliest_us: int | None
    latest_us: int | None
    replay_url: str  # without user name and password


@dataclass(frozen=True)
class DeviceSeen:
    """A device that was asked with its password."""

    address: str
    maker: str
    model: str
    firmware: str
    clock_offset_s: float | None  # added to its time gives ours; None = it does not tell
    channels: tuple[OnvifChannel, ...] = ()


def channels_of(
    profiles: tuple[StreamProfile, ...], small: int = 640 * 480
) -> tuple[OnvifChannel, ...]:
    """By source: the largest picture is the main stream, the best of ``small`` pixels the sub."""
    sources = dict.fromkeys(profile.source for profile in profiles)
    found = []
    for source in sources:
        own = [profile for profile in profiles if profile.source == source]
        main = max(own, key=_pixels)
        lesser = [profile for profile in own if _pixels(profile) < _pixels(main)]
        fitting = [profile for profile in lesser if 0 < _pixels(profile) <= small]
        sub = max(fitting, key=_pixels) if fitting else min(lesser, key=_pixels, default=None)
        found.append(OnvifChannel(source, main, sub))
    return tuple(found)


def _pixels(profile: StreamProfile) -> int:
    return profile.width * profile.height
