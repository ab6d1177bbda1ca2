"""Fetches recordings to this workstation: several cameras in turn, kept over restarts.

Each fetch runs in a process of its own. As many run at once as their recorders have
sessions, and never more than ``TOGETHER``; the recorder's budget is shared with the
wall, which a fetch never pushes aside. Disk, processes and database are never waited
for with the lock held, so that whoever asks how far it is never waits either.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
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
    FetchedFootage,
    FetchJob,
    FetchRefused,
    FetchState,
    FootageOwner,
)
from app.operations.settings import Settings
from app.operations.values import ChangeKind
from app.storage.disk import write_durably
from app.video.media import RecorderPlayback, Span

if TYPE_CHECKING:
    from app.video.fetch.fetching import FetchProgress
    from app.video.side_process import SideProcess

TOGETHER = 4
QUEUE_FILE = "queue.json"
_LOOK_S = 0.2
_END_S = 5.0
_GIB = 2**30
_LOG = logging.getLogger(__name__)

Playbacks = Callable[[int], RecorderPlayback | None]
Owners = Callable[[Iterable[str]], Mapping[str, FootageOwner]]


class Fetches:
    """One per program; its thread lives while something is fetched."""

    def __init__(
        self,
        root: Path,
        playback: Playbacks,
        owners: Owners,
        settings: Settings,
        changes: Changes,
    ) -> None:
        """``playback``: a camera's recording on its recorder, with its password; may raise.

        ``owners``: whose footage lies in the folders of those names; may raise.
        """
        self.root = root
        self._playback, self._owners = playback, owners
        self._settings, self._changes = settings, changes
        self._lock = threading.RLock()
        self._keeping = threading.Lock()  # the list on the disk
        self._removing: set[str] = set()
        self._ends: list[FetchJob] = []
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
            if process is None:  # not begun yet, or just being begun
                self._set(replace(job, state=FetchState.STOPPED, note=None))
        if process is not None:
            from app.video.fetch.process import CANCEL

            process.send(CANCEL)
        self._told()

    def resume(self, number: int) -> None:
        """Go on with what is missing. Raises PasswordNeeded, FetchRefused, NotFound."""
        with self._lock:
            job = self._jobs.get(number)
        if job is None or job.active:
            return
        media = self._media(job.camera_id, job.label)
        with self._lock:
            job = self._jobs.get(number)
            if job is not None and not job.active:
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

    def footage(self) -> tuple[FetchedFootage, ...]:
        """What lies here, by camera in order of names; reads the disk.

        Also of cameras that were removed, or that have no recorder any more.
        """
        from app.video.fetch.room import footage_bytes

        tops = [each for each in _folders(self.root) if footage_bytes(each)]
        owners = self._known_owners([each.name for each in tops])
        found = [self._footage_of(each, owners.get(each.name)) for each in tops]
        return tuple(sorted(found, key=lambda each: each.label))

    def remove_footage(self, uid: str) -> None:
        """Remove everything fetched of a camera, and its fetches from the list.

        Asks for no password and no recorder. Raises FetchRefused while one runs or where
        files cannot be removed.
        """
        owner = self._known_owners([uid]).get(uid)
        label = owner.label if owner is not None else uid
        with self._lock:
            mine = [job for job in self._jobs.values() if self._is_of(job, uid, owner)]
            if any(job.active for job in mine):
                raise FetchRefused(STILL_RUNNING, camera=label)
            self._removing.add(uid)  # a fetch of it that is begun now waits for the end of this
        try:
            folder = self.root / uid
            if folder in _folders(self.root):
                shutil.rmtree(folder)
            with self._lock:
                for job in mine:
                    if not self._jobs.get(job.number, job).active:
                        self._jobs.pop(job.number, None)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FetchRefused(NOT_REMOVED, camera=label, reason=reason) from error
        finally:
            with self._lock:
                self._removing.discard(uid)
            self._wake.set()
            self._told()

    def ends(self) -> tuple[FetchJob, ...]:
        """Those that ended by themselves, well or badly, since this was asked last."""
        with self._lock:
            ends, self._ends = self._ends, []
        return tuple(ends)

    def size(self) -> int:
        """Bytes that fetched footage takes in all; reads the disk."""
        from app.video.fetch.room import footage_bytes

        return footage_bytes(self.root)

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

    def _media(self, camera_id: int, label: str = "") -> RecorderPlayback:
        media = self._playback(camera_id)
        if media is None or media.fetched is None:
            label = media.label if media is not None else label or str(camera_id)
            raise FetchRefused(NOT_ON_RECORDER, camera=label)
        return media

    def _known_owners(self, uids: list[str]) -> Mapping[str, FootageOwner]:
        try:
            return self._owners(uids)
        except Fault:  # a database that is away is told elsewhere; the footage is here
            return {}

    def _footage_of(self, top: Path, owner: FootageOwner | None) -> FetchedFootage:
        from app.video.fetch.room import footage_bytes

        size = footage_bytes(top)
        if owner is None:
            return FetchedFootage(top.name, top.name, size, size)
        place = Path(owner.place) if owner.place else None
        used = footage_bytes(place) if place is not None else 0
        if place == top:  # of before origins were remembered: those of others lie below it
            used -= sum(footage_bytes(each) for each in _folders(top) if "_" in each.name)
        return FetchedFootage(top.name, owner.label, size, max(0, size - used))

    def _is_of(self, job: FetchJob, uid: str, owner: FootageOwner | None) -> bool:
        media = self._medias.get(job.number)
        by_camera = owner is not None and owner.camera_id == job.camera_id
        return by_camera or (media is not None and self._uid_of(media) == uid)

    def _uid_of(self, media: RecorderPlayback) -> str:
        """The folder below the root that holds the camera's footage."""
        here = media.fetched
        if here is None:
            return ""
        return Path(here.root, here.camera).relative_to(self.root).parts[0]

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
            while self._turn():
                self._wake.wait(_LOOK_S)
                self._wake.clear()
        except Exception as error:  # noqa: BLE001 - the thread's edge: told at its fetches
            _LOG.exception("the fetches broke")
            self._broke(type(error).__name__)
        finally:
            self._leave()

    def _turn(self) -> bool:
        """One look at everything; False where nothing is left to do."""
        while (begun := self._next()) is not None:
            self._begin(*begun)
        with self._lock:
            if self._closed:
                return False
            if not any(job.active for job in self._jobs.values()):
                self._thread = None
                return False
        self._listen()
        return True

    def _broke(self, reason: str) -> None:
        from app.video.fetch.process import broke

        with self._lock:
            for job in [each for each in self._jobs.values() if each.active]:
                note = broke(job.label, reason)
                self._end(replace(job, state=FetchState.FAILED, speed=0.0, note=note))

    def _leave(self) -> None:
        """The thread ends; unless another has taken its place, nothing runs on."""
        with self._lock:
            if self._thread is not threading.current_thread():
                return
        self._end_all()
        with self._lock:
            self._thread = None
            more = not self._closed and any(job.active for job in self._jobs.values())
        if more:  # begun while this thread ended
            self._go_on()
        else:
            self._told(keep=False)

    def _next(self) -> tuple[FetchJob, RecorderPlayback] | None:
        """The next one that may begin; it counts as running from here on."""
        from app.video.recorders.sessions import recorder_key

        with self._lock:
            if self._closed:
                return None
            running = [job for job in self._jobs.values() if job.state is FetchState.RUNNING]
            keys = [recorder_key(self._medias[job.number]) for job in running]
            cameras = {job.camera_id for job in running}
            for job in self._jobs.values():
                if job.state is not FetchState.QUEUED or len(running) >= TOGETHER:
                    continue
                media = self._medias[job.number]
                full = keys.count(recorder_key(media)) >= media.sessions
                if full or job.camera_id in cameras or self._uid_of(media) in self._removing:
                    continue
                begun = replace(job, state=FetchState.RUNNING, note=None)
                self._set(begun)
                return begun, media
        return None

    def _begin(self, job: FetchJob, media: RecorderPlayback) -> None:
        from app.video.fetch.process import FetchOrder, broke, fetch_entry
        from app.video.side_process import SideProcess

        order = FetchOrder(media, job.span, str(self.root), self.limit())
        try:
            process = SideProcess(fetch_entry, f"fetch-{job.number}")
        except OSError as error:
            note = broke(job.label, error.strerror or type(error).__name__)
            with self._lock:
                self._end(replace(job, state=FetchState.FAILED, note=note))
            self._told()
            return
        process.send(order)
        with self._lock:
            wanted = self._jobs[job.number].state is FetchState.RUNNING
            if wanted:
                self._running[job.number] = process
        if not wanted:  # cancelled while it was begun
            process.stop()

    def _listen(self) -> None:
        """Take in what the processes say."""
        from app.video.fetch.fetching import FetchProgress
        from app.video.fetch.process import FetchEnded, broke

        changed = False
        with self._lock:
            running = list(self._running.items())
        for number, process in running:
            answers = process.answers()
            if answers is None:
                job = self._jobs[number]
                answers = [FetchEnded(fault=broke(job.label, "process"))]
            for told in answers:
                changed = True
                if isinstance(told, FetchProgress):
                    self._progressed(number, told)
                elif isinstance(told, FetchEnded):
                    self._ended(number, process, told.fault, cancelled=told.cancelled)
        if changed:
            self._told(keep=False)

    def _progressed(self, number: int, told: FetchProgress) -> None:
        with self._lock:
            job = replace(self._jobs[number], share=told.share, size=told.size, note=told.waits)
            self._set(replace(job, speed=told.speed, unsent_us=told.unsent_us))

    def _ended(
        self, number: int, process: SideProcess, fault: Fault | None, *, cancelled: bool
    ) -> None:
        process.stop()
        with self._lock:
            self._running.pop(number, None)
            job = replace(self._jobs[number], speed=0.0, note=fault)
            if fault is not None:
                self._end(replace(job, state=FetchState.FAILED))
            elif cancelled:
                self._set(replace(job, state=FetchState.STOPPED))
            else:
                self._end(replace(job, state=FetchState.DONE, share=1.0))
        self._keep()

    def _end(self, job: FetchJob) -> None:
        """By itself, well or badly."""
        self._set(job)
        self._ends.append(job)

    def _end_all(self) -> None:
        """Killed where they are: only whole segments count."""
        with self._lock:
            running, self._running = self._running, {}
        for number, process in running.items():
            process.stop()
            with self._lock:
                job = self._jobs[number]
                if job.active:
                    self._set(replace(job, state=FetchState.STOPPED, speed=0.0))
        self._keep()

    # -- kept --------------------------------------------------------------

    def _set(self, job: FetchJob) -> None:
        self._jobs[job.number] = job

    def _told(self, *, keep: bool = True) -> None:
        if keep:
            self._keep()
        self._changes.publish(ChangeKind.FETCHES)

    def _keep(self) -> None:
        with self._keeping:
            rows = [_row_of(job) for job in self.jobs()]
            try:
                if not rows and not (self.root / QUEUE_FILE).exists():
                    return
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


def _folders(root: Path) -> list[Path]:
    try:
        return [each for each in root.iterdir() if each.is_dir()]
    except OSError:
        return []  # none yet


def _row_of(job: FetchJob) -> dict[str, object]:
    return {
        "number": job.number,
        "camera_id": job.camera_id,
        "label": job.label,
        "start_us": job.span.start_us,
        "end_us": job.span.end_us,
        "done": job.state is FetchState.DONE,
        "share": round(job.share, 4),
        "size": job.size,
        "unsent_us": job.unsent_us,
    }


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
        unsent_us=int(str(row.get("unsent_us", 0))),
    )
