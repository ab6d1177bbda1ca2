"""The sound of one camera: of its recordings from a moment on, or live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import av
import numpy as np

from app.video.address import with_credentials
from app.video.export.packets import PieceReader
from app.video.export.plan import Piece, audio_stream, piece_at
from app.video.media import LiveStream, RecordingFolder, SegmentList
from app.video.recordings.track import GAP_US
from app.video.recordings.tracks_cache import tracks_of
from app.video.sound.faults import NO_SOUND, SoundFault
from app.video.sound.ring import CHANNELS, RATE_HZ, Samples

_LIVE_TIMEOUT_S = (5.0, 5.0)


class Resampler:
    """Any sound as 48 kHz, stereo, 16 bits."""

    def __init__(self) -> None:
        self._inner = av.AudioResampler(format="s16", layout="stereo", rate=RATE_HZ)

    def samples(self, frame: Any) -> Samples:
        """What comes out now; may be empty."""
        parts = [ready.to_ndarray().reshape(-1, CHANNELS) for ready in self._inner.resample(frame)]
        return np.concatenate(parts) if parts else np.zeros((0, CHANNELS), np.int16)


def recorded_sound(
    media: SegmentList | RecordingFolder, from_us: int
) -> Iterator[tuple[int, Samples]]:
    """Pieces of sound from a moment on, each with its media time; ends at a gap.

    Raises SoundFault where the recording holds no sound there, SourceFault where
    it cannot be opened.
    """
    track = tracks_of(media).current()
    index = track.index_at(from_us)
    while 0 <= index < len(track.segments):
        piece = piece_at(track, index)
        if piece.form.audio is None:
            raise SoundFault(NO_SOUND, camera=tracks_of(media).label)
        if from_us < piece.end_us:
            yield from _piece(piece, from_us)
        if track.next_start_us(index) - piece.end_us > GAP_US:
            return
        index += 1
        from_us = max(from_us, track.starts_us[index]) if index < len(track.starts_us) else from_us


def _piece(piece: Piece, from_us: int) -> Iterator[tuple[int, Samples]]:
    reader, resampler = PieceReader(piece), Resampler()
    try:
        for timed in reader.packets(from_us):
            if not timed.sound or timed.shown_us + timed.duration_us <= from_us:
                continue
            if timed.shown_us >= piece.end_us:
                return
            try:
                parts = [resampler.samples(frame) for frame in timed.packet.decode()]
            except (av.FFmpegError, ValueError):
                resampler = Resampler()
                continue  # a broken piece of sound is silence
            for samples in parts:
                early = max(0, from_us - timed.shown_us) * RATE_HZ // 1_000_000
                if len(samples) > early:
                    yield max(from_us, timed.shown_us), samples[early:]
    finally:
        reader.close()


class LiveSound:
    """A second connection to a live camera, for its sound alone."""

    def __init__(self, media: LiveStream) -> None:
        """Raises SoundFault where the camera sends no sound, av.FFmpegError where it fails."""
        url = with_credentials(media.url, media.user, media.password)
        options = {"rtsp_transport": media.transport, "allowed_media_types": "audio"}
        self._container: Any = av.open(url, options=options, timeout=_LIVE_TIMEOUT_S)
        self._stream = audio_stream(self._container)
        if self._stream is None:
            self._container.close()
            raise SoundFault(NO_SOUND, camera=media.label or "?")

    def pieces(self) -> Iterator[Samples]:
        """As they come, until the connection ends; a broken piece is left out."""
        resampler = Resampler()
        try:
            for packet in self._container.demux(self._stream):
                try:
                    parts = [resampler.samples(frame) for frame in packet.decode()]
                except (av.FFmpegError, ValueError):
                    resampler = Resampler()
                    continue
                yield from parts
        except (av.FFmpegError, OSError):
            return

    def close(self) -> None:
        """End the connection; idempotent."""
        self._container.close()
