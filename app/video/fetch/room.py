"""How much disk fetched footage takes in all, counted by all fetches together."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

LOCK_FILE = "room.lock"
SUFFIX = ".mp4"


def footage_bytes(root: Path) -> int:
    """Bytes of all segments below; what goes away meanwhile does not count."""
    size = 0
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(SUFFIX):
                with contextlib.suppress(OSError):
                    size += Path(folder, name).stat().st_size
    return size


class Room:
    """The disk that fetched footage may take, one for all cameras."""

    def __init__(self, root: Path, limit_bytes: int | None = None) -> None:
        """``root``: where all of it lies; ``limit_bytes``: by the settings; None: as it comes."""
        self.root = root
        self.limit_bytes = limit_bytes

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else adds meanwhile, in whichever process. Raises OSError."""
        from filelock import FileLock

        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / LOCK_FILE):
            yield

    def used(self) -> int:
        """Bytes that are taken; reads the disk."""
        return footage_bytes(self.root)

    def holds(self, more_bytes: int) -> bool:
        """Whether so much more may be written."""
        return self.limit_bytes is None or self.used() + more_bytes <= self.limit_bytes
