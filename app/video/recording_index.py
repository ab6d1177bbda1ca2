"""Which segments a recording folder holds, kept up to date cheaply.

A folder is read again only when its modification time has moved, and it is
looked at again at most every two seconds.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.video.faults import FOLDER_MISSING, FOLDER_NOTHING, SourceFault
from app.video.media import RecordingFolder, Segment
from app.video.recording_pattern import Fields, compile_pattern, start_us, zone_of

REFRESH_S = 2.0
_SETTLED_NS = 2_000_000_000  # a folder written to this recently may change within one tick of mtime


@dataclass(frozen=True)
class _Listing:
    """What one folder held: folders to look into, files with their starts, foreign files."""

    mtime_ns: int
    settled: bool
    folders: tuple[tuple[str, Fields], ...]
    files: tuple[tuple[int, str], ...]
    foreign: int


class FolderIndex:
    """The segments of one camera's recording folder, in order of time; thread-safe."""

    def __init__(self, media: RecordingFolder) -> None:
        """Compile the pattern. Raises PatternFault."""
        self._media = media
        self._pattern = compile_pattern(media.pattern, media.camera)
        self._zone: ZoneInfo = zone_of(media.time_zone)
        self._seen: dict[str, _Listing] = {}
        self._lock = threading.Lock()
        self._looked_s = -REFRESH_S
        self._segments: tuple[Segment, ...] = ()
        self.foreign = 0

    def segments(self, *, now: bool = False) -> tuple[Segment, ...]:
        """All segments by time, looked up again when due (or ``now``).

        Raises SourceFault where the folder is missing or nothing in it fits.
        """
        with self._lock:
            looked_s = time.monotonic()
            if now or looked_s - self._looked_s >= REFRESH_S:
                self._refresh()
                self._looked_s = looked_s
            return self._segments

    def _refresh(self) -> None:
        media = self._media
        if not Path(media.root).is_dir():
            raise SourceFault(FOLDER_MISSING, name=media.root, camera=_label(media))
        seen = self._walk()
        if seen != self._seen:
            self._seen = seen
            self._gather(seen)
        if not self._segments:
            raise SourceFault(
                FOLDER_NOTHING,
                name=media.root,
                camera=_label(media),
                foreign=self.foreign,
                pattern=media.pattern,
            )

    def _gather(self, seen: dict[str, _Listing]) -> None:
        """Of two files with one start the first by name stays."""
        found: dict[int, str] = {}
        for start, path in sorted(file for listing in seen.values() for file in listing.files):
            found.setdefault(start, path)
        self._segments = tuple(Segment(path, start) for start, path in found.items())
        self.foreign = sum(listing.foreign for listing in seen.values())

    def _walk(self) -> dict[str, _Listing]:
        """Every folder that the pattern leads through, as it is now."""
        seen: dict[str, _Listing] = {}
        waiting: list[tuple[str, int, Fields]] = [(self._media.root, 0, {})]
        while waiting:
            folder, level, told = waiting.pop()
            listing = self._listing(folder, level, told)
            if listing is None:
                continue
            seen[folder] = listing
            for name, fields in listing.folders:
                waiting.append((str(Path(folder, name)), level + 1, {**told, **fields}))
        return seen

    def _listing(self, folder: str, level: int, told: Fields) -> _Listing | None:
        known = self._seen.get(folder)
        try:
            mtime_ns = Path(folder).stat().st_mtime_ns
            if known is not None and known.mtime_ns == mtime_ns and known.settled:
                return known
            listing = self._list(folder, level, told, mtime_ns)
        except OSError:
            return None  # removed between two looks: its segments are gone
        return listing

    def _list(self, folder: str, level: int, told: Fields, mtime_ns: int) -> _Listing:
        is_last = level == len(self._pattern.mine) - 1
        settled = time.time_ns() - mtime_ns > _SETTLED_NS
        folders: list[tuple[str, Fields]] = []
        files: list[tuple[int, str]] = []
        foreign = 0
        with os.scandir(folder) as entries:
            for entry in entries:
                fields = self._pattern.match(level, entry.name)
                is_file = entry.is_file()
                if fields is None or is_file != is_last:
                    other = not is_last or self._pattern.foreign(level, entry.name)
                    foreign += is_file and other
                elif not is_last:
                    folders.append((entry.name, fields))
                elif (at_us := start_us({**told, **fields}, self._zone)) is not None:
                    files.append((at_us, entry.path))
                else:
                    foreign += 1
        return _Listing(mtime_ns, settled, tuple(folders), tuple(files), foreign)


def _label(media: RecordingFolder) -> str:
    return media.label or media.camera
