"""The segments of one camera on its time line, and where they end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.video.faults import LIST_EMPTY, SourceFault
from app.video.media import FAR_FUTURE_US, US_PER_S, RecordingFolder, Segment, SegmentList, Span
from app.video.recordings.index import FolderIndex
from app.video.recordings.listing import SegmentTable

GAP_US = 2 * US_PER_S
"""Shorter holes are no gap: names tell whole seconds, and recorders cut at the next keyframe."""
BROKEN_US = 3600 * US_PER_S
"""How long a segment of unknown length is taken to last at most."""


@dataclass(frozen=True)
class Track:
    """Segments in order of time."""

    segments: Sequence[Segment]
    starts_us: Sequence[int]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Track:
        """Sort; of two segments that start together the first stays."""
        if isinstance(segments, SegmentTable):
            return cls(segments, segments.starts_us)
        unique: dict[int, Segment] = {}
        for segment in segments:
            unique.setdefault(segment.start_us, segment)
        ordered = tuple(unique[start_us] for start_us in sorted(unique))
        return cls(ordered, tuple(segment.start_us for segment in ordered))

    def index_at(self, media_time_us: int) -> int:
        """The last segment that starts at or before the time; -1 before the first."""
        return bisect_right(self.starts_us, media_time_us) - 1

    def next_start_us(self, index: int) -> int:
        """Where the following segment starts; FAR_FUTURE_US after the last."""
        following = index + 1
        return self.starts_us[following] if following < len(self.starts_us) else FAR_FUTURE_US

    def trusted_us(self, index: int) -> int | None:
        """The length that the list or the next start vouches for; None where neither does."""
        segment = self.segments[index]
        if segment.duration_us is not None:
            return segment.duration_us
        next_us = self.next_start_us(index)
        return None if next_us == FAR_FUTURE_US else next_us - segment.start_us

    def limit_us(self, index: int) -> int:
        """The time at which the segment must be over, whatever its file holds."""
        segment = self.segments[index]
        next_us = self.next_start_us(index)
        if segment.duration_us is None:
            return next_us
        return min(segment.start_us + segment.duration_us, next_us)

    def end_us(self, index: int, declared_us: int | None) -> int:
        """Where the segment ends, given the length that its file claims."""
        segment = self.segments[index]
        known = [us for us in (segment.duration_us, declared_us) if us is not None]
        length_us = min(known) if known else BROKEN_US
        next_us = self.next_start_us(index)
        end_us = segment.start_us + length_us
        return next_us if end_us + GAP_US >= next_us else end_us


class Tracks:
    """Gives the present track of a recording: fixed for a list, watched for a folder.

    Thread-safe.
    """

    def __init__(self, media: SegmentList | RecordingFolder) -> None:
        """Raises PatternFault for a folder whose pattern or zone cannot be used."""
        self._media = media
        self._index = FolderIndex(media) if isinstance(media, RecordingFolder) else None
        self._known: tuple[Sequence[Segment], Track] = ((), Track((), ()))

    @property
    def label(self) -> str:
        """How a person calls the camera."""
        media = self._media
        if media.label:
            return media.label
        return media.camera if isinstance(media, RecordingFolder) else "this camera"

    def current(self, *, now: bool = False) -> Track:
        """The track as it is now. Raises SourceFault where there are no segments."""
        if isinstance(self._media, SegmentList):
            segments: Sequence[Segment] = self._media.segments
            if not segments:
                raise SourceFault(LIST_EMPTY, camera=self.label)
        else:
            segments = self._folder_segments(now)
        known, track = self._known  # one value: several threads may ask at once
        if segments is not known:
            track = Track.of(segments)
            self._known = (segments, track)
        return track

    def away(self) -> SourceFault | None:
        """Why nothing at all can be read at this moment; None where it is but one file."""
        return None if self._index is None else self._index.away()

    def _folder_segments(self, now: bool) -> Sequence[Segment]:
        if self._index is None:
            return ()
        return self._index.segments(now=now)


def broken_span(track: Track, index: int) -> Span:
    """The stretch that is lost when a segment cannot be opened at all."""
    return Span(track.starts_us[index], track.end_us(index, None))
