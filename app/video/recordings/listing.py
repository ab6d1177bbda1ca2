"""What one folder of recordings held when it was last looked into."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload
from zoneinfo import ZoneInfo

from app.video.media import RecordingFolder, Segment
from app.video.recordings.own_time import own_start_us, repeated_start_us
from app.video.recordings.pattern import Fields, TimePattern, start_us
from app.video.recordings.segment_list import listed_files

SETTLED_NS = 2_000_000_000
"""A folder written to this recently may change again within one tick of its mtime."""


@dataclass(frozen=True)
class Listing:
    """Folders to look into with the fields their names tell, files with their starts.

    ``names`` and ``starts_us`` go together, in order of time. ``mtime_ns`` is
    the folder's when it was listed, ``seen_s`` (monotonic) when that was.
    """

    mtime_ns: int
    settled: bool
    folders: tuple[tuple[str, Fields], ...]
    names: tuple[str, ...]
    starts_us: array[int]
    foreign: int
    seen_s: float = 0.0

    def same_files(self, other: Listing | None) -> bool:
        """Whether both tell the same segments and foreign files."""
        if other is None:
            return False
        mine = (self.folders, self.names, self.starts_us, self.foreign)
        return mine == (other.folders, other.names, other.starts_us, other.foreign)


class SegmentTable(Sequence[Segment]):
    """Very many segments in order of time in little memory; each is made when asked for."""

    def __init__(self, listings: dict[str, Listing]) -> None:
        """Of two files with one start the first by path stays."""
        self._folders = sorted(folder for folder, one in listings.items() if one.names)
        self._names = [listings[folder].names for folder in self._folders]
        found: list[tuple[int, int, int]] = []
        for number, folder in enumerate(self._folders):
            starts = listings[folder].starts_us
            found += [(start, number, place) for place, start in enumerate(starts)]
        found.sort()
        self.starts_us = array("q")
        self._where = array("I")
        for start, number, place in found:
            if self.starts_us and self.starts_us[-1] == start:
                continue
            self.starts_us.append(start)
            self._where.extend((number, place))

    def __len__(self) -> int:
        return len(self.starts_us)

    @overload
    def __getitem__(self, index: int) -> Segment: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...

    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        start_us = self.starts_us[index]
        place = index if index >= 0 else index + len(self)
        number, row = self._where[2 * place], self._where[2 * place + 1]
        return Segment(os.path.join(self._folders[number], self._names[number][row]), start_us)  # noqa: PTH118 - made for every segment

    def __iter__(self) -> Iterator[Segment]:
        return (self[index] for index in range(len(self)))


def list_folder(
    folder: str, level: int, told: Fields, mtime_ns: int, rules: tuple[TimePattern, ZoneInfo]
) -> Listing:
    """Look into one folder. Raises OSError."""
    pattern, zone = rules
    is_last = level == len(pattern.mine) - 1
    settled = time.time_ns() - mtime_ns > SETTLED_NS
    folders: list[tuple[str, Fields]] = []
    files: list[tuple[int, str]] = []
    foreign = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            fields = pattern.match(level, entry.name)
            is_file = entry.is_file()
            if fields is None or is_file != is_last:
                other = not is_last or pattern.foreign(level, entry.name)
                foreign += is_file and other
            elif not is_last:
                folders.append((entry.name, fields))
            elif pattern.lists:
                files += listed_files(entry.path)
                settled = False  # a list grows without its folder showing it
            else:
                at_us, done = _start_us(entry, {**told, **fields}, zone)
                settled = settled and done
                foreign += done and at_us is None
                if at_us is not None:
                    files.append((at_us, entry.name))
    files.sort()
    starts = array("q", (at_us for at_us, _ in files))
    names = tuple(name for _, name in files)
    return Listing(mtime_ns, settled, tuple(folders), names, starts, foreign, time.monotonic())


def _start_us(entry: os.DirEntry[str], fields: Fields, zone: ZoneInfo) -> tuple[int | None, bool]:
    """When the file begins; False with it while it is being written and tells no time yet."""
    if "C" in fields:
        at_us = own_start_us(entry.path)
        return at_us, at_us is not None
    at_us = start_us(fields, zone)
    if at_us is not None and "s" not in fields:
        at_us = repeated_start_us(at_us, zone, entry)
    return at_us, True


def label_of(media: RecordingFolder) -> str:
    """How a person calls the camera."""
    return media.label or media.camera
