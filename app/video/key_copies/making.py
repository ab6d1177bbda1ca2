"""Makes small copies of keyframes that somebody has decoded anyway."""

from __future__ import annotations

import contextlib
import logging
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

import av

from app.video.key_copies.file import KeyFileWriter, SmallKey, name_of
from app.video.key_copies.folder import copies_path, has_room
from app.video.pictures.colours import colours_of, mark_as_filmed
from app.video.pictures.scaling import PictureScaler
from app.video.pictures.shape import fitted

if TYPE_CHECKING:
    from types import TracebackType

ROOM = (640, 360)
"""A copy fits in here; a tile of 25 on a screen of 1920x1080 has 380x214."""
WORTH_WHILE = 4
"""Smaller pictures than so many times the copy are decoded as quickly themselves."""
_LOOK_EVERY = 50  # copies, then the disk's room is asked for again
_OPTIONS = {
    "preset": "ultrafast",
    "tune": "fastdecode,zerolatency",  # no loop filter, no CABAC, nothing waits for later pictures
    "crf": "21",
    "x264-params": "keyint=1:repeat-headers=1:threads=1",
}
_LOG = logging.getLogger(__name__)


class KeyCopier:
    """Copies keyframes of one recorded file; a full disk or a missing encoder ends it quietly."""

    def __init__(self, recording: str) -> None:
        self._recording = recording
        self._path = copies_path(recording)
        self._file: KeyFileWriter | None = None
        self._encoder: Any = None
        self._made_for: tuple[int, int, int] | None = None
        self._scaler = PictureScaler()
        self._count = 0
        self._off = self._path is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits; idempotent."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def keep(self, packet: Any, frame: av.VideoFrame) -> None:
        """Copy the keyframe that ``packet`` holds and ``frame`` shows, where that is worth it."""
        width, height = copy_size(frame.width, frame.height)
        if self._off or frame.width * frame.height < WORTH_WHILE * width * height:
            return
        name = name_of(packet)
        if name is None:
            return
        try:
            file = self._opened()
            if file is None or file.has(name):
                return
            coded = self._coded(frame, width, height)
            if coded:
                file.append(name, SmallKey(width, height, coded))
        except (OSError, av.FFmpegError) as error:
            _LOG.warning("no small copies of %s: %s", self._recording, error)
            self._off = True
            self.close()

    def _opened(self) -> KeyFileWriter | None:
        """The file, as long as the disk has room."""
        assert self._path is not None
        if self._count % _LOOK_EVERY == 0 and not has_room(self._path):
            self._off = True
            self.close()
            return None
        self._count += 1
        if self._file is None:
            self._file = KeyFileWriter(self._path, self._recording)
        return self._file

    def _coded(self, frame: av.VideoFrame, width: int, height: int) -> bytes:
        small = self._scaler.planes(frame, frame, width, height)
        made_for = (width, height, colours_of(frame))
        if self._made_for != made_for:
            self._encoder, self._made_for = _encoder(frame, width, height), made_for
        small.pts, small.time_base = self._count, self._encoder.time_base
        small.pict_type = av.video.frame.PictureType.I
        return b"".join(bytes(packet) for packet in self._encoder.encode(small))


def copy_size(width: int, height: int) -> tuple[int, int]:
    """The size of a picture's copy: of the same shape, in even numbers."""
    small_width, small_height = fitted(width, height, *ROOM)
    return small_width - small_width % 2, small_height - small_height % 2


def _encoder(frame: av.VideoFrame, width: int, height: int) -> Any:
    """Raises av.FFmpegError where this build of FFmpeg has no such encoder."""
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, 25)
    encoder.thread_count = 1
    encoder.options = dict(_OPTIONS)
    mark_as_filmed(encoder, frame)
    return encoder
