"""A row of signs of life for each worker, in shared memory."""

from __future__ import annotations

import contextlib
import time

from app.video.wall.shared_block import SharedBlock, attach_block, create_block

_INT_BYTES = 8
_ROW_INTS = 4
_BEAT, _BUSY = range(2)


class Pulse:
    """When each worker last came round its loop, and which tile it works on."""

    def __init__(self, block: SharedBlock, rows: int) -> None:
        self._block = block
        self._view = memoryview(block.buf or b"")[: rows * _ROW_INTS * _INT_BYTES]
        self._ints = self._view.cast("q")

    @classmethod
    def create(cls, name: str, rows: int) -> Pulse:
        """The owner's side."""
        return cls(create_block(name, rows * _ROW_INTS * _INT_BYTES), rows)

    @classmethod
    def attach(cls, name: str, rows: int) -> Pulse:
        """A worker's side."""
        return cls(attach_block(name), rows)

    def reset(self, row: int) -> None:
        """A new worker takes the row: not yet alive, working on nothing."""
        self._ints[row * _ROW_INTS + _BEAT] = 0
        self._ints[row * _ROW_INTS + _BUSY] = -1

    def beat(self, row: int) -> None:
        """Say that the loop came round."""
        self._ints[row * _ROW_INTS + _BEAT] = time.monotonic_ns()

    def busy(self, row: int, tile: int) -> None:
        """Say which tile is worked on; -1 for none."""
        self._ints[row * _ROW_INTS + _BUSY] = tile

    def silent_s(self, row: int) -> float | None:
        """Seconds since the last beat; None before the first."""
        beat_ns = self._ints[row * _ROW_INTS + _BEAT]
        return (time.monotonic_ns() - beat_ns) / 1e9 if beat_ns else None

    def busy_tile(self, row: int) -> int:
        """The tile that the worker is or was working on, or -1."""
        return self._ints[row * _ROW_INTS + _BUSY]

    def close(self) -> None:
        """Detach."""
        self._ints.release()
        self._view.release()
        self._block.close()

    def unlink(self) -> None:
        """The owner's end: detach and remove."""
        with contextlib.suppress(FileNotFoundError):
            self._block.unlink()
        self.close()
