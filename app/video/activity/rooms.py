"""What is known of each camera's empty room, kept so that a look goes on where one ended.

Without it every new segment would begin with whoever stands in its first
picture as part of the room.
"""

from __future__ import annotations

import contextlib
import struct
import threading
import zlib
from pathlib import Path

GO_ON_US = 600_000_000
"""Footage that follows later than this begins anew: the light has changed since."""
EARLY_US = 5_000_000
KEPT = 4
"""Rooms kept of one camera: a person reviews here and there, a recorder goes on writing."""
_HEAD = struct.Struct("<4sIqI")
_MAGIC = b"FWR1"
SUFFIX = ".rooms"

Rooms = tuple[tuple[int, bytes], ...]  # until when it was looked at, and the packed room


class ActivityRooms:
    """Below one folder, one file for each camera; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._known: dict[int, Rooms] = {}

    def find(self, camera_id: int, at_us: int) -> bytes:
        """The room as it was left shortly before that time; b"" where nobody looked then."""
        for until_us, room in self._rooms(camera_id):
            if -EARLY_US < at_us - until_us < GO_ON_US:
                return room
        return b""

    def keep(self, camera_id: int, from_us: int, until_us: int, room: bytes) -> None:
        """The room after a look from one time to another; it replaces the one gone on from."""
        older = [
            one
            for one in self._rooms(camera_id)
            if not -EARLY_US < from_us - one[0] < GO_ON_US and one[0] != until_us
        ]
        rooms = ((until_us, room), *older)[:KEPT]
        with self._lock:
            self._known[camera_id] = rooms
        self._save(camera_id, rooms)

    def _rooms(self, camera_id: int) -> Rooms:
        with self._lock:
            known = self._known.get(camera_id)
        if known is None:
            known = self._load(camera_id)
            with self._lock:
                self._known[camera_id] = known
        return known

    def _path(self, camera_id: int) -> Path:
        return self._folder / str(camera_id) / f"rooms{SUFFIX}"

    def _load(self, camera_id: int) -> Rooms:
        try:
            content = self._path(camera_id).read_bytes()
        except OSError:
            return ()
        found, at = [], 0
        while at + _HEAD.size <= len(content):
            magic, check, until_us, length = _HEAD.unpack_from(content, at)
            room = content[at + _HEAD.size : at + _HEAD.size + length]
            if magic != _MAGIC or len(room) != length or zlib.crc32(room) != check:
                break
            found.append((until_us, room))
            at += _HEAD.size + length
        return tuple(found)

    def _save(self, camera_id: int, rooms: Rooms) -> None:
        """A disk that does not take it is no reason to stop: it is known until the end."""
        path = self._path(camera_id)
        coming = path.with_suffix(".new")
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            coming.write_bytes(
                b"".join(
                    _HEAD.pack(_MAGIC, zlib.crc32(room), until_us, len(room)) + room
                    for until_us, room in rooms
                )
            )
            coming.replace(path)
