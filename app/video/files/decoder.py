"""A stream's decoder, and a lighter one beside it for passing quickly.

The lighter one leaves out the loop filter, which costs a quarter of decoding and
cannot be seen in pictures that are shown small and for a moment. A decoder takes
up a stream at a keyframe only, so a change waits for the next one.
"""

from __future__ import annotations

from typing import Any

import av

from app.video import hardware
from app.video.files.opening import SkipType
from app.video.key_copies.reading import KeyCopies
from app.video.pictures.turning import turn_of

_FILTERED = ("h264", "hevc")
_LIGHT = {"skip_loop_filter": "all", "flags2": "+fast"}


class ClipDecoder:
    """Decodes the packets of one video stream, in one thread."""

    def __init__(self, stream: Any, path: str) -> None:
        """``stream``: the video stream of the file at ``path``, whose own decoder is used."""
        self._path = path
        self._copies = KeyCopies(path)
        self._quick = False
        self._soft: Any = stream.codec_context
        self._full: Any = hardware.here.decoder(self._soft.name, self._soft.extradata) or self._soft
        self._light: Any = None
        self._present: Any = self._soft
        self._turn: int | None = None
        self._wants_light = False
        self._skip: SkipType = "DEFAULT"
        self._clean = True

    def again(self, stream: Any) -> ClipDecoder:
        """One for the same file, opened anew, that is told what this one was."""
        other = ClipDecoder(stream, self._path)
        other._copies = self._copies
        other.set_light(self._quick)
        return other

    def close(self) -> None:
        """Let go of the small copies; idempotent."""
        self._copies.close()

    def set_room(self, width: int, height: int) -> None:
        """The room that pictures are shown in, in pixels; 0, 0: they need their full size."""
        self._copies.set_room(width, height)

    @property
    def turn(self) -> int:
        """By how many degrees pictures are to be turned against the clock."""
        return self._turn or 0

    def set_light(self, on: bool) -> None:
        """Pass quickly from the next keyframe on, or decode in full again."""
        self._quick = on
        self._wants_light = on and self._full is self._soft and self._full.name in _FILTERED

    def set_skip(self, skip: SkipType) -> None:
        """Which pictures to pass over, at once."""
        self._skip = skip
        self._present.skip_frame = skip

    def decode(self, packet: Any) -> list[av.VideoFrame]:
        """The pictures that a packet completes. Raises av.FFmpegError for a damaged one."""
        frames = self._change() if packet.is_keyframe or self._clean else []
        self._clean = False
        frames.extend(self._through(packet))
        self._learn_turn(frames)
        return frames

    def alone(self, packet: Any) -> list[av.VideoFrame]:
        """A keyframe's picture, without waiting for what follows it."""
        if self._quick:
            small = self._copies.picture(packet)
            if small is not None:
                return [small]
        self._change()
        frames = self._through(packet)
        if not frames and packet.size:
            frames = self.drain()
        self._learn_turn(frames)
        return list(frames)

    def _learn_turn(self, frames: list[av.VideoFrame]) -> None:
        """Only the stream's own decoder is told how the camera was held: it begins."""
        if self._turn is None and frames and self._present is self._soft:
            self._turn = turn_of(frames[0])

    @property
    def word(self) -> str:
        """``software``, or the hardware that decodes."""
        return hardware.word_of(self._full)

    def _through(self, packet: Any) -> list[av.VideoFrame]:
        try:
            return list(self._present.decode(packet))
        except av.FFmpegError:
            if self._full is self._soft:
                raise
            self._full = self._present = self._soft
            self._soft.skip_frame = self._skip
            if not packet.is_keyframe:
                raise  # software takes the stream up at the next keyframe
            return list(self._soft.decode(packet))

    def drain(self) -> list[av.VideoFrame]:
        """The pictures that wait for later ones; the next packet must be a keyframe."""
        frames = self._present.decode(None)
        self.flush()
        return list(frames)

    def flush(self) -> None:
        """Forget what was begun; the next packet must be a keyframe."""
        self._present.flush_buffers()
        self._clean = True

    def _change(self) -> list[av.VideoFrame]:
        """Take the other decoder where it is wanted; the pictures that the present one held."""
        wanted = self._full
        if self._turn is None:
            wanted = self._soft
        elif self._wants_light:
            wanted = self._light_one()
        if wanted is self._present:
            return []
        held = [] if self._clean else self.drain()
        self._present = wanted
        self._present.flush_buffers()
        self._present.skip_frame = self._skip
        return held

    def _light_one(self) -> Any:
        if self._light is None:
            light = av.CodecContext.create(self._full.name, "r")
            light.extradata = self._full.extradata
            light.thread_count = 1
            light.options = dict(_LIGHT)
            self._light = light
        return self._light
