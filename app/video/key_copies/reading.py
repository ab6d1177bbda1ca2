"""A clip's keyframes out of their small copies, where those are large enough for the tile."""

from __future__ import annotations

import time
from typing import Any

import av

from app.video.key_copies.file import KeyFile, name_of
from app.video.key_copies.folder import copies_path

ENLARGED_MOST = 1.25
"""A copy may be shown this much larger than it is: on 25 tiles of a 4K wall nobody sees it."""
LOOK_AGAIN_S = 3.0
"""So often is looked whether copies have been added."""


class KeyCopies:
    """Of one recorded file; opens the copies when they are first wanted. Not thread-safe."""

    def __init__(self, recording: str) -> None:
        self._recording = recording
        self._file: KeyFile | None = None
        self._decoder: Any = None
        self._room = (0, 0)
        self._look_s = 0.0

    def close(self) -> None:
        """Let go of the copies; idempotent."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
        self._look_s = 0.0

    def set_room(self, width: int, height: int) -> None:
        """The room that pictures are shown in, in pixels; 0, 0: they need their full size."""
        self._room = (width, height)

    def picture(self, packet: Any) -> av.VideoFrame | None:
        """The keyframe in ``packet``, small; None where it has to be decoded itself."""
        file = self._opened(packet.pts)
        if file is None or not self._fits(file.size_at(packet.pts)):
            return None
        name = name_of(packet)
        small = None if name is None else file.find(name)
        if small is None:
            return None
        try:
            frame = self._decoded(small.coded)
        except av.FFmpegError:
            return None
        if frame is not None:
            frame.pts, frame.time_base = packet.pts, packet.time_base
        return frame

    def _fits(self, size: tuple[int, int] | None) -> bool:
        if size is None or 0 in self._room:
            return False
        enlarged = min(self._room[0] / size[0], self._room[1] / size[1])
        return enlarged <= ENLARGED_MOST

    def _opened(self, pts: int | None) -> KeyFile | None:
        """The copies, looked through again now and then while one is missing."""
        if pts is None or 0 in self._room:
            return None
        file = self._file
        if (file is None or file.size_at(pts) is None) and time.monotonic() >= self._look_s:
            self._look_s = time.monotonic() + LOOK_AGAIN_S
            self._look_again()
        return self._file

    def _look_again(self) -> None:
        if self._file is not None:
            self._file.look_on()
            return
        path = copies_path(self._recording)
        try:
            self._file = None if path is None else KeyFile(path)
        except OSError:
            self._file = None  # nobody has looked at this recording yet

    def _decoded(self, coded: bytes) -> av.VideoFrame | None:
        if self._decoder is None:
            self._decoder = av.CodecContext.create("h264", "r")
            self._decoder.thread_count = 1
        frames = self._decoder.decode(av.Packet(coded))
        if not frames:
            frames = self._decoder.decode(None)
            self._decoder.flush_buffers()
        return frames[0] if frames else None
