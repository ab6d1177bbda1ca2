"""Writes one clip in a process of its own, so that damaged footage and load stay away
from the window."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.faults import Fault, Sentence
from app.operations.clips_entry import ClipOrder, run_export
from app.video.export.faults import ExportCancelled

_CONTEXT = multiprocessing.get_context("spawn")
_ROUND_S = 0.1
_FAREWELL_S = 5.0
_DIED = Sentence(
    "The clip of {camera} was not exported: the recording stopped the program that reads it. "
    "It is probably damaged there; choose another span.",
    "{camera} 的录像片段未导出：读取录像的程序意外终止。该处录像可能已损坏，请选择其他时段。",
)


class ExportDied(Fault):
    """The process that wrote the clip is gone."""


def write_clip(
    order: ClipOrder,
    camera: str,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Any:
    """The ``ExportedClip`` values of one order.

    Raises what ``export_clip`` raises, and ExportDied. Leaves no process and
    nothing half written.
    """
    mine, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=run_export, args=(theirs, order), name="export", daemon=True)
    begun: list[Path] = []
    try:
        process.start()
    except OSError:
        mine.close()
        raise
    finally:
        theirs.close()
    try:
        return _listen(mine, camera, begun, progress, cancelled)
    finally:
        mine.close()
        process.join(_FAREWELL_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
        _sweep(begun)


class _Wish:
    """Tells the process that nobody wants the clip any more."""

    def __init__(self, connection: Any, cancelled: Callable[[], bool]) -> None:
        self._connection, self._cancelled = connection, cancelled
        self._asked_s: float | None = None

    def pass_on(self) -> None:
        """Raises ExportCancelled where the process does not listen: a share that hangs."""
        if not self._cancelled():
            return
        if self._asked_s is None:
            self._asked_s = time.monotonic()
            with suppress(OSError):
                self._connection.send("stop")
        elif time.monotonic() - self._asked_s > _FAREWELL_S:
            raise ExportCancelled


def _listen(
    connection: Any,
    camera: str,
    begun: list[Path],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Any:
    wish = _Wish(connection, cancelled)
    while True:
        wish.pass_on()
        try:
            if not connection.poll(_ROUND_S):
                continue
            kind, value = connection.recv()
        except (EOFError, OSError) as error:
            raise ExportDied(_DIED, camera=camera) from error
        if kind == "share":
            progress(value)
        elif kind == "file":
            begun.append(Path(value))
        elif kind == "fault":
            raise value
        elif kind == "cancelled":
            raise ExportCancelled
        else:
            return value


def _sweep(begun: list[Path]) -> None:
    """A process that was killed could not tidy up after itself."""
    from app.video.whole_file import PART

    for path in begun:
        with suppress(OSError):
            path.with_name(path.name + PART).unlink(missing_ok=True)
