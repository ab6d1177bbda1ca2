"""Activity on disk: one file of records for each camera and UTC day.

A record belongs to one segment, told by path, size and modification time, and
carries a check sum; what does not check is passed over and looked at again.
It names the recording as it was set up then, too: with another time zone or pattern
the same file lies at another time. Records are only ever appended; of several about
the same bins the last counts.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.video.activity.grid import BIN_US, DAY_BINS, Bins
from app.video.media import RecordingFolder, SegmentList
from app.video.trimming import trim_files

MAGIC = b"FWA2"
_HEAD = struct.Struct("<4sIqqqqq?i16s16s")
SUFFIX = ".activity"


@dataclass(frozen=True)
class Looked:
    """What was found in a stretch of one segment.

    ``setup`` stands for what told the segment's time, ``path_key`` for its path;
    ``size`` and ``mtime_ns`` are those of the file when it was looked at; ``from_us``
    and ``done_us`` are offsets from its start. ``ended``: the file held nothing behind
    ``done_us``.
    """

    setup: bytes
    path_key: bytes
    size: int
    mtime_ns: int
    from_us: int
    done_us: int
    first_bin: int
    ended: bool
    bins: Bins

    def starts_at(self, start_us: int) -> bool:
        """Whether it still lies where the segment does, which begins at ``start_us``."""
        return self.first_bin == (start_us + self.from_us) // BIN_US

    @property
    def day(self) -> int:
        """The UTC day in whose file it stands."""
        return self.first_bin // DAY_BINS


def path_key(path: str) -> bytes:
    """Sixteen bytes that stand for a path."""
    return _short(path)


def setup_of(media: SegmentList | RecordingFolder) -> bytes:
    """Sixteen bytes that stand for all that tells when a recording's segments begin."""
    if isinstance(media, SegmentList):
        return bytes(16)  # the list tells each time itself, see ``starts_at``
    return _short(f"{media.root}\n{media.pattern}\n{media.camera}\n{media.time_zone}")


def _short(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class ActivityStore:
    """The files below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, camera_id: int, day: int) -> list[Looked]:
        """The records of a day in the order in which they were written."""
        try:
            content = self._path(camera_id, day).read_bytes()
        except OSError:
            return []
        return list(_records(content))

    def append(self, camera_id: int, looked: Looked) -> None:
        """Keep one record. Raises OSError where the disk does not take it."""
        path = self._path(camera_id, looked.day)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(_encoded(looked))

    def trim(self, most_bytes: int) -> int:
        """Delete the files that were longest not written until the rest fits; how many went."""
        return trim_files(self.folder.glob(f"*/*{SUFFIX}"), most_bytes)

    def _path(self, camera_id: int, day: int) -> Path:
        return self.folder / str(camera_id) / f"{day}{SUFFIX}"


def _encoded(looked: Looked) -> bytes:
    body = looked.bins.tobytes()
    facts = (
        looked.size,
        looked.mtime_ns,
        looked.from_us,
        looked.done_us,
        looked.first_bin,
        looked.ended,
        len(body),
        looked.setup,
        looked.path_key,
    )
    unsigned = _HEAD.pack(MAGIC, 0, *facts) + body
    return _HEAD.pack(MAGIC, zlib.crc32(unsigned), *facts) + body


def _records(content: bytes) -> Iterator[Looked]:
    at = 0
    while at + _HEAD.size <= len(content):
        magic, check, *_, count, _setup, _key = _HEAD.unpack_from(content, at)
        end = at + _HEAD.size + count
        if magic != MAGIC or count < 0 or end > len(content):
            at = content.find(MAGIC, at + 1)  # a write that was cut off: the next one is whole
            if at < 0:
                return
            continue
        unsigned = content[at : at + 4] + bytes(4) + content[at + 8 : end]
        if zlib.crc32(unsigned) == check:
            yield _decoded(content, at, count)
        at = end


def _decoded(content: bytes, at: int, count: int) -> Looked:
    facts = _HEAD.unpack_from(content, at)
    size, mtime_ns, from_us, done_us, first_bin, ended, _, setup, key = facts[2:]
    bins = np.frombuffer(content, np.uint8, count, at + _HEAD.size)
    return Looked(setup, key, size, mtime_ns, from_us, done_us, first_bin, ended, bins)
