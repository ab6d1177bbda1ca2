"""JPEG over RTP (RFC 2435): the file's head is not sent and has to be built again."""

from __future__ import annotations

import base64
import struct

from app.video.rtsp.depacketize import Depacketizer
from app.video.rtsp.sdp import SdpMedia

_LUMA = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
    26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
    56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip
_CHROMA = (17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66) + 50 * (99,)
_HUFFMAN = base64.b64decode(
    "/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG"
    "E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZn"
    "aGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi"
    "4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcF"
    "BAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNE"
    "RUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6"
    "wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6"
)
"""The four DHT segments of every baseline JPEG without tables of its own (ITU-T T.81, Annex K)."""

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_ONE_TABLE = 133  # a segment with the widest table
_TABLES_MOST = 4 * 128
_OWN_TABLES = 128  # from this Q on the tables are sent along
_CHANGING = 255  # with this Q they are sent with every picture


class JpegDepacketizer(Depacketizer):
    """Pictures as whole JPEG files."""

    def __init__(self, media: SdpMedia) -> None:
        super().__init__(media)
        self._size_told = media.size
        self._tables: dict[int, bytes] = {}
        self._head: bytes | None = None
        self._scan = bytearray()

    def _add(self, payload: memoryview) -> None:
        if len(payload) < 8:
            self._damaged = True
            return
        offset = int.from_bytes(payload[1:4], "big")
        kind, quality, width, height = payload[4], payload[5], payload[6], payload[7]
        at, interval = 8, 0
        if 64 <= kind < 128:
            interval, at = int.from_bytes(payload[8:10], "big"), 12
        if offset == 0:
            tables, at = self._quantisation(payload, at, quality)
            size = self._dimensions(8 * width, 8 * height)
            self._head = _head(kind & 63, tables, size, interval) if tables else None
            self._scan = bytearray()
        if offset != len(self._scan) or self._head is None:
            self._damaged = True
            return
        self._scan += payload[at:]

    def _quantisation(self, payload: memoryview, at: int, quality: int) -> tuple[bytes, int]:
        """The tables of the picture, 64 or 128 bytes each, and where its data begin."""
        if quality < _OWN_TABLES:
            return _scaled(quality), at
        if len(payload) < at + 4:
            return b"", at
        length = int.from_bytes(payload[at + 2 : at + 4], "big")
        end = at + 4 + length
        if length == 0:
            return self._tables.get(quality, b""), end
        if length % 64 or length > _TABLES_MOST or end > len(payload):
            return b"", end
        tables = _segments(bytes(payload[at + 4 : end]), payload[at + 1])
        if quality != _CHANGING:
            self._tables[quality] = tables
        return tables, end

    def _dimensions(self, width: int, height: int) -> tuple[int, int]:
        """One byte holds at most 2040 pixels; larger cameras say their size in the SDP."""
        if self._size_told is not None and (not width or not height or width >= 2040):
            return self._size_told
        return width, height

    def _broken(self) -> None:
        pass  # the offsets tell

    def _clear(self) -> None:
        self._head, self._scan = None, bytearray()

    def _take(self) -> tuple[bytes, bool]:
        head, scan = self._head, bytes(self._scan)
        self._clear()
        if head is None or not scan:
            return b"", False
        return head + scan + (b"" if scan.endswith(_EOI) else _EOI), True


def _scaled(quality: int) -> bytes:
    """The tables for a Q of 1 to 99 (RFC 2435, 4.2)."""
    q = min(max(quality, 1), 99)
    scale = 5000 // q if q < 50 else 200 - 2 * q
    values = (min(max((each * scale + 50) // 100, 1), 255) for each in _LUMA + _CHROMA)
    return _segments(bytes(values), 0)


def _segments(values: bytes, precisions: int) -> bytes:
    """DQT segments of the tables; a bit of ``precisions`` for each with 16 bits a value."""
    out, at, number = b"", 0, 0
    while at < len(values) and number < 4:
        wide = precisions >> number & 1
        table = values[at : at + (128 if wide else 64)]
        out += struct.pack(">2sHB", b"\xff\xdb", len(table) + 3, wide << 4 | number) + table
        at, number = at + len(table), number + 1
    return out


def _head(kind: int, tables: bytes, size: tuple[int, int], interval: int) -> bytes:
    """Everything of the file before its coded data; ``kind``: 0 is 4:2:2, 1 is 4:2:0."""
    second = 1 if len(tables) > _ONE_TABLE else 0
    sampling = 0x22 if kind & 1 else 0x21
    frame = struct.pack(">2sHBHHB", b"\xff\xc0", 17, 8, size[1], size[0], 3)
    frame += bytes((1, sampling, 0, 2, 0x11, second, 3, 0x11, second))
    restart = struct.pack(">2sHH", b"\xff\xdd", 4, interval) if interval else b""
    scan = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00"
    return _SOI + tables + restart + frame + _HUFFMAN + scan
