"""Thumbnails kept in memory, up to a number of bytes; the longest unused go first."""

from __future__ import annotations

import threading
from bisect import bisect_right, insort
from collections import OrderedDict

from app.video.thumbnails.thumbnail import Thumbnail

MOST_BYTES = 48 * 2**20

_Lane = tuple[object, int]


class ThumbnailCache:
    """By whose footage it is, height and time; thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[_Lane, int], Thumbnail] = OrderedDict()
        self._starts: dict[_Lane, list[int]] = {}
        self._bytes = 0

    @property
    def size_bytes(self) -> int:
        """How much is kept."""
        return self._bytes

    def find(self, owner: object, height_px: int, media_time_us: int) -> Thumbnail | None:
        """The thumbnail to show at that time, if it is kept."""
        lane = (owner, height_px)
        with self._lock:
            starts = self._starts.get(lane, [])
            place = bisect_right(starts, media_time_us) - 1
            if place < 0:
                return None
            key = (lane, starts[place])
            found = self._kept[key]
            if media_time_us >= found.until_us:
                return None
            self._kept.move_to_end(key)
            return found

    def keep(self, owner: object, height_px: int, thumbnail: Thumbnail) -> None:
        """Keep one; what exceeds the bound goes."""
        lane = (owner, height_px)
        with self._lock:
            key = (lane, thumbnail.media_time_us)
            before = self._kept.pop(key, None)
            if before is None:
                insort(self._starts.setdefault(lane, []), thumbnail.media_time_us)
            else:
                self._bytes -= len(before.data)
            self._kept[key] = thumbnail
            self._bytes += len(thumbnail.data)
            while self._bytes > self._most_bytes:
                self._drop_oldest()

    def clear(self) -> None:
        """Keep nothing: footage may have been replaced."""
        with self._lock:
            self._kept.clear()
            self._starts.clear()
            self._bytes = 0

    def _drop_oldest(self) -> None:
        (lane, start_us), dropped = self._kept.popitem(last=False)
        self._bytes -= len(dropped.data)
        self._starts[lane].remove(start_us)
        if not self._starts[lane]:
            del self._starts[lane]
