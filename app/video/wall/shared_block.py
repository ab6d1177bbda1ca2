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
from typing import Literal

PixelFormat = Literal["bgrx", "yuv420p"]
_BYTES_PER_PIXEL = 4  # of BGRX
INT_BYTES = 8
HEADER_INTS = 8
ENTRY_INTS = 16
_STRIDE_ALIGN = 128  # at least what the scaler aligns its lines to
_SMALL_PICTURE_PIXELS = 640 * 360
_ENTRIES_SMALL = 9
_ENTRIES_LARGE = 5

_numbers = itertools.count()


@dataclass(frozen=True)
class BlockSpec:
    """What a worker needs to attach to a block: its name, entries and largest picture.

    ``pixel_format``: "bgrx" (32 bits a pixel, for painting as it is) or "yuv420p"
    (three planes, 12 bits a pixel, for a graphics card that makes colours of them).
    """

    name: str
    entries: int
    width: int
    height: int
    pixel_format: PixelFormat = "bgrx"

    def line_bytes(self, width: int) -> int:
        """Bytes of a line of that many pixels (or samples of one plane), without padding."""
        return width * _BYTES_PER_PIXEL if self.pixel_format == "bgrx" else width

    def most_stride(self, width: int) -> int:
        """Room for a line of that many pixels (or samples), as the scaler pads it."""
        return _rounded(self.line_bytes(width), _STRIDE_ALIGN)

    @property
    def picture_bytes(self) -> int:
        """Room for one picture, whole pages."""
        size = self.most_stride(self.width) * self.height
        if self.pixel_format == "yuv420p":
            size += 2 * self.most_stride(-(-self.width // 2)) * -(-self.height // 2)
        return _rounded(size, mmap.PAGESIZE)

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


def block_spec(width: int, height: int, pixel_format: PixelFormat = "bgrx") -> BlockSpec:
    """A new name and a ring as deep as the picture's size allows."""
    small = width * height <= _SMALL_PICTURE_PIXELS
    name = f"fw{os.getpid():x}_{next(_numbers):x}_{secrets.token_hex(3)}"
    entries = _ENTRIES_SMALL if small else _ENTRIES_LARGE
    return BlockSpec(name, entries, max(width, 1), max(height, 1), pixel_format)


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
