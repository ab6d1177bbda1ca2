"""Which files a clip is cut from, and where it must begin a new file.

A clip is one file for as long as the footage goes on without a gap and with
the same codec parameters: an MP4 file holds one set of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import av

from app.video.export.faults import NO_FOOTAGE, NOTHING_READABLE, ExportFault
from app.video.faults import SourceFault
from app.video.files.opening import declared_us, open_clip
from app.video.media import RecordingFolder, SegmentList, Span
from app.video.pictures.turning import turn_of
from app.video.recordings.track import GAP_US, Track
from app.video.recordings.tracks_cache import tracks_of

_FIRST_PACKETS = 64  # more than any decoder holds back


@dataclass(frozen=True)
class Form:
    """What must be equal for two segments to share a file."""

    codec: str
    width: int
    height: int
    turn: int  # by how many degrees against the clock a player turns the pictures
    extradata: bytes
    audio: tuple[str, int, int, bytes] | None  # codec, samples a second, channels, extradata


@dataclass(frozen=True)
class Piece:
    """One segment of the footage: ``start_us`` and ``end_us`` are where it is shown."""

    path: str
    start_us: int
    end_us: int
    trusted_us: int | None
    form: Form


@dataclass(frozen=True)
class Stretch:
    """Pieces that make one file."""

    pieces: tuple[Piece, ...]

    @property
    def form(self) -> Form:
        """The codec parameters that all pieces share."""
        return self.pieces[0].form


def plan(media: SegmentList | RecordingFolder, span: Span) -> tuple[Stretch, ...]:
    """The stretches of footage inside ``span``, in order.

    Segments that cannot be opened are left out, as a gap is. Raises ExportFault
    where nothing is there, SourceFault where the folder itself is gone.
    """
    tracks = tracks_of(media)
    pieces, broken = _pieces(tracks.current(now=True), span)
    if not pieces:
        raise ExportFault(NOTHING_READABLE if broken else NO_FOOTAGE, camera=tracks.label)
    stretches = [[pieces[0]]]
    for piece in pieces[1:]:
        before = stretches[-1][-1]
        if piece.form == before.form and piece.start_us - before.end_us <= GAP_US:
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
    return tuple(Stretch(tuple(each)) for each in stretches)


def _pieces(track: Track, span: Span) -> tuple[list[Piece], int]:
    """The segments that reach into the span, and how many of them cannot be opened."""
    pieces: list[Piece] = []
    broken = 0
    for index in range(max(0, track.index_at(span.start_us)), len(track.segments)):
        if track.starts_us[index] >= span.end_us:
            break
        try:
            piece = piece_at(track, index, pictures=True)
        except SourceFault:
            broken += 1
            continue
        if piece.end_us > span.start_us:
            pieces.append(piece)
    return pieces, broken


def piece_at(track: Track, index: int, *, pictures: bool = False) -> Piece:
    """One segment, opened for what it is. Raises SourceFault where it cannot be opened.

    ``pictures``: they will be taken, so one is looked at for how it is turned.
    """
    segment = track.segments[index]
    container, stream = open_clip(segment.path)
    try:
        end_us = track.end_us(index, declared_us(container, stream))
        form = form_of(container, stream, _turn(container, stream) if pictures else 0)
    finally:
        container.close()
    return Piece(segment.path, segment.start_us, end_us, track.trusted_us(index), form)


def form_of(container: Any, stream: Any, turn: int) -> Form:
    """The parameters of an opened file."""
    codec = stream.codec_context
    return Form(
        codec.name,
        codec.width,
        codec.height,
        turn,
        bytes(codec.extradata or b""),
        _audio(container),
    )


def _turn(container: Any, stream: Any) -> int:
    """The mark of a phone's file; only a decoded picture tells it, and only MP4 has it."""
    if "mp4" not in container.format.name:
        return 0
    try:
        for packet in islice(container.demux(stream), _FIRST_PACKETS):
            for frame in packet.decode():
                return turn_of(frame)
    except (av.FFmpegError, OSError):
        pass  # the pictures behind a damaged one are upright, as nearly all are
    return 0


def audio_stream(container: Any) -> Any:
    """The sound of an opened file that can be read; None where there is none."""
    for stream in container.streams.audio:
        context = stream.codec_context
        if context is not None and context.sample_rate and stream.time_base:
            return stream
    return None


def _audio(container: Any) -> tuple[str, int, int, bytes] | None:
    stream = audio_stream(container)
    if stream is None:
        return None
    context = stream.codec_context
    channels = int(context.layout.nb_channels)
    return context.name, context.sample_rate, channels, bytes(context.extradata or b"")
