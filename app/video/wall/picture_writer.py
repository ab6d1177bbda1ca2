"""From a decoded picture to its place in shared memory, at the tile's size."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from app.video.pictures.colours import colours_of
from app.video.pictures.cut import PictureCut
from app.video.pictures.scaling import PictureScaler, quick_size
from app.video.pictures.shape import WHOLE, Crop, fitted
from app.video.source import Picture
from app.video.wall.slots import SlotWriter

if TYPE_CHECKING:
    import av
    from av.video.plane import VideoPlane


class PictureWriter:
    """Scales pictures into a ring; keeps one scaler, since making one costs more than using it."""

    def __init__(self, ring: SlotWriter) -> None:
        self.ring = ring
        self.crop: Crop | None = None
        self._scaler = PictureScaler()
        self._cut = PictureCut()
        # While a part is shown: what was written lately, to show another part of it at once.
        self._kept: deque[tuple[int, int | None, Picture]] = deque()

    def replace(self, ring: SlotWriter) -> None:
        """Write to another ring from now on."""
        self.ring.release()
        self.ring = ring

    def write(self, picture: Picture, epoch: int, line_us: int, due_us: int | None = None) -> bool:
        """Scale and publish one picture; False when no entry was free for it.

        ``line_us``, ``due_us``: where the line of play is and where the picture is due.
        """
        entry = self.ring.take(epoch, line_us)
        if entry < 0:
            return False
        self._keep(picture, epoch, due_us)
        scaled = self._scaled(picture)
        strides = self._copy(scaled, entry)
        self.ring.publish(
            entry,
            epoch,
            picture.media_time_us,
            (scaled.width, scaled.height),
            strides[0],
            crop=self.crop or WHOLE,
            chroma_stride=strides[-1] if len(strides) > 1 else 0,
            colours=colours_of(picture.frame),
            due_us=due_us,
        )
        return True

    def recrop(self, crop: Crop | None, epoch: int, line_us: int) -> bool:
        """Show another part; False where the pictures in the ring could not be made again."""
        self.crop = crop
        kept, self._kept = self._kept, deque()
        again = [(picture, due_us) for of, due_us, picture in kept if of == epoch]
        if not again:
            return False
        self.ring.drop_ahead(line_us)
        written = [self.write(picture, epoch, line_us, due_us) for picture, due_us in again]
        return all(written)

    def _keep(self, picture: Picture, epoch: int, due_us: int | None) -> None:
        if self.crop is None:
            self._kept.clear()
            return
        while len(self._kept) >= self.ring.spec.entries - 1:
            self._kept.popleft()
        self._kept.append((epoch, due_us, picture))

    def _scaled(self, picture: Picture) -> av.VideoFrame:
        spec = self.ring.spec
        whole, planes = picture.frame, spec.pixel_format == "yuv420p"
        part = whole if self.crop is None else self._cut.take(whole, self.crop)
        # The part has the shape of the whole but for a pixel, and is shown in the whole's.
        width, height = fitted(
            whole.width, whole.height, spec.width, spec.height, picture.pixel_aspect
        )
        if planes:
            return self._scaler.planes(part, whole, width, height)
        return self._scaler.screen(part, whole, *quick_size(width, height))

    def _copy(self, scaled: av.VideoFrame, entry: int) -> list[int]:
        """Copy the planes behind one another; returns their strides in bytes."""
        room, at, strides = self.ring.pixels(entry), 0, []
        for plane in scaled.planes:
            stride = min(plane.line_size, self.ring.spec.most_stride(plane.width))
            size = stride * plane.height
            if stride == plane.line_size:
                room[at : at + size] = memoryview(plane)[:size]
            else:
                _copy_lines(plane, room[at : at + size], stride)
            strides.append(stride)
            at += size
        return strides


def _copy_lines(plane: VideoPlane, target: memoryview, stride: int) -> None:
    """A frame that was taken as it is, with longer lines: perhaps cut out of a larger one.

    Of its last line no more is read than is shown, since it may end with its memory.
    """
    import numpy as np

    lines = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    used = min(stride, plane.line_size)
    np.frombuffer(target, np.uint8).reshape(plane.height, stride)[:, :used] = lines[:, :used]
