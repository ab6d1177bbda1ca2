"""Where a camera has footage."""

from __future__ import annotations

from itertools import pairwise

from app.video.files.probe import duration_us
from app.video.media import (
    FAR_FUTURE_US,
    LiveStream,
    Media,
    RecorderPlayback,
    RecordingFolder,
    SegmentList,
    Span,
)
from app.video.recorders import coverage as recorder_coverage
from app.video.recordings.track import GAP_US, Track
from app.video.recordings.tracks_cache import tracks_of

PROBED_MOST = 5000
"""Files of one question that are looked into one by one: three days of minutes."""


def coverage(media: Media, span: Span) -> tuple[Span, ...]:
    """The stretches of ``span`` with footage, in order, touching ones joined.

    Lengths of files are read once and remembered; of very many files only
    those are looked at behind which the usual distance is exceeded. A segment that cannot be
    opened counts as missing. A live address has no recorded footage. Raises
    SourceFault where the recording as a whole cannot be used.
    """
    if isinstance(media, LiveStream):
        return ()
    if isinstance(media, RecorderPlayback):
        return recorder_coverage.recorded(media, span)
    track = tracks_of(media).current()
    found: list[Span] = []
    first = max(0, track.index_at(span.start_us))
    behind = track.index_at(span.end_us - 1) + 1
    usual_us = _usual_us(track) if behind - first > PROBED_MOST else 0
    for index in range(first, behind):
        covered = _segment_span(track, index, usual_us)
        part = covered.overlap(span) if covered is not None else None
        if part is not None:
            _append(found, part)
    return tuple(found)


def _append(found: list[Span], part: Span) -> None:
    if found and found[-1].end_us >= part.start_us:
        part = Span(found.pop().start_us, part.end_us)
    found.append(part)


def _usual_us(track: Track) -> int:
    """A little more than the usual distance from one segment to the next."""
    steps = sorted(later - earlier for earlier, later in pairwise(track.starts_us))
    return steps[len(steps) // 2] + GAP_US if steps else 0


def _segment_span(track: Track, index: int, usual_us: int = 0) -> Span | None:
    segment = track.segments[index]
    next_us = track.next_start_us(index)
    if next_us - segment.start_us <= usual_us:
        return Span(segment.start_us, next_us)
    declared_us = duration_us(segment.path)
    if declared_us is None:
        return None
    end_us = track.end_us(index, declared_us)
    return Span(segment.start_us, end_us) if end_us > segment.start_us else None


def recorded_span(media: Media) -> Span | None:
    """From the first picture to the end of the last segment; None where there is none.

    Raises SourceFault where the recording as a whole cannot be used.
    """
    if isinstance(media, RecorderPlayback):
        return recorder_coverage.recorded_span(media)
    if not isinstance(media, SegmentList | RecordingFolder):
        return None
    track = tracks_of(media).current()
    spans = (_segment_span(track, index) for index in range(len(track.segments)))
    first = next((span for span in spans if span is not None), None)
    if first is None:
        return None
    backwards = (_segment_span(track, index) for index in reversed(range(len(track.segments))))
    last = next((span for span in backwards if span is not None), first)
    return Span(first.start_us, min(last.end_us, FAR_FUTURE_US))
