"""A file that is there whole or not at all: written under another name, synced, renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PART = ".part"
"""What the name of a file ends in while it is being written."""


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """The path to write to; the file stands at ``target``, on the disk, when the block ends.

    Where it fails nothing is left of it, and an older file stays. Raises OSError.
    """
    part = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield part
        _sync(part)
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def part_of(target: Path) -> Path:
    """The name that a file has while it is being written."""
    return target.with_name(target.name + PART)


def sync_folder(folder: Path) -> None:
    """A rename is durable only when its folder is synced; Windows syncs it by itself."""
    if os.name == "nt":
        return
    _sync_descriptor(os.open(folder, os.O_RDONLY))


def _sync(path: Path) -> None:
    _sync_descriptor(os.open(path, os.O_RDWR))


def _sync_descriptor(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
