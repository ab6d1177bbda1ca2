"""Decoded pictures that are kept for a while, no larger than they will be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.video.pictures.colours import kept_as_filmed
from app.video.pictures.shape import fitted

if TYPE_CHECKING:
    import av
    from av.video.reformatter import VideoReformatter

_WORTH_IT = 2
"""Pictures with fewer times the pixels of their room stay as they are."""


class PictureKeeper:
    """Makes pictures small that are much larger than the room they will be shown in."""

    def __init__(self) -> None:
        self._room = (0, 0)
        self._scaler: VideoReformatter | None = None

    def set_room(self, width: int, height: int) -> None:
        """The size of the tile in pixels; 0, 0: keep pictures as they are."""
        self._room = (width, height)

    def kept(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The picture itself or a smaller one that shows the same in the same colours."""
        room_width, room_height = self._room
        if not room_width or not room_height:
            return frame
        width, height = fitted(frame.width, frame.height, room_width, room_height)
        if frame.width * frame.height < _WORTH_IT * width * height:
            return frame
        if self._scaler is None:
            from av.video.reformatter import VideoReformatter

            self._scaler = VideoReformatter()
        colours = kept_as_filmed(frame)
        small = self._scaler.reformat(
            frame,
            width=width,
            height=height,
            format="yuv420p",
            interpolation="FAST_BILINEAR",
            **colours,
        )
        # Unmarked pictures are told apart by their height, which is another one now.
        small.colorspace = colours["dst_colorspace"]
        small.color_range = colours["dst_color_range"]
        return small
