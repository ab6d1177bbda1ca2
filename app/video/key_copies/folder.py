"""Where small copies of keyframes lie, and how much of the disk they may take.

One file for each recorded file, named by its path. The folder is told by an
environment variable, which processes that are started from here inherit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

from app.video.key_copies.file import SUFFIX, recording_of
from app.video.trimming import trim_files

VARIABLE = "FLOORWALK_KEY_COPIES"
LEAST_FREE_BYTES = 4 * 2**30
"""So much of the disk is left to others."""


def keep_copies_in(folder: Path) -> None:
    """Keep copies below this folder, in this process and those it starts from now on."""
    os.environ[VARIABLE] = str(folder)


def copies_path(recording: str) -> Path | None:
    """The file with the copies of a recorded file, there or not; None: none are kept."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return None
    whole = os.fsencode(Path(recording).absolute())
    name = hashlib.blake2b(whole, digest_size=16).hexdigest()
    return Path(folder) / name[:2] / f"{name}{SUFFIX}"


def has_room(path: Path) -> bool:
    """Whether the disk that ``path`` is to lie on has something to spare."""
    for folder in path.parents:
        with contextlib.suppress(OSError):
            return shutil.disk_usage(folder).free >= LEAST_FREE_BYTES
    return False


def trim_copies(most_bytes: int) -> int:
    """Delete the copies that were longest not added to until the rest fits; how many files went."""
    return trim_files(_files(), most_bytes)


def drop_orphans() -> int:
    """Delete the copies of recordings that are no more; how many files went.

    A recording whose folder is away too may be on a drive that comes back.
    """
    gone = 0
    for path in _files():
        recording = recording_of(path)
        if recording is not None and (recording.exists() or not recording.parent.exists()):
            continue
        with contextlib.suppress(OSError):
            path.unlink()
            gone += 1
    return gone


def _files() -> list[Path]:
    folder = os.environ.get(VARIABLE)
    return list(Path(folder).glob(f"*/*{SUFFIX}")) if folder else []
