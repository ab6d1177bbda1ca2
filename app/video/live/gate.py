"""How many connections to one device may be begun at the same time.

A wall that opens asks one recorder for dozens of streams at once; many of them
answer such a burst with refusals, so the handshakes take turns.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

AT_ONCE = 4
_LOOK_S = 0.05

_lock = threading.Lock()
_busy: dict[str, int] = {}


def device_of(url: str) -> str:
    """Host and port of an address: what counts as one device."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


@contextlib.contextmanager
def handshake(url: str, stopped: threading.Event) -> Iterator[bool]:
    """Wait for a turn; gives whether to go on (False: ``stopped`` was set meanwhile)."""
    device = device_of(url)
    taken = _take(device, stopped.wait)
    try:
        yield taken
    finally:
        if taken:
            with _lock:
                _busy[device] -= 1
                if not _busy[device]:
                    del _busy[device]


def _take(device: str, wait: Callable[[float], bool]) -> bool:
    while True:
        with _lock:
            if _busy.get(device, 0) < AT_ONCE:
                _busy[device] = _busy.get(device, 0) + 1
                return True
        if wait(_LOOK_S):
            return False
