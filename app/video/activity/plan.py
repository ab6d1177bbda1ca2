"""What is to be looked at next: the wanted footage that nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.faults import Fault
from app.video.activity.days import ActivityDays
from app.video.activity.store import Looked, path_key, setup_of
from app.video.files.probe import duration_us
from app.video.media import RecordingFolder, Segment, SegmentList, Span
from app.video.recordings.track import BROKEN_US, Track
from app.video.recordings.tracks_cache import tracks_of

STRETCH_US = 300_000_000
"""One order's length: short enough to be held or given up between two."""


@dataclass(frozen=True)
class Stretch:
    """A part of a segment; offsets count from its start. ``end_us`` is that of the segment.

    ``setup``: of the recording it belongs to, see ``store.setup_of``.
    """

    camera_id: int
    setup: bytes
    segment: Segment
    from_us: int
    until_us: int
    end_us: int


class ActivityPlan:
    """Goes through the wanted cameras in turn, each in order of time."""

    def __init__(
        self,
        wants: dict[int, Span],
        media_of: Callable[[int], SegmentList | RecordingFolder | None],
        days: ActivityDays,
    ) -> None:
        self._media_of = media_of
        self._days = days
        self._cameras = [self._of(camera_id, span) for camera_id, span in wants.items()]
        self.done_us = 0
        self.total_us = 0

    def next(self) -> Stretch | None:
        """The next stretch, of the next camera that has one; None: all is looked at."""
        while self._cameras:
            camera = self._cameras.pop(0)
            stretch = next(camera, None)
            if stretch is not None:
                self._cameras.append(camera)
                return stretch
        return None

    def _of(self, camera_id: int, span: Span) -> Iterator[Stretch]:
        found = self._found(camera_id)
        if found is None:
            return
        setup, track = found
        first = max(0, track.index_at(span.start_us))
        behind = track.index_at(span.end_us - 1) + 1
        lengths = [_length_us(track, index) for index in range(first, behind)]
        self.total_us += sum(lengths)
        for index, length_us in zip(range(first, behind), lengths, strict=True):
            yield from self._segment(camera_id, setup, track.segments[index], length_us)
            self.done_us += length_us

    def _found(self, camera_id: int) -> tuple[bytes, Track] | None:
        try:
            media = self._media_of(camera_id)
            return None if media is None else (setup_of(media), tracks_of(media).current())
        except Fault:
            return None  # the tile says it; the next round looks again

    def _segment(
        self, camera_id: int, setup: bytes, segment: Segment, length_us: int
    ) -> Iterator[Stretch]:
        try:
            stat = Path(segment.path).stat()
        except OSError:
            return
        known = self._known(camera_id, segment, length_us)
        done_us = _done_us(known, stat.st_size, stat.st_mtime_ns)
        while done_us is not None and done_us < length_us:
            until_us = min(length_us, done_us + STRETCH_US)
            yield Stretch(camera_id, setup, segment, done_us, until_us, length_us)
            known = self._known(camera_id, segment, length_us)
            before_us, done_us = done_us, _done_us(known, stat.st_size, stat.st_mtime_ns)
            if done_us is not None and done_us <= before_us:
                return  # it could not be looked at; the next round tries again

    def _known(self, camera_id: int, segment: Segment, length_us: int) -> list[Looked]:
        """What was found in the segment where it lies now: a list may tell other times since."""
        around = Span(segment.start_us, segment.start_us + length_us)
        found = self._days.looked(camera_id, path_key(segment.path), around)
        return [looked for looked in found if looked.starts_at(segment.start_us)]


def _length_us(track: Track, index: int) -> int:
    """How long a segment is at most, as far as its neighbours or its file tell."""
    most_us = track.limit_us(index) - track.starts_us[index]
    if most_us < BROKEN_US:
        return most_us
    return min(most_us, duration_us(track.segments[index].path) or BROKEN_US)


def _done_us(known: list[Looked], size: int, mtime_ns: int) -> int | None:
    """From which offset on the file is to be looked at; None: it was, to its end."""
    if not known:
        return 0
    if any(looked.size > size for looked in known):
        return 0  # another file in the same place
    newest = max(known, key=lambda looked: looked.done_us)
    same = newest.size == size and newest.mtime_ns == mtime_ns
    if not same and newest.size == size:
        return 0  # written anew with the same length
    return newest.done_us if not same or not newest.ended else None
