"""Pictures that were filmed with the camera held upright, turned as they are to be seen.

Phones write the picture as the sensor reads it and mark by how much it is to be
turned (the display matrix of ISO 14496-12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av
    from av.filter import Graph

_FILTERS = {
    90: (("transpose", "cclock"),),
    180: (("hflip", None), ("vflip", None)),
    270: (("transpose", "clock"),),
}
"""By how many degrees a picture is turned against the clock."""


def turn_of(frame: av.VideoFrame) -> int:
    """0, 90, 180 or 270 degrees against the clock; odd angles are no way to hold a camera."""
    degrees = frame.rotation % 360
    return degrees if degrees in _FILTERS else 0


class PictureTurner:
    """Turns pictures by their mark; keeps the filter, since making one costs more than using it."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._made_for: tuple[int, int, int, str] | None = None

    def turned(self, frame: av.VideoFrame, degrees: int) -> av.VideoFrame:
        """The picture turned by ``turn_of``; itself where that is 0."""
        if degrees not in _FILTERS:
            return frame
        shape = (degrees, frame.width, frame.height, frame.format.name)
        if self._graph is None or self._made_for != shape:
            self._graph, self._made_for = _graph(frame, degrees), shape
        self._graph.push(frame)
        turned: Any = self._graph.pull()
        turned.pts = frame.pts
        turned.colorspace, turned.color_range = frame.colorspace, frame.color_range
        picture: av.VideoFrame = turned
        return picture


def _graph(frame: av.VideoFrame, degrees: int) -> Graph:
    from fractions import Fraction

    from av.filter import Graph

    graph = Graph()
    last = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=frame.time_base or Fraction(1, 1000),
    )
    for name, way in _FILTERS[degrees]:
        node = graph.add(name, way)
        last.link_to(node)
        last = node
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph
