"""A picture's number drawn into it, so that any player's picture can be told apart.

24 black or white cells in a band near the top: 16 bits of the number and 8
that check it. They outlive coding at camera bit rates and scaling to a tile of
a few hundred pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NUMBERS = 1 << 16
_CHECK_BITS = 8
_CELLS = 16 + _CHECK_BITS
_LEFT, _RIGHT = 0.1, 0.9  # of the picture's width
_TOP, _BOTTOM = 0.04, 0.12  # of its height
_DARK, _BRIGHT, _BETWEEN = 16, 235, 128


def _check(number: int) -> int:
    return (number * 151 + 89) >> 4 & 0xFF


def draw(grey: NDArray[np.uint8], number: int) -> None:
    """Draw ``number`` (modulo 65536) into the picture, shape (height, width), in place."""
    height, width = grey.shape
    code = (number % NUMBERS) << _CHECK_BITS | _check(number % NUMBERS)
    top, bottom = int(height * _TOP), int(height * _BOTTOM)
    cell = (_RIGHT - _LEFT) * width / _CELLS
    for place in range(_CELLS):
        left = int(_LEFT * width + place * cell)
        bit = code >> (_CELLS - 1 - place) & 1
        grey[top:bottom, left : int(left + cell) + 1] = _BRIGHT if bit else _DARK


def reader(width: int, height: int, stride: int) -> Callable[[memoryview], int | None]:
    """A quick function of a picture (32 bits a pixel) that gives its number.

    None: there is none, or the picture was being written.
    """
    row = int(height * (_TOP + _BOTTOM) / 2)
    cell = (_RIGHT - _LEFT) * width / _CELLS
    pick = itemgetter(*(int(_LEFT * width + (n + 0.5) * cell) * 4 + 1 for n in range(_CELLS)))

    def read(pixels: memoryview) -> int | None:
        code = 0
        for value in pick(bytes(pixels[row * stride : (row + 1) * stride])):
            code = code << 1 | (value > _BETWEEN)
        number = code >> _CHECK_BITS
        return number if code & 0xFF == _check(number) else None

    return read
