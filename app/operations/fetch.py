"""Fetches recordings to this workstation: several cameras in turn, kept over restarts.

Each fetch runs in a process of its own. As many run at once as their recorders have
sessions, and never more than ``TOGETHER``; the recorder's budget is shared with the
wall, which a fetch never pushes aside.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import Fault
from app.operations.changes import Changes
from app.operations.fetch_values import (
    NOT_ON_RECORDER,
    NOT_REMOVED,
    SPAN_EMPTY,
    STILL_RUNNING,
    FetchJob,
    FetchRefused,
    FetchState,
)
from app.operations.settings import Settings
from app.operations.values import ChangeKind
from app.storage.disk import write_durably
from app.video.media import RecorderPlayback, Span

if TYPE_CHECKING:
    from app.video.side_process import SideProcess

TOGETHER = 4
QUEUE_FILE = "queue.json"
_LOOK_S = 0.2
_END_S = 5.0
_GIB = 2**30
_LOG = logging.getLogger(__name__)

Playbacks = Callable[[int], RecorderPlayback | None]


class Fetches:
    """One per program; its thread lives while something is fetched."""

    def __init__(
        self, root: Path, playback: Playbacks, settings: Settings, changes: Changes
    ) -> None:
        """``playback``: a camera's recording on its recorder, with its password; may raise."""
        self.root = root
        self._playback = playback
        self._settings, self._changes = settings, changes
        self._lock = threading.RLock()
        self._jobs: dict[int, FetchJob] = {}
        self._medias: dict[int, RecorderPlayback] = {}
        self._running: dict[int, SideProcess] = {}
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._closed = False
        self._load()

    # -- what a person does ------------------------------------------------

    def jobs(self) -> tuple[FetchJob, ...]:
        """All that are known, the newest last."""
        with self._lock:
            return tuple(self._jobs.values())

    def start(self, camera_ids: Iterable[int], span: Span) -> tuple[FetchJob, ...]:
        """Fetch that span of each camera; one that is fetched already is only completed.

        Raises FetchRefused, PasswordNeeded, NotFound before anything begins.
        """
        if span.duration_us <= 0:
            raise FetchRefused(SPAN_EMPTY)
        medias = {camera_id: self._media(camera_id) for camera_id in camera_ids}
        with self._lock:
            begun = tuple(self._add(camera_id, span, media) for camera_id, media in medias.items())
        self._go_on()
        return begun

    def cancel(self, number: int) -> None:
        """Stop one; what is here stays and it can be continued."""
        with self._lock:
            job = self._jobs.get(number)
            if job is None or not job.active:
                return
            process = self._running.get(number)
            if process is None:
                self._set(replace(job, state=FetchState.STOPPED, note=None))
        if process is not None:
            from app.video.fetch.process import CANCEL

            process.send(CANCEL)
        self._told()

    def resume(self, number: int) -> None:
        """Go on with what is missing. Raises PasswordNeeded, FetchRefused, NotFound."""
        job = self._jobs[number]
        media = self._media(job.camera_id)
        with self._lock:
            if not job.active:
                self._medias[number] = media
                self._set(replace(job, state=FetchState.QUEUED, note=None))
        self._go_on()

    def forget(self, number: int) -> None:
        """Take a fetch that does not run off the list; its footage stays."""
        with self._lock:
            job = self._jobs.get(number)
            if job is not None and not job.active:
                del self._jobs[number]
                self._medias.pop(number, None)
        self._told()

    def remove_footage(self, camera_id: int) -> None:
        """Remove everything fetched of a camera, and its fetches from the list.

        Raises FetchRefused while one runs or where files cannot be removed.
        """
        from app.video.fetch.folder import FetchFolder

        with self._lock:
            mine = [job for job in self._jobs.values() if job.camera_id == camera_id]
            label = mine[-1].label if mine else str(camera_id)
            if any(job.active for job in mine):
                raise FetchRefused(STILL_RUNNING, camera=label)
            media = self._media(camera_id)
            try:
                FetchFolder(self.root, self._folder_of(media)).remove()
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise FetchRefused(NOT_REMOVED, camera=label, reason=reason) from error
            for job in mine:
                del self._jobs[job.number]
        self._told()

    def size(self) -> int:
        """Bytes that fetched footage takes in all; reads the disk."""
        return sum(file.stat().st_size for file in self.root.rglob("*.mp4"))

    def limit(self) -> int:
        """Bytes that it may take, by the settings."""
        return round(self._settings.number("recorders.fetched_gb") * _GIB)

    def close(self) -> None:
        """End the processes; what is whole stays, the rest goes on when it is continued."""
        with self._lock:
            self._closed = True
            thread = self._thread
        self._wake.set()
        if thread is not None:
            thread.join(_END_S)

    # -- the queue ---------------------------------------------------------

    def _media(self, camera_id: int) -> RecorderPlayback:
        media = self._playback(camera_id)
        if media is None or media.fetched is None:
            label = media.label if media is not None else str(camera_id)
            raise FetchRefused(NOT_ON_RECORDER, camera=label)
        return media

    @staticmethod
    def _folder_of(media: RecorderPlayback) -> str:
        return media.fetched.camera if media.fetched is not None else ""

    def _add(self, camera_id: int, span: Span, media: RecorderPlayback) -> FetchJob:
        number = max(self._jobs, default=0) + 1
        job = FetchJob(number, camera_id, media.label, span, FetchState.QUEUED)
        self._medias[number] = media
        self._jobs[number] = job
        return job

    def _go_on(self) -> None:
        self._told()
        with self._lock:
            if self._closed:
                return
            self._wake.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="fetches", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            while True:
                with self._lock:
                    self._begin_next()
                    idle = not self._running
                    if self._closed or (idle and not self._queued()):
                        self._thread = None
                        return
                self._listen()
                self._wake.wait(_LOOK_S)
                self._wake.clear()
        finally:
            self._end_all()

    def _queued(self) -> list[FetchJob]:
        return [job for job in self._jobs.values() if job.state is FetchState.QUEUED]

    def _begin_next(self) -> None:
        from app.video.recorders.sessions import recorder_key

        used: dict[str, int] = {}
        for number in self._running:
            key = recorder_key(self._medias[number])
            used[key] = used.get(key, 0) + 1
        for job in self._queued():
            media = self._medias[job.number]
            key = recorder_key(media)
            busy = any(self._jobs[each].camera_id == job.camera_id for each in self._running)
            if len(self._running) >= TOGETHER or used.get(key, 0) >= media.sessions or busy:
                continue
            used[key] = used.get(key, 0) + 1
            self._begin(job, media)

    def _begin(self, job: FetchJob, media: RecorderPlayback) -> None:
        from app.video.fetch.process import FetchOrder, fetch_entry
        from app.video.side_process import SideProcess

        left = max(0, self.limit() - self.size()) if self.root.is_dir() else self.limit()
        process = SideProcess(fetch_entry, f"fetch-{job.number}")
        folder = self._folder_of(media)
        process.send(FetchOrder(media, job.span, str(self.root), folder, left))
        self._running[job.number] = process
        self._set(replace(job, state=FetchState.RUNNING, note=None))

    def _listen(self) -> None:
        """Take in what the processes say."""
        from app.video.fetch.fetching import FetchProgress
        from app.video.fetch.process import FetchEnded, broke

        changed = False
        for number, process in list(self._running.items()):
            answers = process.answers()
            if answers is None:
                job = self._jobs[number]
                answers = [FetchEnded(fault=broke(job.label, "process"))]
            for told in answers:
                changed = True
                if isinstance(told, FetchProgress):
                    self._progressed(number, told.share, told.size, told.speed, told.waits)
                elif isinstance(told, FetchEnded):
                    self._ended(number, process, told.fault, cancelled=told.cancelled)
        if changed:
            self._told(keep=False)

    def _progressed(
        self, number: int, share: float, size: int, speed: float, waits: Fault | None
    ) -> None:
        with self._lock:
            job = self._jobs[number]
            self._jobs[number] = replace(job, share=share, size=size, speed=speed, note=waits)

    def _ended(
        self, number: int, process: SideProcess, fault: Fault | None, *, cancelled: bool
    ) -> None:
        process.stop()
        with self._lock:
            self._running.pop(number, None)
            job = replace(self._jobs[number], speed=0.0, note=fault)
            if fault is not None:
                self._set(replace(job, state=FetchState.FAILED))
            elif cancelled:
                self._set(replace(job, state=FetchState.STOPPED))
            else:
                self._set(replace(job, state=FetchState.DONE, share=1.0))
        self._keep()

    def _end_all(self) -> None:
        """Killed where they are: only whole segments count."""
        with self._lock:
            running, self._running = self._running, {}
            for number, process in running.items():
                process.stop()
                self._set(replace(self._jobs[number], state=FetchState.STOPPED, speed=0.0))
        self._keep()

    # -- kept --------------------------------------------------------------

    def _set(self, job: FetchJob) -> None:
        self._jobs[job.number] = job

    def _told(self, *, keep: bool = True) -> None:
        if keep:
            self._keep()
        self._changes.publish(ChangeKind.FETCHES)

    def _keep(self) -> None:
        with self._lock:
            rows = [
                {
                    "number": job.number,
                    "camera_id": job.camera_id,
                    "label": job.label,
                    "start_us": job.span.start_us,
                    "end_us": job.span.end_us,
                    "done": job.state is FetchState.DONE,
                    "share": round(job.share, 4),
                    "size": job.size,
                }
                for job in self._jobs.values()
            ]
            if not rows and not (self.root / QUEUE_FILE).exists():
                return
            try:
                self.root.mkdir(parents=True, exist_ok=True)
                write_durably(self.root / QUEUE_FILE, json.dumps(rows).encode(), "the fetch list")
            except (Fault, OSError):
                _LOG.warning("the list of fetches could not be kept", exc_info=True)

    def _load(self) -> None:
        try:
            rows = json.loads((self.root / QUEUE_FILE).read_text("utf-8"))
            jobs = [_job_of(row) for row in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return  # none yet; a list that cannot be read costs only the list
        self._jobs = {job.number: job for job in jobs}


def _job_of(row: dict[str, object]) -> FetchJob:
    span = Span(int(str(row["start_us"])), int(str(row["end_us"])))
    state = FetchState.DONE if row["done"] else FetchState.STOPPED
    return FetchJob(
        int(str(row["number"])),
        int(str(row["camera_id"])),
        str(row["label"]),
        span,
        state,
        float(str(row["share"])),
        int(str(row["size"])),
    )
