"""Pictures in shared memory: one block per tile, newest wins, nothing queues.

A block is a small table of 64-bit integers and a ring of pictures (BGRX, 32
bits a pixel). The worker writes a little ahead of the clock; the window shows
the newest picture that is due. The reader names the entry it wants before it
trusts it and the one it shows as long as it shows it, and the writer touches
neither, so a picture is painted straight from the shared memory, uncopied.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from app.video.shared_block import (
    ENTRY_INTS,
    HEADER_INTS,
    BlockSpec,
    SharedBlock,
)

HAZARD = 0  # written by the reader: the entry it shows, or -1
WANTED = 1  # written by the reader: the entry it is about to show, or -1
LIVE = 2  # 1: newest wins at once, whatever the clock says
NEWEST = 3  # serial of the last entry written

_SERIAL, _EPOCH, _TIME, _WIDTH, _HEIGHT, _STRIDE = range(6)


class _Table:
    """The integers of a block and its picture entries."""

    def __init__(self, block: SharedBlock, spec: BlockSpec) -> None:
        self.spec = spec
        self.block = block
        self._all = memoryview(block.buf or b"")[: spec.total_bytes]
        self.ints = self._all[: spec.header_bytes].cast("q")
        self.entries = range(spec.entries)

    def pixels(self, entry: int) -> memoryview:
        start = self.spec.header_bytes + entry * self.spec.picture_bytes
        return self._all[start : start + self.spec.picture_bytes]

    def release(self) -> None:
        self.ints.release()
        self._all.release()
        self.block.close()


def _at(entry: int, field: int) -> int:
    return HEADER_INTS + entry * ENTRY_INTS + field


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One picture to paint: BGRX, 32 bits a pixel (QImage.Format_RGB32).

    ``data`` points into shared memory and is valid until the next picture of
    this tile is asked for. ``serial`` changes exactly when the picture does.
    """

    data: memoryview
    width: int
    height: int
    stride: int
    media_time_us: int
    serial: int


class SlotReader:
    """The window's side of one tile's block."""

    def __init__(self, block: SharedBlock, spec: BlockSpec) -> None:
        self._table = _Table(block, spec)
        self.spec = spec
        self._table.ints[HAZARD] = self._table.ints[WANTED] = -1
        self._shown: ShownPicture | None = None
        self._serial_at = tuple(_at(entry, _SERIAL) for entry in self._table.entries)

    def picture(self, epoch: int, now_us: int) -> ShownPicture | None:
        """The newest picture due at ``now_us``; the one before while none is."""
        entry = self._due(epoch, now_us)
        if entry < 0:
            return self._shown
        ints = self._table.ints
        serial = ints[self._serial_at[entry]]
        if self._shown is not None and self._shown.serial == serial:
            return self._shown
        ints[WANTED] = entry
        if serial != 0 and ints[self._serial_at[entry]] == serial:  # not overtaken by the writer
            ints[HAZARD] = entry
            self._shown = self._read(entry)
        ints[WANTED] = -1
        return self._shown

    @property
    def shown(self) -> ShownPicture | None:
        """What ``picture`` last gave."""
        return self._shown

    def _due(self, epoch: int, now_us: int) -> int:
        ints = self._table.ints
        best, best_time, best_serial = -1, -1, 0
        live = ints[LIVE]
        for entry, at in enumerate(self._serial_at):
            serial = ints[at]
            if serial == 0:
                continue
            time_us = serial if live else ints[at + _TIME]
            if not live and (ints[at + _EPOCH] != epoch or time_us > now_us):
                continue
            if (time_us, serial) > (best_time, best_serial):
                best, best_time, best_serial = entry, time_us, serial
        return best

    def _read(self, entry: int) -> ShownPicture:
        ints = self._table.ints
        base = _at(entry, 0)
        height, stride = ints[base + _HEIGHT], ints[base + _STRIDE]
        return ShownPicture(
            data=self._table.pixels(entry)[: height * stride],
            width=ints[base + _WIDTH],
            height=height,
            stride=stride,
            media_time_us=ints[base + _TIME],
            serial=ints[base + _SERIAL],
        )

    def release(self) -> None:
        """Unlink the block; memory still being painted lives until it is let go."""
        self._shown = None
        with contextlib.suppress(FileNotFoundError):
            self._table.block.unlink()
        self._table.release()


class SlotWriter:
    """The worker's side of one tile's block; it alone writes entries."""

    def __init__(self, block: SharedBlock, spec: BlockSpec, *, live: bool = False) -> None:
        self._table = _Table(block, spec)
        self.spec = spec
        self._times = [0] * spec.entries
        self._epochs = [-1] * spec.entries
        ints = self._table.ints
        ints[LIVE] = int(live)
        self._live = live
        self._serial = ints[NEWEST]
        self._adopt()

    def _adopt(self) -> None:
        """After a worker was replaced: drop what its predecessor left, but for the shown."""
        for entry in self._table.entries:
            if not self._in_use(entry):
                self._table.ints[_at(entry, _SERIAL)] = 0

    def _in_use(self, entry: int) -> bool:
        ints = self._table.ints
        return entry in (ints[WANTED], ints[HAZARD])

    def ahead(self, epoch: int, now_us: int) -> list[int]:
        """Media times of the pictures written but not yet due, in order."""
        ints = self._table.ints
        return sorted(
            self._times[entry]
            for entry in self._table.entries
            if self._epochs[entry] == epoch
            and self._times[entry] > now_us
            and ints[_at(entry, _SERIAL)]
        )

    @property
    def room_ahead(self) -> int:
        """Most pictures that may wait ahead: all but the shown, the wanted and the due."""
        return self.spec.entries - 3

    def drop_ahead(self, now_us: int) -> None:
        """Forget pictures not yet due (the mode changed and they no longer fit)."""
        for entry in self._table.entries:
            if self._times[entry] > now_us and not self._in_use(entry):
                self._table.ints[_at(entry, _SERIAL)] = 0

    def take(self, epoch: int, now_us: int) -> int:
        """An entry that nobody needs, made invalid for writing; -1 where there is none."""
        ints = self._table.ints
        for entry in self._spare(epoch, now_us):
            if self._in_use(entry):
                continue
            kept = ints[_at(entry, _SERIAL)]
            ints[_at(entry, _SERIAL)] = 0
            if self._in_use(entry):  # the reader took it in this very moment
                ints[_at(entry, _SERIAL)] = kept
                continue
            return entry
        return -1

    def _spare(self, epoch: int, now_us: int) -> list[int]:
        """Entries free to be written, best first: empty, of another epoch, superseded."""
        ints = self._table.ints
        serials = [ints[_at(entry, _SERIAL)] for entry in self._table.entries]
        if self._live:
            return sorted(self._table.entries, key=serials.__getitem__)
        present = [
            entry
            for entry in self._table.entries
            if serials[entry] and self._epochs[entry] == epoch
        ]
        past = [entry for entry in present if self._times[entry] <= now_us]
        due = max(past, key=lambda entry: (self._times[entry], serials[entry]), default=-1)
        spare = [
            entry
            for entry in self._table.entries
            if entry not in present or (entry in past and entry != due)
        ]
        return sorted(spare, key=lambda entry: (serials[entry] != 0, self._times[entry]))

    def pixels(self, entry: int) -> memoryview:
        """The bytes of a taken entry."""
        return self._table.pixels(entry)

    def publish(
        self, entry: int, epoch: int, media_time_us: int, size: tuple[int, int], stride: int
    ) -> None:
        """Make a taken and filled entry visible; its serial is written last."""
        ints = self._table.ints
        base = _at(entry, 0)
        ints[base + _EPOCH] = self._epochs[entry] = epoch
        ints[base + _TIME] = self._times[entry] = media_time_us
        ints[base + _WIDTH], ints[base + _HEIGHT] = size
        ints[base + _STRIDE] = stride
        self._serial += 1
        ints[base + _SERIAL] = self._serial
        ints[NEWEST] = self._serial

    def release(self) -> None:
        """Detach; the owner unlinks."""
        self._table.release()
