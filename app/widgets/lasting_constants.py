"""Keeps ``None``, ``True`` and ``False`` alive under Python 3.11, where Qt's binding uses them up.

PySide6 6.12 hands out ``None`` from every method without a result, and ``True``
and ``False`` from many with one, but does not count those references
(measured: 1000 calls of ``QPainter.fillRect`` cost ``None`` 1000 references).
Python 3.12 and later never count these constants; Python 3.11 does, and ends
the process with "deallocating None" after some 20 000 calls: about three
seconds of a wall of 25 tiles. A count so high that it is never used up does
what Python 3.12 does.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 40  # at 1000 million calls a day it lasts three years


def keep_constants_alive() -> None:
    """Give the constants references to spare; harmless when called twice."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False, NotImplemented, Ellipsis):
        if sys.getrefcount(constant) < _PLENTY // 2:
            ctypes.c_ssize_t.from_address(id(constant)).value += _PLENTY
