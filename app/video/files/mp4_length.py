"""The length of an MP4 file from its movie header alone: a few small reads.

A day of one-minute segments is 1440 files for each camera; opening each as a
video takes some twenty times longer. Boxes: ISO/IEC 14496-12, sections 4.2,
8.2.1 (moov) and 8.2.2 (mvhd).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from app.video.media import US_PER_S

_FIRST = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")
_SINCE_1904_S = 2_082_844_800  # the movie header counts from 1904-01-01
_MOST_BOXES = 64
_BELIEVED_US = 6 * 3600 * US_PER_S  # a longer claim is looked into with the pictures counted


def mp4_length_us(path: str) -> int | None:
    """Microseconds by the movie header; None where that is not enough to tell."""
    try:
        with Path(path).open("rb", buffering=512) as file:
            if file.read(8)[4:] not in _FIRST:
                return None
            moov = _find(file, b"moov", 0)
            mvhd = _find(file, b"mvhd", moov) if moov is not None else None
            return _length_us(file, mvhd) if mvhd is not None else None
    except (OSError, ValueError, struct.error):  # ValueError: a size no file can have
        return None


def mp4_created_us(path: str) -> int | None:
    """When the file was begun by its movie header, us since 1970; None where that is left out."""
    try:
        with Path(path).open("rb", buffering=512) as file:
            if file.read(8)[4:] not in _FIRST:
                return None
            moov = _find(file, b"moov", 0)
            mvhd = _find(file, b"mvhd", moov) if moov is not None else None
            if mvhd is None:
                return None
            file.seek(mvhd)
            wide = file.read(4)[0:1] == b"\x01"
            created_s = (
                struct.unpack(">Q", file.read(8)) if wide else struct.unpack(">I", file.read(4))
            )
    except (OSError, ValueError, struct.error):
        return None
    return (created_s[0] - _SINCE_1904_S) * US_PER_S if created_s[0] else None


def _find(file: BinaryIO, wanted: bytes, start: int) -> int | None:
    """Where the content of the first such box begins, looking from ``start`` on."""
    at = start
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return None
        size, kind = struct.unpack(">I4s", head)
        header = 8
        if size == 1:
            size, header = struct.unpack(">Q", file.read(8))[0], 16
        if kind == wanted:
            return at + header
        if size < header:
            return None  # to the end of the file, or no MP4 at all
        at += size
    return None


def _length_us(file: BinaryIO, mvhd: int) -> int | None:
    file.seek(mvhd)
    version = file.read(4)[0:1]
    if version == b"\x01":
        _, _, scale, length = struct.unpack(">QQIQ", file.read(28))
    else:
        _, _, scale, length = struct.unpack(">IIII", file.read(16))
    if not scale or not length:
        return None  # in pieces: each tells its own length
    length_us = int(length * US_PER_S // scale)
    return length_us if length_us <= _BELIEVED_US else None
