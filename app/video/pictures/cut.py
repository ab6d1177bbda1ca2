"""A part of a decoded picture as a picture of its own: nothing is copied."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from app.video.pictures.shape import Crop, cut_pixels

if TYPE_CHECKING:
    import av
    from av.filter import Graph

_ANY_TIME_BASE = Fraction(1, 1_000_000)  # the cut picture's time is not looked at
_Shape = tuple[int, int, str, tuple[int, int, int, int]]


class PictureCut:
    """Cuts with FFmpeg's crop filter, which only moves pointers; knows every pixel format."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: _Shape | None = None

    def take(self, frame: av.VideoFrame, crop: Crop) -> av.VideoFrame:
        """The part, in whole pixels."""
        place = cut_pixels(crop, frame.width, frame.height)
        shape = (frame.width, frame.height, frame.format.name, place)
        if self._graph is None or shape != self._shape:
            self._graph, self._shape = _graph(frame, place), shape
        self._graph.push(frame)
        # A graph of pictures gives no sound.
        return cast("av.VideoFrame", self._graph.pull())


def _graph(frame: av.VideoFrame, place: tuple[int, int, int, int]) -> Graph:
    """Buffer, crop, sink; one thread, since a graph else starts as many as there are cores."""
    from av.filter import Graph

    x, y, width, height = place
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=Fraction(1, 1_000_000),
    )
    crop = graph.add("crop", f"{width}:{height}:{x}:{y}")
    sink = graph.add("buffersink")
    source.link_to(crop)
    crop.link_to(sink)
    graph.configure()
    return graph
