"""The file that holds one recorded file's small keyframes.

A head with the recorded file's path, then one record after another, only ever
appended. A record belongs to one coded keyframe, told by its time stamp and the
check sum of its bytes: where a recorder writes other footage under the same name
nothing old is shown. Each picture is an access unit of H.264 that stands by itself.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

SUFFIX = ".keys"
_FILE_MAGIC = b"FWK1"
_FILE_HEAD = struct.Struct("<4sH")
_MAGIC = b"kcpy"
_HEAD = struct.Struct("<4sIqIHHI")
_MOST_BYTES = 2**20  # a longer picture is none of ours


class KeyName(NamedTuple):
    """Which keyframe: its time stamp in the stream's units, the check sum of its coded bytes."""

    pts: int
    check: int


class SmallKey(NamedTuple):
    """One keyframe made small: its size in pixels, and itself, coded as H.264."""

    width: int
    height: int
    coded: bytes


class _Place(NamedTuple):
    check: int  # of the coded keyframe
    width: int
    height: int
    at: int
    length: int
    body_check: int


def name_of(packet: Any) -> KeyName | None:
    """The name of the keyframe in a packet; None where the container tells no time."""
    return None if packet.pts is None else KeyName(packet.pts, zlib.crc32(memoryview(packet)))


def recording_of(path: Path) -> Path | None:
    """Whose keyframes a file holds; None where it is something else."""
    try:
        with path.open("rb") as file:
            return _recording_in(file)
    except OSError:
        return None


def _recording_in(file: IO[bytes]) -> Path | None:
    """Reads the file's head; afterwards ``file`` stands at the first record."""
    head = file.read(_FILE_HEAD.size)
    if len(head) < _FILE_HEAD.size:
        return None
    magic, length = _FILE_HEAD.unpack(head)
    name = file.read(length)
    if magic != _FILE_MAGIC or len(name) < length:
        return None
    return Path(os.fsdecode(name))


class KeyFile:
    """Reads what is there, and what is appended meanwhile; not thread-safe."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where there is none."""
        self._file = path.open("rb")
        self._places: dict[int, _Place] = {}
        self.end = self._file.tell() if _recording_in(self._file) is not None else 0
        self.look_on()

    def close(self) -> None:
        """Let go of the file; idempotent."""
        self._file.close()

    def look_on(self) -> None:
        """Take in what was appended since."""
        if self.end:
            self._places.update(self._new_places())

    def names(self) -> Iterator[KeyName]:
        """All that are there."""
        return (KeyName(pts, place.check) for pts, place in self._places.items())

    def size_at(self, pts: int) -> tuple[int, int] | None:
        """Width and height of the copy of that time, if there is one."""
        place = self._places.get(pts)
        return None if place is None else (place.width, place.height)

    def find(self, name: KeyName) -> SmallKey | None:
        """The copy of exactly that keyframe; None where there is none that checks."""
        place = self._places.get(name.pts)
        if place is None or place.check != name.check:
            return None
        try:
            self._file.seek(place.at)
            coded = self._file.read(place.length)
        except OSError:
            return None
        if zlib.crc32(coded) != place.body_check:
            return None
        return SmallKey(place.width, place.height, coded)

    def _new_places(self) -> Iterator[tuple[int, _Place]]:
        """Ends at the first record that is not whole: what was cut off, or is being written."""
        with contextlib.suppress(OSError):
            size = os.fstat(self._file.fileno()).st_size
            while self.end + _HEAD.size <= size:
                self._file.seek(self.end)
                head = self._file.read(_HEAD.size)
                magic, body_check, pts, check, width, height, length = _HEAD.unpack(head)
                at = self.end + _HEAD.size
                if magic != _MAGIC or length > _MOST_BYTES or at + length > size:
                    return
                self.end = at + length
                yield pts, _Place(check, width, height, at, length, body_check)


class KeyFileWriter:
    """Appends copies to a recorded file's; knows which are there."""

    def __init__(self, path: Path, recording: str) -> None:
        """Begins the file where there is none that can be gone on with. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        end = self._begun(path)
        self._file = path.open("r+b" if end else "wb")
        if end:
            self._file.truncate(end)  # what was cut off
            self._file.seek(end)
        else:
            name = os.fsencode(Path(recording).absolute())
            self._file.write(_FILE_HEAD.pack(_FILE_MAGIC, len(name)) + name)

    def _begun(self, path: Path) -> int:
        self._there: set[KeyName] = set()
        try:
            known = KeyFile(path)
        except OSError:
            return 0
        with contextlib.closing(known):
            self._there = set(known.names())
            return known.end

    def close(self) -> None:
        """Write what waits and let go of the file. Raises OSError where the disk is full."""
        self._file.close()

    def has(self, name: KeyName) -> bool:
        """Whether that keyframe is there already."""
        return name in self._there

    def append(self, name: KeyName, key: SmallKey) -> None:
        """Keep one copy. Raises OSError where the disk does not take it."""
        facts = (name.pts, name.check, key.width, key.height, len(key.coded))
        head = _HEAD.pack(_MAGIC, zlib.crc32(key.coded), *facts)
        self._file.write(head + key.coded)
        self._there.add(name)
