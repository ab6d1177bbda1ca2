"""The time at which a picture was made, drawn into the picture itself.

28 black or white cells in a band across: 24 bits of milliseconds and four
that check them. Large enough to outlive coding at a camera's bit rate and
scaling down to a tile of a wall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TURN_MS = 1 << 24
"""After so long (4.6 hours) the code begins anew."""
_COLUMNS, _ROWS = 7, 4
_CELLS = _COLUMNS * _ROWS
_TOP, _BAND = 0.2, 0.5  # of the height: below the wall's caption
_DARK, _MIDDLE, _BRIGHT = 16, 127, 235


def draw(grey: NDArray[np.uint8], time_ms: int) -> None:
    """Draw the time (milliseconds) into a picture, shape (height, width), in place."""
    import numpy as np

    height, width = grey.shape
    cells = _cells(time_ms % TURN_MS)
    rows = int(height * _BAND) // _ROWS
    columns = width // _COLUMNS
    values = np.where(np.array(cells).reshape(_ROWS, _COLUMNS), _BRIGHT, _DARK).astype(np.uint8)
    band = values.repeat(rows, axis=0).repeat(columns, axis=1)
    top = int(height * _TOP)
    grey[top : top + band.shape[0], : band.shape[1]] = band


def read(grey: NDArray[np.uint8]) -> int | None:
    """The time drawn into a picture, shape (height, width); None where there is none."""
    height, width = grey.shape
    row = height * _BAND / _ROWS
    column = width / _COLUMNS
    downs = [int(height * _TOP + (down + 0.5) * row) for down in range(_ROWS)]
    acrosses = [int((across + 0.5) * column) for across in range(_COLUMNS)]
    code = 0
    for value in grey[downs][:, acrosses].ravel().tolist():
        code = code << 1 | (value > _MIDDLE)
    time_ms = code >> 4
    return time_ms if code & 15 == _check(time_ms) else None


def _cells(time_ms: int) -> list[int]:
    code = time_ms << 4 | _check(time_ms)
    return [code >> (_CELLS - 1 - place) & 1 for place in range(_CELLS)]


def _check(time_ms: int) -> int:
    """Changes with every single bit, and is neither all dark nor all bright for 0."""
    check = 9
    for shift in range(0, 24, 4):
        check ^= time_ms >> shift & 15
    return check
