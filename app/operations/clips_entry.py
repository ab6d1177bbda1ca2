"""Where an export process begins, kept light: the program itself imports this module."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import Fault
from app.video.export.names import ClipNaming
from app.video.media import RecordingFolder, SegmentList, Span

if TYPE_CHECKING:
    from app.video.export.watermark import Watermark

NICE = 10


@dataclass(frozen=True)
class ClipOrder:
    """One camera's span to write."""

    media: SegmentList | RecordingFolder
    span: Span
    naming: ClipNaming
    watermark: Watermark | None
    facts: dict[str, str]


def run_export(connection: Connection, order: ClipOrder) -> None:
    """Write the clip and tell of it: a share, a path that is begun, then the end.

    The far end asks to stop by closing its side or by sending anything.
    """
    from app.video.export.cutting import export_clip
    from app.video.export.faults import ExportCancelled, broken_fault

    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C: the program says when to end
    with suppress(OSError, AttributeError):
        os.nice(NICE)  # the wall comes first

    def begin(start_us: int) -> Path:
        path = order.naming(start_us)
        connection.send(("file", str(path)))
        return path

    try:
        made = export_clip(
            order.media,
            order.span,
            begin,
            order.watermark,
            lambda share: connection.send(("share", share)),
            lambda: connection.poll(0),
            order.facts,
        )
        connection.send(("done", made))
    except Fault as fault:
        connection.send(("fault", fault))
    except ExportCancelled:
        with suppress(OSError):
            connection.send(("cancelled", None))
    except Exception as error:  # noqa: BLE001 - the process's edge: whatever breaks is told
        with suppress(OSError):  # the far end may be what went away
            camera = order.media.label or order.naming.camera
            connection.send(("fault", broken_fault(error, camera)))
