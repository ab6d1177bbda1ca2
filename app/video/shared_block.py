"""A named piece of shared memory for one tile's pictures, and who may free it."""

from __future__ import annotations

import contextlib
import itertools
import mmap
import os
import secrets
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory

BYTES_PER_PIXEL = 4
INT_BYTES = 8
HEADER_INTS = 8
ENTRY_INTS = 8
_STRIDE_ALIGN = 128  # at least what the scaler aligns its lines to
_SMALL_PICTURE_PIXELS = 640 * 360
_ENTRIES_SMALL = 9
_ENTRIES_LARGE = 5

_numbers = itertools.count()


@dataclass(frozen=True)
class BlockSpec:
    """What a worker needs to attach to a block: its name, entries and largest picture."""

    name: str
    entries: int
    width: int
    height: int

    @property
    def picture_bytes(self) -> int:
        """Room for one picture, whole pages."""
        stride = _rounded(self.width * BYTES_PER_PIXEL, _STRIDE_ALIGN)
        return _rounded(stride * self.height, mmap.PAGESIZE)

    @property
    def header_bytes(self) -> int:
        """Room for the table, whole pages."""
        return _rounded((HEADER_INTS + self.entries * ENTRY_INTS) * INT_BYTES, mmap.PAGESIZE)

    @property
    def total_bytes(self) -> int:
        """Size of the block."""
        return self.header_bytes + self.entries * self.picture_bytes


def _rounded(value: int, unit: int) -> int:
    return -(-value // unit) * unit


def block_spec(width: int, height: int) -> BlockSpec:
    """A new name and a ring as deep as the picture's size allows."""
    small = width * height <= _SMALL_PICTURE_PIXELS
    name = f"fw{os.getpid():x}_{next(_numbers):x}_{secrets.token_hex(3)}"
    return BlockSpec(
        name, _ENTRIES_SMALL if small else _ENTRIES_LARGE, max(width, 1), max(height, 1)
    )


class SharedBlock(SharedMemory):
    """Shared memory whose views may outlive ``close``: the last view frees it."""

    def close(self) -> None:
        """Let go; what is still being painted keeps the memory until it is done."""
        with contextlib.suppress(BufferError):
            super().close()

    def __del__(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            self.close()


def create_block(name: str, size: int) -> SharedBlock:
    """A block that this process owns: it unlinks it, or the resource tracker does."""
    return SharedBlock(name, create=True, size=size)


def attach_block(name: str) -> SharedBlock:
    """A block that another process owns. Raises FileNotFoundError once it is gone."""
    return SharedBlock(name)


def leave_tracking_to_owner() -> None:
    """In a worker: blocks attached from now on are not registered a second time.

    The owner may unlink while a worker attaches, and the resource tracker would
    then report a leak. Python 3.13 has ``track=False`` for this.
    """
    resource_tracker.register = lambda *_: None
