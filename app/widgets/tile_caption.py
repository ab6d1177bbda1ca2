"""What of a tile's caption fits: the store's code, the camera's name, the time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from app.widgets.tile_texts import CLOCKS, DATE_AND_TIME, MINUTES, TIME

_BETWEEN = "  "  # code and name, as ``TileFace.title`` has them
_DATE_FROM_PX = 300  # a tile narrower than this shows the time of day alone
_LEAST_CAMERA = 2  # fewer letters of the camera's name tell nothing
_ENOUGH_CAMERA = 6  # so many tell the cameras of a store apart


def fitting_title(title: str, metrics: QFontMetrics, room: int) -> str:
    """What of ``title`` ("S004  Entrance") fits: the store's code is never cut for the camera."""
    if metrics.horizontalAdvance(title) <= room:
        return title
    code, _, camera = title.partition(_BETWEEN)
    close = f"{code} {camera}"
    fitting = metrics.elidedText(close, Qt.TextElideMode.ElideRight, room)
    if len(fitting.rstrip("…")) >= len(code) + 1 + min(_LEAST_CAMERA, len(camera)):
        return fitting
    return code


def chosen_clock(
    title: str, metrics: QFontMetrics, room: int, pad: int, ratio: float, *, live: bool
) -> str:
    """The longest form of the time that leaves the camera its name; empty for none.

    ``room``: what title and time share, ``pad``: at either side of the time, both device
    pixels. A live picture's time is the present: it may go altogether.
    """
    forms = [DATE_AND_TIME, TIME, MINUTES] if room >= _DATE_FROM_PX * ratio else [TIME, MINUTES]
    needed = metrics.horizontalAdvance(_enough(title))
    for form in forms:
        if room - metrics.horizontalAdvance(CLOCKS[form]) - 2 * pad >= needed:
            return form
    return "" if live else forms[-1]


def _enough(title: str) -> str:
    """As much of a title as the time has to leave room for."""
    code, _, camera = title.partition(_BETWEEN)
    short = f"{code} {camera}"
    enough = f"{code} {camera[:_ENOUGH_CAMERA]}…"
    return enough if len(enough) < len(short) else short
