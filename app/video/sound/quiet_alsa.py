"""ALSA's own lines on standard error: a dozen for each way it tries where there is no card.

A person reads our sentence instead, so the library is given a listener that says nothing
(``snd_lib_error_set_handler``, alsa-lib's documented way). Standard error itself stays as it
is: lines of the program and of its other threads are not lost.
"""

from __future__ import annotations

import ctypes
import sys
from functools import lru_cache

_LIBRARY = "libasound.so.2"
# file, line, function, error number, format; what follows the format is not read
_LISTENER = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


def _say_nothing(
    _file: bytes | None, _line: int, _function: bytes | None, _error: int, _form: bytes | None
) -> None:
    return


_SILENT = _LISTENER(_say_nothing)  # the library keeps its address: it must outlive every call


@lru_cache(maxsize=1)
def hush_alsa() -> bool:
    """Once for the process; False where there is no ALSA to be told."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_handler = ctypes.CDLL(_LIBRARY).snd_lib_error_set_handler
    except (OSError, AttributeError):
        return False
    set_handler.argtypes, set_handler.restype = (_LISTENER,), ctypes.c_int
    return bool(set_handler(_SILENT) == 0)
