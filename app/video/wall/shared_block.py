"""A named piece of shared memory for one tile's pictures, and who may free it."""

from __future__ import annotations

import contextlib
import itertools
import mmap
import os
import secrets
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Literal

PixelFormat = Literal["bgrx", "yuv420p"]
_BYTES_PER_PIXEL = 4  # of BGRX
INT_BYTES = 8
HEADER_INTS = 8
ENTRY_INTS = 16
_STRIDE_ALIGN = 128  # at least what the scaler aligns its lines to
_ENTRIES_LEAST, _ENTRIES_MOST = 5, 16
_RING_BYTES = 9 * 640 * 360 * _BYTES_PER_PIXEL  # within these limits

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
    """A new name and a ring as deep as the picture's size allows.

    Where the machine is overloaded, what waits in a deep ring is decoded while other
    tiles show what they have: the work of a second is spread over the whole of it.
    """
    name = f"fw{os.getpid():x}_{next(_numbers):x}_{secrets.token_hex(3)}"
    one = BlockSpec(name, 1, max(width, 1), max(height, 1), pixel_format)
    entries = _RING_BYTES // one.picture_bytes
    return replace(one, entries=min(max(entries, _ENTRIES_LEAST), _ENTRIES_MOST))


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
