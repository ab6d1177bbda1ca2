"""Coded streams for the test camera: H.264, H.265 and JPEG, and how each goes into RTP."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
from av.bitstream import BitStreamFilterContext

from app.bench.live_packets import h264_payloads, h265_payloads, split_units
from tests.support.clips import drawn

MTU = 1200
Codec = Literal["h264", "hevc", "mjpeg"]
_ENCODERS = {"h264": "libx264", "hevc": "libx265", "mjpeg": "mjpeg"}


@dataclass(frozen=True)
class CodedStream:
    """Pictures (NAL units of each, or one JPEG) and the SDP's words for them."""

    codec: Codec
    pictures: tuple[tuple[bytes, ...], ...]
    sets: tuple[bytes, ...] = ()

    @property
    def payload_type(self) -> int:
        return 26 if self.codec == "mjpeg" else 96

    def sdp_lines(self) -> list[str]:
        sets = [base64.b64encode(each).decode() for each in self.sets]
        if self.codec == "mjpeg":
            return ["m=video 0 RTP/AVP 26"]
        lines = ["m=video 0 RTP/AVP 96"]
        if self.codec == "h264":
            lines.append("a=rtpmap:96 H264/90000")
            told = f";sprop-parameter-sets={','.join(sets)}" if sets else ""
            return [*lines, f"a=fmtp:96 packetization-mode=1{told}"]
        names = ("sprop-vps", "sprop-sps", "sprop-pps")
        told = ";".join(f"{name}={value}" for name, value in zip(names, sets, strict=False))
        return [*lines, "a=rtpmap:96 H265/90000", *([f"a=fmtp:96 {told}"] if told else [])]

    def payloads(self, number: int, mtu: int = MTU) -> list[bytes]:
        units = list(self.pictures[number % len(self.pictures)])
        if self.codec == "h264":
            return h264_payloads(units, mtu)
        if self.codec == "hevc":
            return h265_payloads(units, mtu)
        return jpeg_payloads(units[0], mtu)


def stream_of_clip(clip: Path) -> CodedStream:
    """The pictures of an H.264 clip."""
    pictures = []
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        bitstream = BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in container.demux(stream):
            for filtered in bitstream.filter(packet if packet.size else None):
                pictures += [tuple(split_units(bytes(filtered)))]
    return CodedStream("h264", tuple(pictures), _sets("h264", pictures))


def coded(
    codec: Codec = "h264",
    *,
    pictures: int = 40,
    size: tuple[int, int] = (128, 96),
    keyframe_every: int = 10,
    sets_in_sdp: bool = True,
    draw: Callable[..., object] = drawn,
) -> CodedStream:
    """Numbered pictures, coded in memory."""
    encoder = av.CodecContext.create(_ENCODERS[codec], "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    encoder.time_base, encoder.framerate, encoder.thread_count = Fraction(1, 25), Fraction(25), 1
    keys = f"keyint={keyframe_every}:min-keyint={keyframe_every}:scenecut=0:bframes=0"
    if codec == "mjpeg":
        encoder.options = {"huffman": "default"}  # RTP sends no tables
    else:
        one = "pools=1:frame-threads=1:log-level=none" if codec == "hevc" else "threads=1"
        encoder.options = {
            "preset": "ultrafast", "tune": "zerolatency",
            f"x{'265' if codec == 'hevc' else '264'}-params": f"{keys}:repeat-headers=1:{one}",
        }  # fmt: skip
    out: list[tuple[bytes, ...]] = []
    for number in range(pictures + 1):
        frame = None
        if number < pictures:
            frame = av.VideoFrame.from_ndarray(draw(number, *size), format="rgb24")  # type: ignore[arg-type]
            frame.pts, frame.time_base = number, Fraction(1, 25)
        for packet in encoder.encode(frame):
            data = bytes(packet)
            out.append((data,) if codec == "mjpeg" else tuple(split_units(data)))
    return CodedStream(codec, tuple(out), _sets(codec, out) if sets_in_sdp else ())


def _sets(codec: Codec, pictures: list[tuple[bytes, ...]]) -> tuple[bytes, ...]:
    kinds = {"h264": (7, 8), "hevc": (32, 33, 34), "mjpeg": ()}[codec]
    shift, mask = (1, 63) if codec == "hevc" else (0, 31)
    units = [unit for picture in pictures for unit in picture]
    return tuple(next(unit for unit in units if unit[0] >> shift & mask == kind) for kind in kinds)


def jpeg_payloads(jpeg: bytes, mtu: int = MTU) -> list[bytes]:
    """RFC 2435, with the tables sent along (Q 255)."""
    tables, sampling, size, scan = _taken_apart(jpeg)
    head = bytes((1 if sampling == 0x22 else 0, 255, size[0] // 8, size[1] // 8))
    payloads, at = [], 0
    while at < len(scan):
        payload = b"\0" + at.to_bytes(3, "big") + head
        if at == 0:
            payload += struct.pack(">BBH", 0, 0, len(tables)) + tables
        piece = scan[at : at + mtu]
        payloads.append(payload + piece)
        at += len(piece)
    return payloads


def _taken_apart(jpeg: bytes) -> tuple[bytes, int, tuple[int, int], bytes]:
    tables, sampling, size, at = b"", 0x22, (0, 0), 2
    while True:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        body = jpeg[at + 4 : at + 2 + length]
        if marker == 0xDB:
            while body:
                tables, body = tables + body[1:65], body[65:]
        elif marker == 0xC0:
            size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
            sampling = body[7]
        elif marker == 0xDA:
            return tables, sampling, size, jpeg[at + 2 + length :].removesuffix(b"\xff\xd9")
        at += 2 + length
