"""Coded pictures as RTP packets (RFC 6184, RFC 7798, RFC 2435), as cameras send them."""

from __future__ import annotations

import re
import struct

MTU = 1400
_START_CODE = re.compile(b"\x00\x00\x00?\x01")


def split_units(annex_b: bytes) -> list[bytes]:
    """The NAL units of a picture in Annex B."""
    return [unit for unit in _START_CODE.split(annex_b) if unit]


def h264_payloads(units: list[bytes], mtu: int = MTU) -> list[bytes]:
    """Single units and FU-A fragments."""
    payloads: list[bytes] = []
    for unit in units:
        if len(unit) <= mtu:
            payloads.append(unit)
            continue
        indicator, kind = unit[0] & 0xE0 | 28, unit[0] & 31
        payloads += _fragments(bytes((indicator,)), kind, unit[1:], mtu)
    return payloads


def h265_payloads(units: list[bytes], mtu: int = MTU) -> list[bytes]:
    """Single units and fragments."""
    payloads: list[bytes] = []
    for unit in units:
        if len(unit) <= mtu:
            payloads.append(unit)
            continue
        kind = unit[0] >> 1 & 63
        header = bytes((unit[0] & 0x81 | 49 << 1, unit[1]))
        payloads += _fragments(header, kind, unit[2:], mtu)
    return payloads


def _fragments(header: bytes, kind: int, body: bytes, mtu: int) -> list[bytes]:
    pieces = [body[at : at + mtu] for at in range(0, len(body), mtu)]
    last = len(pieces) - 1
    return [
        header + bytes(((0x80 if at == 0 else 0) | (0x40 if at == last else 0) | kind,)) + piece
        for at, piece in enumerate(pieces)
    ]


def rtp(payload: bytes, sequence: int, stamp: int, *, last: bool, kind: int = 96) -> bytes:
    """One RTP packet; ``last``: of its picture."""
    marker = 0x80 if last else 0
    head = struct.pack(">BBHII", 0x80, marker | kind, sequence & 0xFFFF, stamp & 0xFFFFFFFF, 77)
    return head + payload


def interleaved(packet: bytes, channel: int = 0) -> bytes:
    """The packet as it goes over the RTSP connection."""
    return struct.pack(">sBH", b"$", channel, len(packet)) + packet
