"""Files that may be made again, kept below a number of bytes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path


def trim_files(files: Iterable[Path], most_bytes: int) -> int:
    """Delete those that were longest not written until the rest fits; how many went."""
    found = []
    for path in files:
        with contextlib.suppress(OSError):  # another process deletes too
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    total = sum(size for _, size, _ in found)
    gone = 0
    for _, size, path in sorted(found):
        if total <= most_bytes:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            gone += 1
        total -= size
    return gone
