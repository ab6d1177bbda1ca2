"""Session descriptions (RFC 4566): which streams a camera offers, and how they are coded."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

_LINES_MOST = 2000
_START = b"\x00\x00\x00\x01"
_SIZE = re.compile(r"(\d{1,5})\s*[-,x]\s*(\d{1,5})")
_CODECS = {"H264": "h264", "H265": "hevc", "JPEG": "mjpeg"}
_STATIC = {26: ("JPEG", 90_000), 32: ("MPV", 90_000), 33: ("MP2T", 90_000)}


@dataclass(frozen=True)
class SdpMedia:
    """One stream: its control address, RTP payload type and coding.

    ``codec``: "h264", "hevc", "mjpeg", or the SDP's own word in lower case for
    what has no depacketiser here. ``extradata``: parameter sets told in advance,
    with start codes (Annex B). ``size``: width and height where the SDP tells.
    """

    kind: str
    payload_type: int
    codec: str
    clock_rate_hz: int
    control: str
    parameters: dict[str, str] = field(default_factory=dict)
    extradata: bytes = b""
    size: tuple[int, int] | None = None
    rate_hz: float | None = None

    @property
    def known(self) -> bool:
        """Whether there is a depacketiser for it."""
        return self.kind == "video" and self.codec in _CODECS.values()


@dataclass
class _Block:
    """The lines of one m= section."""

    kind: str
    payload_type: int
    control: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)

    def of_type(self, name: str) -> str:
        """The value of ``a=name:<payload type> value``."""
        for value in self.attributes.get(name, ()):
            number, _, rest = value.partition(" ")
            if number.strip() == str(self.payload_type):
                return rest.strip()
        return ""


def parse_sdp(text: str, base_url: str) -> tuple[SdpMedia, ...]:
    """The streams that a description offers; what cannot be read is left out."""
    session_control, blocks = "", []
    block: _Block | None = None
    for line in text.splitlines()[:_LINES_MOST]:
        key, equals, value = line.strip().partition("=")
        if not equals:
            continue
        if key == "m":
            block = _media_line(value)
            if block is not None:
                blocks.append(block)
        elif key == "a":
            name, _, rest = value.partition(":")
            if name == "control" and block is None and not blocks:
                session_control = rest.strip()
            elif block is not None:
                block.attributes.setdefault(name, []).append(rest.strip())
    base = join_control(base_url, session_control)
    return tuple(_media(each, base) for each in blocks)


def session_control_of(text: str, base_url: str) -> str:
    """The address that plays all streams together."""
    for line in text.splitlines()[:_LINES_MOST]:
        if line.startswith("m="):
            break
        if line.startswith("a=control:"):
            return join_control(base_url, line.partition(":")[2].strip())
    return base_url


def join_control(base_url: str, control: str) -> str:
    """A control attribute below the base address, as cameras mean it: appended, not resolved."""
    if not control or control == "*":
        return base_url
    if re.match(r"(?i)rtsps?://", control):
        return control
    return base_url + ("" if base_url.endswith("/") else "/") + control.lstrip("/")


def _media_line(value: str) -> _Block | None:
    words = value.split()
    if len(words) < 4 or not words[3].isdecimal() or int(words[3][:4]) > 127:
        return None
    return _Block(words[0].lower(), int(words[3]))


def _media(block: _Block, base_url: str) -> SdpMedia:
    name, rate = _STATIC.get(block.payload_type, ("", 90_000))
    coding = block.of_type("rtpmap").split("/")
    if coding[0]:
        name = coding[0].upper()
        rate = _whole(coding[1] if len(coding) > 1 else "", rate)
    parameters = _parameters(block.of_type("fmtp"))
    codec = _CODECS.get(name, name.lower())
    controls = block.attributes.get("control", [""])
    return SdpMedia(
        block.kind, block.payload_type, codec, rate, join_control(base_url, controls[0]),
        parameters, _extradata(codec, parameters), _size(block), _rate(block),
    )  # fmt: skip


def _parameters(text: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in text.split(";"))
    return {key.strip().lower(): value.strip() for key, _, value in pairs if key.strip()}


def _extradata(codec: str, parameters: dict[str, str]) -> bytes:
    if codec == "h264":
        return _units(parameters.get("sprop-parameter-sets", ""))
    if codec == "hevc":
        return b"".join(
            _units(parameters.get(f"sprop-{name}", "")) for name in ("vps", "sps", "pps")
        )
    return b""


def _units(text: str) -> bytes:
    units = b""
    for each in text.strip('"').split(","):
        try:
            unit = base64.b64decode(each + "=" * (-len(each) % 4), validate=True)
        except (binascii.Error, ValueError):
            return b""  # the stream's own parameter sets have to do
        units += _START + unit if len(unit) > 1 else b""
    return units


def _size(block: _Block) -> tuple[int, int] | None:
    texts = [block.of_type("framesize"), *block.attributes.get("x-dimensions", ())]
    texts += [each.partition(" ")[2] for each in block.attributes.get("cliprect", ())]
    for text in texts:
        found = _SIZE.search(text)
        if found is not None:
            width, height = int(found[1]), int(found[2])
            if 0 < width <= 16_384 and 0 < height <= 16_384:
                return width, height
    return None


def _rate(block: _Block) -> float | None:
    for name in ("framerate", "x-framerate"):
        for text in block.attributes.get(name, ()):
            found = re.match(r"\s*(\d{1,3}(?:\.\d{1,6})?)", text)
            if found is not None and 0.1 <= float(found[1]) <= 240:
                return float(found[1])
    return None


def _whole(text: str, otherwise: int) -> int:
    stripped = text.strip()
    number = int(stripped) if stripped.isdecimal() and len(stripped) < 10 else 0
    return number or otherwise
