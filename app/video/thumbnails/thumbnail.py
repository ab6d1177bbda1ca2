"""Small pictures for the timeline: the keyframe before a moment, scaled down."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.video.faults import SourceFault
from app.video.media import Media, RecordingFolder, SegmentList, Span
from app.video.recordings.tracks_cache import tracks_of

if TYPE_CHECKING:
    from app.video.files.key_reader import KeyPicture, KeyReader

_OPEN_MOST = 12
"""Files kept open: the pointer moves to and fro over a few segments."""


@dataclass(frozen=True)
class Thumbnail:
    """A small picture: ``data`` is BGRX, ``width * 4`` bytes a row without padding.

    ``media_time_us`` is the picture's own time; ``until_us`` the time up to
    which it is the one to show.
    """

    data: bytes
    width: int
    height: int
    media_time_us: int
    until_us: int


class Thumbnailer:
    """Takes thumbnails; keeps the last few files open. For one thread."""

    def __init__(self) -> None:
        self._readers: OrderedDict[str, tuple[tuple[int, int], KeyReader]] = OrderedDict()

    def take(self, media: Media, media_time_us: int, height_px: int) -> Thumbnail | None:
        """The thumbnail at a time; None where there is no footage that gives one cheaply."""
        if not isinstance(media, SegmentList | RecordingFolder):
            return None
        try:
            return self._take(media, media_time_us, height_px)
        except SourceFault:
            return None  # the tile says what is wrong; here is merely no picture

    def close(self) -> None:
        """Let go of every file."""
        for _, reader in self._readers.values():
            reader.close()
        self._readers.clear()

    def _take(
        self, media: SegmentList | RecordingFolder, media_time_us: int, height_px: int
    ) -> Thumbnail | None:
        track = tracks_of(media).current()
        index = track.index_at(media_time_us)
        if index < 0:
            return None
        start_us = track.starts_us[index]
        reader = self._reader(track.segments[index].path)
        end_us = track.end_us(index, reader.declared_us)
        if media_time_us >= end_us:
            return None
        found = reader.at(media_time_us - start_us)
        if found is None:
            return None
        valid = Span(start_us + found.offset_us, min(start_us + found.until_us, end_us))
        return _small(found, reader.pixel_aspect, height_px, valid)

    def _reader(self, path: str) -> KeyReader:
        from app.video.files.key_reader import KeyReader

        identity = _identity(path)
        kept = self._readers.pop(path, None)
        if kept is not None and kept[0] != identity:
            kept[1].close()
            kept = None
        if kept is None:
            kept = (identity, KeyReader(path))
        self._readers[path] = kept
        while len(self._readers) > _OPEN_MOST:
            self._readers.popitem(last=False)[1][1].close()
        return kept[1]


def _identity(path: str) -> tuple[int, int]:
    try:
        stat = Path(path).stat()
    except OSError:
        return (-1, -1)
    return (stat.st_size, stat.st_mtime_ns)


def _small(found: KeyPicture, pixel_aspect: float, height_px: int, valid: Span) -> Thumbnail:
    frame = found.frame
    height = min(height_px, frame.height)
    width = max(1, round(frame.width * pixel_aspect * height / frame.height))
    small = frame.reformat(width, height, format="bgra", interpolation="FAST_BILINEAR")
    plane = small.planes[0]
    rows = memoryview(plane)
    row = width * 4
    if plane.line_size == row:
        data = bytes(rows[: row * height])
    else:
        data = b"".join(
            rows[at : at + row] for at in range(0, plane.line_size * height, plane.line_size)
        )
    return Thumbnail(data, width, height, valid.start_us, valid.end_us)
