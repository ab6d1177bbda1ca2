"""One export of one or more cameras: done in a thread, watched and cancelled from outside."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.faults import Fault
from app.operations.clips_values import ClipStatus, FailedClip, WrittenClip
from app.video.export.faults import ExportCancelled, broken_fault

log = logging.getLogger(__name__)


class Part(Protocol):
    """What has to be done for one camera."""

    @property
    def camera(self) -> str:
        """How a person knows the camera."""

    def write(
        self, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Sequence[WrittenClip]:
        """The files. Raises Fault and ExportCancelled."""


class ClipJob:
    """Any thread may ask for ``status`` and ``cancel``."""

    def __init__(self, folder: Path, parts: Sequence[Part], done: Callable[[], None]) -> None:
        self.folder = folder
        self._parts = tuple(parts)
        self._done = done
        self._stop = threading.Event()
        self._lock = threading.Lock()
        total = len(self._parts)
        self._status = ClipStatus("", 0, total, 0.0, False, False, (), ())
        self._thread = threading.Thread(target=self._run, name="clips", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def status(self) -> ClipStatus:
        """How far it is."""
        with self._lock:
            return self._status

    def cancel(self) -> None:
        """Stop soon; finished cameras keep their files, the one under way leaves nothing."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; whether it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _set(self, **changes: object) -> None:
        with self._lock:
            self._status = replace(self._status, **changes)  # type: ignore[arg-type] # its own fields

    def _run(self) -> None:
        for number, part in enumerate(self._parts, 1):
            if self._stop.is_set():
                break
            self._set(camera=part.camera, number=number, share=0.0)
            self._do(part)
        self._set(finished=True, cancelled=self._stop.is_set())
        self._done()

    def _do(self, part: Part) -> None:
        try:
            written = part.write(lambda share: self._set(share=share), self._stop.is_set)
        except ExportCancelled:
            return
        except Fault as fault:
            self._fail(part, fault)
            return
        except Exception as error:
            # The edge of the thread: it ends the clip, not the export.
            log.exception("the clip of %s was not exported", part.camera)
            self._fail(part, broken_fault(error, part.camera))
            return
        self._set(written=(*self._status.written, *written), share=1.0)

    def _fail(self, part: Part, fault: Fault) -> None:
        self._set(failed=(*self._status.failed, FailedClip(part.camera, fault)))
