"""The keyframes of one recorded file, decoded singly and cheaply.

Each keyframe goes through the decoder by itself, so that a picture always
belongs to the packet that was given; the loop filter is left out. What that
costs in looks cannot be seen in a picture this small.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import av

from app.video.files.clip import Clip
from app.video.files.opening import declared_us, first_pts, open_clip, skip_mode
from app.video.media import US_PER_S
from app.video.pictures.shape import pixel_aspect
from app.video.pictures.turning import PictureTurner, turn_of

_FAST = {"skip_loop_filter": "all", "flags2": "+fast"}
_FAR_US = 90 * US_PER_S
"""A keyframe this far before the asked time is not believed: the clock was set while recording."""


class KeyPicture(NamedTuple):
    """A keyframe; it stands for the file from ``offset_us`` to ``until_us``.

    ``packet``: what it was decoded from; None where it was turned, or found the slow way.
    """

    offset_us: int
    until_us: int
    frame: av.VideoFrame
    packet: Any = None


class KeyReader:
    """A reader of one file; not thread-safe."""

    def __init__(self, path: str) -> None:
        """Open ``path``. Raises SourceFault naming the file."""
        self.path = path
        self._container, self._stream = open_clip(path)
        self._codec = self._stream.codec_context
        self._codec.options = dict(_FAST)
        self._turner = PictureTurner()
        self.pixel_aspect = pixel_aspect(self._stream.sample_aspect_ratio)
        self.declared_us = declared_us(self._container, self._stream)
        skip_mode(self._container, self._stream, keyframes_only=True, thinned=False)
        self._origin = first_pts(self._container, self._stream)

    def close(self) -> None:
        """Let go of the file; idempotent."""
        self._container.close()

    def at(self, offset_us: int) -> KeyPicture | None:
        """The last keyframe at or before the offset; None where the file has no picture there.

        Raises SourceFault where the file cannot be read there.
        """
        packet = self._packet_before(offset_us)
        if packet is not None:
            found_us = self._offset_us(packet.pts)
            if found_us <= offset_us < found_us + _FAR_US:
                frame = self._decoded(packet)
                if frame is not None:
                    return self._picture(packet, frame, found_us, self._until_us(packet, offset_us))
        return self._the_slow_way(offset_us)

    def pictures(self, from_us: int, least_step_us: int) -> Iterator[KeyPicture]:
        """The keyframes from the one before ``from_us`` on, at least that far apart.

        Ends where the file does, or breaks off; damaged keyframes are left out.
        """
        due_us, last = from_us, None
        for packet in self._packets_from(from_us):
            offset_us = self._offset_us(packet.pts)
            if last is not None and (offset_us < due_us or offset_us <= last):
                continue
            frame = self._decoded(packet)
            if frame is not None:
                last, due_us = offset_us, offset_us + least_step_us
                yield self._picture(packet, frame, offset_us, offset_us + least_step_us)

    def _packets_from(self, from_us: int) -> Iterator[Any]:
        try:
            self._seek(max(0, from_us))
            for packet in self._container.demux(self._stream):
                if packet.is_keyframe and packet.size and packet.pts is not None:
                    yield packet
        except (av.FFmpegError, OSError):
            return  # what lies behind the damage cannot be shown either

    def _offset_us(self, pts: int) -> int:
        return int((pts - (self._origin or 0)) * self._stream.time_base * US_PER_S)

    def _seek(self, offset_us: int) -> None:
        aim = int(offset_us / US_PER_S / self._stream.time_base) + (self._origin or 0)
        self._container.seek(aim, backward=True, stream=self._stream)

    def _packet_before(self, offset_us: int) -> Any:
        """The packet of the keyframe at or before the offset; None where none is found."""
        if self._origin is None:
            return None
        try:
            self._seek(offset_us)
            for packet in self._container.demux(self._stream):
                if packet.is_keyframe and packet.size:
                    return packet if packet.pts is not None else None
        except (av.FFmpegError, OSError):
            return None
        return None

    def _decoded(self, packet: Any) -> av.VideoFrame | None:
        """The packet's picture; None where it is damaged."""
        try:
            frames = self._codec.decode(packet)
            if not frames:
                frames = self._codec.decode(None)
            self._codec.flush_buffers()
        except (av.FFmpegError, OSError):
            self._codec.flush_buffers()
            return None
        return frames[0] if frames else None

    def _picture(
        self, packet: Any, frame: av.VideoFrame, offset_us: int, until_us: int
    ) -> KeyPicture:
        turn = turn_of(frame)
        turned = self._turner.turned(frame, turn)
        return KeyPicture(offset_us, until_us, turned, None if turn else packet)

    def _until_us(self, packet: Any, offset_us: int) -> int:
        """Where the next keyframe stands by the container's index; else just behind the offset."""
        entries = self._stream.index_entries
        if packet.dts is None or not len(entries):
            return offset_us + 1
        later = entries.search_timestamp(packet.dts + 1, backward=False)
        if later < 0:
            return offset_us + 1
        stamp = entries[later].timestamp
        return max(offset_us + 1, self._offset_us(packet.pts + stamp - packet.dts))

    def _the_slow_way(self, offset_us: int) -> KeyPicture | None:
        """For files without timestamps, or whose clock jumps: as the wall plays them."""
        clip = Clip(self.path)
        try:
            clip.set_keyframes_only(True)
            clip.seek(offset_us)
            found = clip.read()
        finally:
            clip.close()
        if found is None:
            return None
        return KeyPicture(found.offset_us, max(offset_us, found.offset_us) + 1, found.frame)
