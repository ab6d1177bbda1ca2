"""The window's side of one decode worker: the process and the pipe to it."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection

from app.video.wall.messages import Command, Event, Quit
from app.video.wall.pulse import Pulse
from app.video.wall.worker import WorkerSetup, worker_main

STUCK_S = 5.0
_START_S = 30.0  # a busy machine may take this long to load the decoder
_CONTEXT = multiprocessing.get_context("spawn")  # fork and PyAV hang at exit


class WorkerProcess:
    """One worker; it is replaced by a new object when it dies."""

    def __init__(self, setup: WorkerSetup, pulse: Pulse) -> None:
        self._row = setup.row
        self._pulse = pulse
        pulse.reset(setup.row)
        self.conn: Connection[Command, Event]
        self.conn, theirs = _CONTEXT.Pipe(duplex=True)
        self._process = _CONTEXT.Process(
            target=worker_main, args=(setup, theirs), name=f"decode-{setup.row}", daemon=True
        )
        self._started_s = time.monotonic()
        self._process.start()
        # Kept: the window may ask while the supervisor lets go of a dead process.
        self.pid = self._process.pid or 0
        theirs.close()

    def send(self, command: Command) -> None:
        """Send; a dead worker is noticed by ``gone``, not here."""
        try:
            self.conn.send(command)
        except (BrokenPipeError, ConnectionResetError):
            self._process.join(0)

    def gone(self) -> bool:
        """Whether the process has ended or no longer comes round its loop."""
        if not self._process.is_alive():
            return True
        silent_s = self._pulse.silent_s(self._row)
        if silent_s is None:
            return time.monotonic() - self._started_s > _START_S
        return silent_s > STUCK_S

    def kill(self) -> None:
        """End it at once and let go of pipe and process."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.conn.close()

    def ask_to_quit(self) -> None:
        """Begin an orderly end; ``finish`` completes it."""
        self.send(Quit())

    def finish(self, wait_s: float) -> None:
        """Wait for the orderly end, then insist."""
        self._process.join(wait_s)
        self.kill()
