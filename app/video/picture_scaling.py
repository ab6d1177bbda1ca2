"""A decoded picture at another size, in the screen's pixels or as planes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.video.picture_colours import kept_as_filmed, to_screen

if TYPE_CHECKING:
    import av
    from av.video.reformatter import VideoReformatter

_SCREEN_FORMAT = "bgr0"  # = QImage.Format_RGB32 on little-endian machines
_PLANES_FORMAT = "yuv420p"
_INTERPOLATION = "FAST_BILINEAR"


class PictureScaler:
    """Keeps its two scalers, since making one costs more than using it.

    The size is changed first, in planes, and the colours of what is left then: from
    1920x1080 to 384x216 that costs 0.20 ms instead of 0.46 in one go, and no value
    differs by more than 3 of 255.
    """

    def __init__(self) -> None:
        self._sizes: VideoReformatter | None = None
        self._colours: VideoReformatter | None = None

    def planes(
        self, frame: av.VideoFrame, filmed: av.VideoFrame, width: int, height: int
    ) -> av.VideoFrame:
        """Y, U and V at that size; ``filmed``: the picture whose marks tell the colours."""
        if self._sizes is None:
            from av.video.reformatter import VideoReformatter

            self._sizes = VideoReformatter()
        return self._sizes.reformat(
            frame,
            width=width,
            height=height,
            format=_PLANES_FORMAT,
            interpolation=_INTERPOLATION,
            **kept_as_filmed(filmed),
        )

    def screen(
        self, frame: av.VideoFrame, filmed: av.VideoFrame, width: int, height: int
    ) -> av.VideoFrame:
        """BGRX at that size; ``filmed``: the picture whose marks tell the colours."""
        if self._colours is None:
            from av.video.reformatter import VideoReformatter

            self._colours = VideoReformatter()
        if (frame.width, frame.height) != (width, height):
            frame = self.planes(frame, filmed, width, height)
        return self._colours.reformat(
            frame,
            width=width,
            height=height,
            format=_SCREEN_FORMAT,
            interpolation=_INTERPOLATION,
            **to_screen(filmed),
        )
