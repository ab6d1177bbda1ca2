"""Cutting a clip out of recorded footage.

As it was recorded where nothing is to be drawn into it: packets are taken over,
so a clip begins at the keyframe before the wanted start and says by how much.
With a watermark the pictures are encoded again and the clip begins exactly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av

from app.video.export.faults import NOT_COPIED, NOTHING_READABLE, ExportCancelled, ExportFault
from app.video.export.packets import PieceReader, TimedPacket
from app.video.export.plan import Piece, Stretch, plan
from app.video.export.tracks import CopiedPictures, EncodedPictures, Sound
from app.video.export.watermark import Watermark
from app.video.export.write import ClipFile
from app.video.faults import SourceFault
from app.video.media import RecordingFolder, SegmentList, Span

FORMAT = "floorwalk-clip/1"
Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class ExportedClip:
    """One file of a clip. ``span`` is what it really holds.

    ``starts_early_us``: how long before the wanted start (or the start of its
    footage) the first picture lies; 0 where it was encoded again.
    ``sound``: "copied", "converted" or "" where there is none.
    """

    path: str
    sha256: str
    span: Span
    starts_early_us: int
    reencoded: bool
    sound: str
    width: int
    height: int
    codec: str
    segments: tuple[str, ...]


def export_clip(
    media: SegmentList | RecordingFolder,
    span: Span,
    target_of: Callable[[int], Path],
    watermark: Watermark | None = None,
    progress: Progress = lambda _share: None,
    cancelled: Cancelled = lambda: False,
    facts: Mapping[str, str] | None = None,
) -> tuple[ExportedClip, ...]:
    """Write the footage of ``span``: one file for each unbroken stretch.

    ``target_of`` gives the path of a file by the media time of its first
    picture. ``facts`` are put into the file's metadata. Raises ExportFault
    (nothing there, disk full, not writable), SourceFault (the folder is gone)
    and ExportCancelled; then none of its files is left.
    """
    made: list[ExportedClip] = []
    try:
        for stretch in plan(media, span):
            job = _Stretch(stretch, span, watermark, progress, cancelled, facts or {})
            clip = job.write(target_of)
            if clip is not None:
                made.append(clip)
    except Exception:
        for clip in made:
            with suppress(OSError):
                Path(clip.path).unlink(missing_ok=True)
        raise
    progress(1.0)
    if not made:
        label = media.label or stretch_name(media)
        raise ExportFault(NOTHING_READABLE, camera=label)
    return tuple(made)


def stretch_name(media: SegmentList | RecordingFolder) -> str:
    """How to call footage without a label."""
    if isinstance(media, RecordingFolder):
        return media.camera
    return Path(media.segments[0].path).name if media.segments else "?"


class _Stretch:
    """One file being made."""

    def __init__(
        self,
        stretch: Stretch,
        span: Span,
        watermark: Watermark | None,
        progress: Progress,
        cancelled: Cancelled,
        facts: Mapping[str, str],
    ) -> None:
        self._stretch, self._span, self._watermark = stretch, span, watermark
        self._progress, self._cancelled, self._facts = progress, cancelled, facts
        self._wanted_us = max(span.start_us, stretch.pieces[0].start_us)
        self._zero_us: int | None = None  # media time of the first picture
        self._end_us = 0
        self._last_shown_us = 0
        self._file: ClipFile | None = None
        self._pictures: CopiedPictures | EncodedPictures | None = None
        self._sound: Sound | None = None
        self._segments: list[str] = []
        self._tellings = 0

    def write(self, target_of: Callable[[int], Path]) -> ExportedClip | None:
        """The finished file; None where nothing of the stretch can be read."""
        try:
            for piece in self._stretch.pieces:
                self._take(piece, target_of)
            return self._finished()
        finally:
            if self._file is not None:
                self._file.discard()

    def _take(self, piece: Piece, target_of: Callable[[int], Path]) -> None:
        try:
            reader = PieceReader(piece)
        except SourceFault:
            return  # gone since it was planned: a gap like any other
        try:
            before = self._end_us
            until_us = min(piece.end_us, self._span.end_us)
            for timed in reader.packets(self._wanted_us):
                self._check(timed.shown_us)
                if self._is_over(timed, piece, until_us + reader.held_back_us):
                    break
                if self._file is None and not timed.sound:
                    self._begin(reader, timed, target_of)
                self._put(reader, timed, until_us)
            self._drain(reader, until_us)
            if self._end_us != before:
                self._segments.append(piece.path)
        finally:
            reader.close()

    def _is_over(self, timed: TimedPacket, piece: Piece, until_us: int) -> bool:
        """Whether this picture and all after it lie behind the end.

        A picture is decoded before those that are built on it and shown before
        it: these still belong to the clip.
        """
        if timed.sound:
            return timed.shown_us > until_us + 10_000_000
        behind = timed.shown_us >= until_us and timed.decoded_us >= until_us
        return (behind and timed.shown_us > self._last_shown_us) or (
            timed.decoded_us >= piece.end_us
        )

    def _check(self, shown_us: int) -> None:
        if self._cancelled():
            raise ExportCancelled
        self._tellings += 1
        if self._tellings % 25 == 0:
            done_us = shown_us - self._span.start_us
            self._progress(min(1.0, max(0.0, done_us / max(1, self._span.duration_us))))

    def _begin(
        self, reader: PieceReader, first: TimedPacket, target_of: Callable[[int], Path]
    ) -> None:
        zero_us = self._wanted_us if self._watermark is not None else first.shown_us
        file = ClipFile(target_of(zero_us), self._metadata(zero_us))
        self._file, self._zero_us = file, zero_us
        if reader.reordered and self._watermark is None:
            codec = reader.video.codec_context.name
            raise ExportFault(NOT_COPIED, name=file.target.name, codec=codec)
        if self._watermark is not None:
            self._pictures = EncodedPictures(file, reader, zero_us, self._watermark)
        else:
            self._pictures = CopiedPictures(file, reader, zero_us)
        if reader.sound is not None:
            self._sound = Sound(file, reader, zero_us)

    def _put(self, reader: PieceReader, timed: TimedPacket, until_us: int) -> None:
        if timed.sound:
            if self._sound is not None and timed.shown_us < until_us:
                self._sound.put(timed)
            return
        if isinstance(self._pictures, EncodedPictures):
            self._encode(reader, timed.packet, until_us)
        elif isinstance(self._pictures, CopiedPictures):
            if timed.shown_us < (self._zero_us or 0):
                return  # built on a picture before the keyframe: it cannot be shown
            self._pictures.put(timed)
            self._reach(timed.shown_us, timed.duration_us)

    def _reach(self, shown_us: int, duration_us: int) -> None:
        self._last_shown_us = max(self._last_shown_us, shown_us)
        self._end_us = max(self._end_us, shown_us + duration_us)

    def _drain(self, reader: PieceReader, until_us: int) -> None:
        """Pictures that the decoder keeps back until it hears that nothing follows."""
        if isinstance(self._pictures, EncodedPictures):
            self._encode(reader, None, until_us)

    def _encode(self, reader: PieceReader, packet: Any, until_us: int) -> None:
        try:
            frames = reader.video.codec_context.decode(packet)
        except av.FFmpegError:
            return  # a broken picture; those after the next keyframe are whole again
        for frame in frames:
            at_us = reader.shown_us(frame.pts)
            if isinstance(self._pictures, EncodedPictures) and self._wanted_us <= at_us < until_us:
                self._pictures.put(frame, at_us)
                self._reach(at_us, reader.step_us)

    def _finished(self) -> ExportedClip | None:
        file, pictures = self._file, self._pictures
        if file is None or pictures is None or self._zero_us is None or not self._end_us:
            return None
        pictures.end()
        if self._sound is not None:
            self._sound.end()
        sha256 = file.finish()
        self._file = None
        form = self._stretch.form
        encoded = isinstance(pictures, EncodedPictures)
        width, height = form.width, form.height
        if isinstance(pictures, EncodedPictures):
            width, height = pictures.size
        sound = "" if self._sound is None else "copied" if self._sound.copied else "converted"
        return ExportedClip(
            path=str(file.target),
            sha256=sha256,
            span=Span(self._zero_us, self._end_us),
            starts_early_us=max(0, self._wanted_us - self._zero_us),
            reencoded=encoded,
            sound=sound,
            width=width,
            height=height,
            codec="h264" if encoded else form.codec,
            segments=tuple(self._segments),
        )

    def _metadata(self, zero_us: int) -> dict[str, str]:
        """Title, time and the facts as JSON: readable wherever the file goes alone."""
        begins = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=zero_us)
        told = {"format": FORMAT, "start_us": zero_us, **self._facts}
        return {
            "creation_time": begins.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "title": self._facts.get("title", ""),
            "comment": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        }
