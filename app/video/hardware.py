"""Decoding on the graphics card, where a person wants it and the card does it.

Software decodes whatever the card refuses: at once where no device can be
made, at the next keyframe where it breaks off. A way that never gave a picture
is not tried again in this process. The choice is made once per process, by the
opener that the wall's workers are given.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av

if TYPE_CHECKING:
    from app.video.media import Media
    from app.video.source import VideoSource

log = logging.getLogger(__name__)

SOFTWARE = "software"
AUTO = "auto"
WAYS = ("cuda", "qsv", "d3d11va", "videotoolbox")
_BY_PLATFORM = {
    "win32": ("cuda", "qsv", "d3d11va"),
    "darwin": ("videotoolbox",),
    "linux": ("cuda", "qsv"),
}
_PATIENCE = 3
"""Decoders in a row that break off before their first picture, then the way is given up."""

Maker = Callable[[str, str], Any]


def _make(codec: str, way: str) -> Any:
    """A decoder on a device. Raises where there is no such device."""
    from av.codec.hwaccel import HWAccel

    return av.CodecContext.create(codec, "r", hwaccel=HWAccel(way))


class Hardware:
    """What one process knows of its devices. ``make`` is another one in tests only."""

    def __init__(self, wanted: str = SOFTWARE, make: Maker = _make, *, tell: bool = True) -> None:
        self._make, self._tell = make, tell
        self._ways: tuple[str, ...] = ()
        self._broken: dict[str, int] = {}
        self._worked: set[str] = set()
        self.choose(wanted)

    def choose(self, wanted: str) -> None:
        """``software``, ``auto`` or one of ``WAYS``; anything unknown means software."""
        if wanted == AUTO:
            self._ways = _BY_PLATFORM.get(sys.platform, ())
        else:
            self._ways = (wanted,) if wanted in WAYS else ()

    def decoder(self, codec: str, extradata: bytes | None) -> Any:
        """A decoder on a device, ready to take packets; None: decode in software."""
        for way in self._ways:
            if self._broken.get(way, 0) >= _PATIENCE:
                continue
            made = self._try(way, codec, extradata)
            if made is not None:
                return made
        return None

    def _try(self, way: str, codec: str, extradata: bytes | None) -> Any:
        try:
            context = self._make(codec, way)
            if not context.is_hwaccel:
                return None  # the card does not know this codec
            context.thread_count = 1
            if extradata:
                context.extradata = extradata
            context.open()
        except (av.FFmpegError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            if way not in self._worked:
                self._broken[way] = _PATIENCE  # there is no such device
            level = logging.WARNING if self._tell else logging.DEBUG
            log.log(level, "decoding goes on in software, %s cannot be used: %s", way, error)
            return None
        return Accelerated(way, context, self)

    def worked(self, way: str) -> None:
        """A decoder of that way gave a picture."""
        self._worked.add(way)
        self._broken.pop(way, None)

    def broke_off(self, way: str, error: Exception, *, worked: bool) -> None:
        """A decoder of that way failed; its stream goes on in software."""
        if not worked:
            self._broken[way] = self._broken.get(way, 0) + 1
        log.warning("decoding of a stream goes on in software, %s broke off: %s", way, error)


@dataclass
class Accelerated:
    """A decoder on a device, used like a codec context. A failure is told to its owner once."""

    way: str
    context: Any
    owner: Hardware
    pictures: int = 0
    failed: bool = False

    def decode(self, packet: Any) -> list[av.VideoFrame]:
        """The pictures that a packet completes, in the computer's own memory.

        Raises av.FFmpegError; then this decoder is not to be used any more.
        """
        try:
            frames = list(self.context.decode(packet))
        except av.FFmpegError as error:
            if not self.failed:
                self.failed = True
                self.owner.broke_off(self.way, error, worked=self.pictures > 0)
            raise
        if frames and not self.pictures:
            self.owner.worked(self.way)
        self.pictures += len(frames)
        return frames

    def flush_buffers(self) -> None:
        """Forget what was begun; the next packet must be a keyframe."""
        self.context.flush_buffers()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Accelerated.__dataclass_fields__:
            object.__setattr__(self, name, value)
        else:
            setattr(self.context, name, value)


here = Hardware()
"""The devices of this process."""


def word_of(decoder: Any) -> str:
    """How the tile's facts call a decoder."""
    return str(decoder.way) if isinstance(decoder, Accelerated) else SOFTWARE


@dataclass(frozen=True)
class HardwareOpener:
    """Opens sources in a process that decodes as the setting says; crosses process borders."""

    wanted: str = SOFTWARE

    def __call__(self, media: Media) -> VideoSource:
        """The source for ``media``, not yet opened."""
        from app.video.open import open_source

        here.choose(self.wanted)
        return open_source(media)


def usable(codec: str = "h264") -> tuple[str, ...]:
    """The ways for which this machine has a device that knows the codec."""
    asked = ((way, Hardware(way, tell=False)) for way in WAYS)
    return tuple(way for way, device in asked if device.decoder(codec, None) is not None)
