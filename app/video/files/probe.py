"""How long a recorded file is, remembered by path, size and modification time."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict

from app.video.faults import SourceFault
from app.video.files.mp4_length import mp4_length_us

_KEPT = 200_000
_lock = threading.Lock()
_known: OrderedDict[tuple[str, int, int], int | None] = OrderedDict()


def duration_us(path: str) -> int | None:
    """The file's length in microseconds; None where it is no video that can be opened.

    A file that claims no length is read through once, without decoding.
    """
    try:
        stat = os.stat(path)  # noqa: PTH116 - called for every segment of a day
    except OSError:
        return None
    key = (path, stat.st_size, stat.st_mtime_ns)
    with _lock:
        if key in _known:
            return _known[key]
    length_us = _read_duration_us(path)
    with _lock:
        _known[key] = length_us
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return length_us


def _read_duration_us(path: str) -> int | None:
    told_us = mp4_length_us(path)
    if told_us is not None:
        return told_us
    from app.video.files.opening import counted_us, declared_us, open_clip

    try:
        container, stream = open_clip(path)
    except SourceFault:
        return None
    try:
        claimed_us = declared_us(container, stream)
        return counted_us(container, stream) if claimed_us is None else claimed_us
    finally:
        container.close()
