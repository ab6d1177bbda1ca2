"""The process that looks for activity: its messages and its loop, kept light to import."""

from __future__ import annotations

import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from app.video.activity.measure import Grid
    from app.video.key_copies.making import KeyCopier

LEAST_STEP_US = 900_000
"""Keyframes closer together than this are not all looked at."""


@dataclass(frozen=True)
class LookOrder:
    """Look at one stretch of a segment; offsets count from its start.

    ``end_us`` is where the segment ends at the latest. ``share`` is the part of
    one core that may be used. ``room`` is what is known of the room, b"" = nothing.
    ``copies``: keep small copies of the keyframes, see ``app.video.key_copies``.
    """

    number: int
    camera_id: int
    path: str
    start_us: int
    from_us: int
    until_us: int
    end_us: int
    share: float
    room: bytes = b""
    copies: bool = False


@dataclass(frozen=True)
class LookDone:
    """Levels at the pictures of the stretch, and up to where it was looked at.

    ``ended``: the file holds nothing behind that. No pictures: it could not be read.
    ``room`` is what is known of the room now.
    """

    number: int
    size: int
    mtime_ns: int
    times_us: tuple[int, ...]
    levels: tuple[float, ...]
    done_us: int
    ended: bool
    room: bytes = b""


@dataclass(frozen=True)
class Hold:
    """Rest, or go on."""

    on: bool


def run_activity(connection: Connection[Any, Any]) -> None:
    """Look at what is ordered until the other end closes the pipe."""
    import contextlib

    from app.video.side_process import stay_behind

    stay_behind()
    with contextlib.suppress(EOFError, OSError), contextlib.closing(connection):
        looker = _Looker(connection)
        while True:
            order = connection.recv()
            if isinstance(order, LookOrder):
                connection.send(looker.look(order))


class _Looker:
    """Looks at stretches, and can be held while it does."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection

    def look(self, order: LookOrder) -> LookDone:
        from app.video.activity.measure import ActivityMeasure, measure_run

        size, mtime_ns = _identity(order.path)
        times_us: list[int] = []
        pictures: list[Grid] = []
        ended = True
        for at_us, picture in self._slowly(order):
            if at_us >= order.until_us:
                ended = False
                break
            if at_us >= order.from_us:
                times_us.append(order.start_us + at_us)
                pictures.append(picture)
        done_us = order.end_us if ended else order.until_us
        if not pictures:
            return LookDone(order.number, size, mtime_ns, (), (), done_us, ended)
        levels, room = measure_run(times_us, pictures, ActivityMeasure.unpacked(order.room))
        if ended:
            done_us = min(order.end_us, times_us[-1] - order.start_us + LEAST_STEP_US)
        found = (tuple(times_us), tuple(levels), done_us, ended, room.packed())
        return LookDone(order.number, size, mtime_ns, *found)

    def _slowly(self, order: LookOrder) -> Iterator[tuple[int, Grid]]:
        """The stretch's pictures at no more than the allowed share of a core."""
        from app.video.activity.measure import grid_of
        from app.video.faults import SourceFault
        from app.video.files.key_reader import KeyReader

        try:
            reader = KeyReader(order.path)
        except SourceFault:
            return
        try:
            with _copier(order) as copier:
                began_s = time.process_time()
                for picture in reader.pictures(order.from_us, LEAST_STEP_US):
                    if copier is not None and picture.packet is not None:
                        copier.keep(picture.packet, picture.frame)
                    yield picture.offset_us, grid_of(picture.frame)
                    spent_s = time.process_time() - began_s
                    self._rest(spent_s / order.share - spent_s)
                    began_s = time.process_time()
        except SourceFault:
            return
        finally:
            reader.close()

    def _rest(self, seconds: float) -> None:
        """Leave the machine to others for a while, or for as long as a hold lasts."""
        until_s = time.monotonic() + max(0.0, seconds)
        held = False
        while True:
            left_s = until_s - time.monotonic()
            if not held and left_s <= 0:
                if not self._connection.poll(0):
                    return
            elif not self._connection.poll(None if held else left_s):
                continue
            word = self._connection.recv()
            if isinstance(word, Hold):
                held = word.on


def _copier(order: LookOrder) -> AbstractContextManager[KeyCopier | None]:
    """Whoever keeps small copies of that segment; None where nobody is to."""
    import contextlib

    from app.video.key_copies.making import KeyCopier

    return KeyCopier(order.path) if order.copies else contextlib.nullcontext()


def _identity(path: str) -> tuple[int, int]:
    from pathlib import Path

    try:
        stat = Path(path).stat()
    except OSError:
        return (-1, -1)
    return (stat.st_size, stat.st_mtime_ns)
