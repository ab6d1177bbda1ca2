"""RTSP and RTP as bytes, for servers that tests run: requests read, packets built."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

MTU = 1200


@dataclass(frozen=True)
class Request:
    """One RTSP request; names of headers in lower case."""

    method: str
    url: str
    headers: dict[str, str]


def read_request(stream: BinaryIO) -> Request | None:
    """The next request, over interleaved packets of the client; None at the end."""
    while (start := stream.read(1)) == b"$":
        _, length = struct.unpack(">BH", stream.read(3))
        stream.read(length)
    line = start + stream.readline()
    if not line.strip():
        return None
    method, url, _ = line.decode().split(" ", 2)
    headers = {}
    while header := stream.readline().decode().strip():
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    return Request(method, url, headers)


def reply_bytes(status: str, cseq: str, lines: list[str], body: str = "") -> bytes:
    """A whole RTSP response."""
    head = [f"RTSP/1.0 {status}", f"CSeq: {cseq}", *lines]
    if body:
        head.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def rtp_bytes(
    payload: bytes, sequence: int, stamp: int, *, last: bool, extension: bytes = b""
) -> bytes:
    """One RTP packet of type 96; ``extension``: 12 bytes of 0xABAC, or none."""
    first = 0x90 if extension else 0x80
    kind = 96 | (0x80 if last else 0)
    head = struct.pack(">BBHII", first, kind, sequence & 0xFFFF, stamp & 0xFFFFFFFF, 77)
    if extension:
        head += struct.pack(">HH", 0xABAC, len(extension) // 4) + extension
    return head + payload


def interleaved(channel: int, packet: bytes) -> bytes:
    """Framed for the RTSP connection (RFC 2326, 10.12)."""
    return b"$" + bytes([channel]) + struct.pack(">H", len(packet)) + packet


def h264_payloads(unit: list[bytes]) -> list[bytes]:
    """RTP payloads of one picture by RFC 6184: single NAL units and FU-A."""
    out: list[bytes] = []
    for nal in unit:
        if len(nal) <= MTU:
            out.append(nal)
            continue
        indicator, kind = nal[0] & 0xE0 | 28, nal[0] & 31
        pieces = [nal[at : at + MTU] for at in range(1, len(nal), MTU)]
        for number, piece in enumerate(pieces):
            edge = (0x80 if number == 0 else 0) | (0x40 if number == len(pieces) - 1 else 0)
            out.append(bytes((indicator, edge | kind)) + piece)
    return out
