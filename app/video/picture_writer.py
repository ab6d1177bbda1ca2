"""From a decoded picture to its place in shared memory, at the tile's size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.video.picture_colours import to_screen
from app.video.picture_shape import fitted
from app.video.slots import SlotWriter
from app.video.source import Picture

if TYPE_CHECKING:
    import av
    from av.video.reformatter import VideoReformatter

_FORMAT = "bgr0"  # = QImage.Format_RGB32 on little-endian machines
_INTERPOLATION = "FAST_BILINEAR"


class PictureWriter:
    """Scales pictures into a ring; keeps one scaler, since making one costs more than using it."""

    def __init__(self, ring: SlotWriter) -> None:
        self.ring = ring
        self._scaler: VideoReformatter | None = None

    def replace(self, ring: SlotWriter) -> None:
        """Write to another ring from now on."""
        self.ring.release()
        self.ring = ring

    def write(self, picture: Picture, epoch: int, now_us: int) -> bool:
        """Scale and publish one picture; False when no entry was free for it."""
        entry = self.ring.take(epoch, now_us)
        if entry < 0:
            return False
        scaled = self._scaled(picture)
        plane = scaled.planes[0]
        stride = plane.line_size
        size = min(stride * scaled.height, self.ring.spec.picture_bytes)
        pixels = self.ring.pixels(entry)
        pixels[:size] = memoryview(plane)[:size]
        self.ring.publish(
            entry, epoch, picture.media_time_us, (scaled.width, scaled.height), stride
        )
        return True

    def _scaled(self, picture: Picture) -> av.VideoFrame:
        if self._scaler is None:
            from av.video.reformatter import VideoReformatter

            self._scaler = VideoReformatter()
        spec, frame = self.ring.spec, picture.frame
        width, height = fitted(
            frame.width, frame.height, spec.width, spec.height, picture.pixel_aspect
        )
        return self._scaler.reformat(
            frame,
            width=width,
            height=height,
            format=_FORMAT,
            interpolation=_INTERPOLATION,
            **to_screen(frame),
        )
