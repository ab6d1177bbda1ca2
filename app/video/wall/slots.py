"""Pictures in shared memory: one block per tile, newest wins, nothing queues.

A block is a small table of 64-bit integers and a ring of pictures (BGRX or three
planes). The worker writes a little ahead of the clock; the window shows
the newest picture that is due. The reader names the entry it wants before it
trusts it and the one it shows as long as it shows it, and the writer touches
neither, so a picture is painted straight from the shared memory, uncopied.

What is due goes by the line of play (``app.video.course``), which only grows,
backwards and across jumps too; forwards over everything it is the media time.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from app.video.pictures.shape import WHOLE, Crop
from app.video.wall.shared_block import (
    ENTRY_INTS,
    HEADER_INTS,
    BlockSpec,
    PixelFormat,
    SharedBlock,
)

HAZARD = 0  # written by the reader: the entry it shows, or -1
WANTED = 1  # written by the reader: the entry it is about to show, or -1
LIVE = 2  # 1: newest wins at once, whatever the clock says
NEWEST = 3  # serial of the last entry written

_SERIAL, _EPOCH, _TIME, _WIDTH, _HEIGHT, _STRIDE, _CHROMA_STRIDE, _COLOURS, _CROP = range(9)
_DUE = _CROP + 4
_CROP_UNIT = 1 << 40  # the crop's four fractions stand in the table as integers
_LONG_AGO = -(1 << 62)


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
    """One picture to paint, at its tile's size.

    ``pixel_format`` "bgrx": 32 bits a pixel (QImage.Format_RGB32), ``stride`` bytes
    a line. "yuv420p": Y, U and V behind one another, the latter two of half the
    width and height (rounded up) and ``chroma_stride`` bytes a line; ``colours``
    is how they are to be read (``app.video.pictures.colours``).
    ``data`` points into shared memory and is valid until the next picture of
    this tile is asked for. ``serial`` changes exactly when the picture does.
    ``crop``: the part of the camera's picture that this is.
    """

    data: memoryview
    width: int
    height: int
    stride: int
    media_time_us: int
    serial: int
    crop: Crop = WHOLE
    pixel_format: PixelFormat = "bgrx"
    chroma_stride: int = 0
    colours: int = 0


class SlotReader:
    """The window's side of one tile's block."""

    def __init__(self, block: SharedBlock, spec: BlockSpec) -> None:
        self._table = _Table(block, spec)
        self.spec = spec
        self._table.ints[HAZARD] = self._table.ints[WANTED] = -1
        self._shown: ShownPicture | None = None
        self._serial_at = tuple(_at(entry, _SERIAL) for entry in self._table.entries)

    def picture(self, epoch: int, line_us: int) -> ShownPicture | None:
        """The newest picture due at ``line_us``; the one before while none is."""
        entry = self._due(epoch, line_us)
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

    def has_due(self, epoch: int, line_us: int) -> bool:
        """Whether ``picture`` gives one of this epoch, and not the one before a jump."""
        return self._due(epoch, line_us) >= 0

    @property
    def shown(self) -> ShownPicture | None:
        """What ``picture`` last gave."""
        return self._shown

    def _due(self, epoch: int, line_us: int) -> int:
        ints = self._table.ints
        best, best_due, best_serial = -1, _LONG_AGO, 0
        live = ints[LIVE]
        for entry, at in enumerate(self._serial_at):
            serial = ints[at]
            if serial == 0:
                continue
            due_us = serial if live else ints[at + _DUE]
            if not live and (ints[at + _EPOCH] != epoch or due_us > line_us):
                continue
            if (due_us, serial) > (best_due, best_serial):
                best, best_due, best_serial = entry, due_us, serial
        return best

    def _read(self, entry: int) -> ShownPicture:
        ints = self._table.ints
        base = _at(entry, 0)
        height, stride = ints[base + _HEIGHT], ints[base + _STRIDE]
        chroma_stride = ints[base + _CHROMA_STRIDE]
        size = height * stride + 2 * chroma_stride * -(-height // 2)
        x, y, width, cut = (part / _CROP_UNIT for part in ints[base + _CROP : base + _CROP + 4])
        return ShownPicture(
            data=self._table.pixels(entry)[:size],
            width=ints[base + _WIDTH],
            height=height,
            stride=stride,
            media_time_us=ints[base + _TIME],
            serial=ints[base + _SERIAL],
            crop=Crop(x, y, width, cut),
            pixel_format=self.spec.pixel_format,
            chroma_stride=chroma_stride,
            colours=ints[base + _COLOURS],
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
        self._dues = [_LONG_AGO] * spec.entries
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

    def ahead(self, epoch: int, line_us: int) -> list[int]:
        """Where on the line of play the pictures are due that wait, in order."""
        return [due_us for due_us, _ in self._waiting(epoch, line_us)]

    def times_ahead(self, epoch: int, line_us: int) -> list[int]:
        """Media times of the pictures that wait, in the order in which they are due."""
        return [time_us for _, time_us in self._waiting(epoch, line_us)]

    def _waiting(self, epoch: int, line_us: int) -> list[tuple[int, int]]:
        ints = self._table.ints
        return sorted(
            (self._dues[entry], self._times[entry])
            for entry in self._table.entries
            if self._epochs[entry] == epoch
            and self._dues[entry] > line_us
            and ints[_at(entry, _SERIAL)]
        )

    @property
    def room_ahead(self) -> int:
        """Most pictures that may wait ahead: all but the shown, the wanted and the due."""
        return self.spec.entries - 3

    def drop_ahead(self, line_us: int) -> None:
        """Forget pictures not yet due (the mode changed and they no longer fit)."""
        for entry in self._table.entries:
            if self._dues[entry] > line_us and not self._in_use(entry):
                self._table.ints[_at(entry, _SERIAL)] = 0

    def take(self, epoch: int, line_us: int) -> int:
        """An entry that nobody needs, made invalid for writing; -1 where there is none."""
        ints = self._table.ints
        for entry in self._spare(epoch, line_us):
            if self._in_use(entry):
                continue
            kept = ints[_at(entry, _SERIAL)]
            ints[_at(entry, _SERIAL)] = 0
            if self._in_use(entry):  # the reader took it in this very moment
                ints[_at(entry, _SERIAL)] = kept
                continue
            return entry
        return -1

    def _spare(self, epoch: int, line_us: int) -> list[int]:
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
        past = [entry for entry in present if self._dues[entry] <= line_us]
        due = max(past, key=lambda entry: (self._dues[entry], serials[entry]), default=-1)
        spare = [
            entry
            for entry in self._table.entries
            if entry not in present or (entry in past and entry != due)
        ]
        return sorted(spare, key=lambda entry: (serials[entry] != 0, self._dues[entry]))

    def pixels(self, entry: int) -> memoryview:
        """The bytes of a taken entry."""
        return self._table.pixels(entry)

    def publish(
        self,
        entry: int,
        epoch: int,
        media_time_us: int,
        size: tuple[int, int],
        stride: int,
        *,
        crop: Crop = WHOLE,
        chroma_stride: int = 0,
        colours: int = 0,
        due_us: int | None = None,
    ) -> None:
        """Make a taken and filled entry visible; its serial is written last.

        ``due_us``: where on the line of play it is due; None: at its media time.
        """
        ints = self._table.ints
        base = _at(entry, 0)
        ints[base + _EPOCH] = self._epochs[entry] = epoch
        ints[base + _TIME] = self._times[entry] = media_time_us
        ints[base + _DUE] = self._dues[entry] = media_time_us if due_us is None else due_us
        ints[base + _WIDTH], ints[base + _HEIGHT] = size
        ints[base + _STRIDE], ints[base + _CHROMA_STRIDE] = stride, chroma_stride
        ints[base + _COLOURS] = colours
        for at, part in enumerate((crop.x, crop.y, crop.width, crop.height), base + _CROP):
            ints[at] = round(part * _CROP_UNIT)
        self._serial += 1
        ints[base + _SERIAL] = self._serial
        ints[NEWEST] = self._serial

    def release(self) -> None:
        """Detach; the owner unlinks."""
        self._table.release()
