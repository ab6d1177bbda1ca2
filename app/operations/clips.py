"""Clips: a span of footage as files of their own, and such files as footage again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import app as program
from app.faults import Fault, Sentence
from app.operations.changes import Changes
from app.operations.checks import clean_name
from app.operations.clips_entry import ClipOrder
from app.operations.clips_import import ClipImport
from app.operations.clips_job import ClipJob
from app.operations.clips_process import write_clip
from app.operations.people import People
from app.operations.settings import Settings
from app.operations.stores import Stores
from app.operations.values import (
    Camera,
    ChangeKind,
    RecordingFolder,
    Store,
)
from app.video.export.names import ClipNaming, sidecar_of
from app.video.media import Span

if TYPE_CHECKING:
    from app.operations.clips_values import ClipRequest, FoundClip, WrittenClip
    from app.video.export.watermark import Watermark

FOLDER = "clips.folder"
_WHY = Sentence("Why the clip is exported", "导出原因")
_BUSY = Sentence(
    "An export is still under way. Wait for it or cancel it, then begin the next.",
    "仍有导出任务在进行。请等待其完成或取消后再开始。",
)
_NOTHING = Sentence(
    "No camera is chosen, so there is nothing to export. Choose at least one.",
    "未选择摄像机，无法导出。请至少选择一个。",
)
_BACKWARDS = Sentence(
    "The clip would end before it begins. Choose a later end.",
    "录像片段的结束时间早于开始时间。请选择更晚的结束时间。",
)


class ClipFault(Fault):
    """An export cannot begin; the sentence says what to change."""


@dataclass(frozen=True)
class _Part:
    """The export of one camera."""

    camera: str
    order: Callable[[], ClipOrder]
    facts: dict[str, object]

    def write(
        self, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Sequence[WrittenClip]:
        """The files with their sidecars; none where one of them cannot be written."""
        from app.operations.clips_values import WrittenClip
        from app.video.export.paper import paper_of, write_paper

        made = write_clip(self.order(), self.camera, progress, cancelled)
        written: list[WrittenClip] = []
        try:
            for clip in made:
                paper = paper_of(clip, self.facts)
                write_paper(Path(clip.path), paper)
                written.append(WrittenClip(Path(clip.path), paper))
        except Fault:
            for clip in made:
                for path in (Path(clip.path), sidecar_of(Path(clip.path))):
                    with suppress(OSError):  # the fault is what is told
                        path.unlink(missing_ok=True)
            raise
        return written


class Clips:
    """One export at a time. Threads may share it."""

    def __init__(
        self, stores: Stores, people: People, settings: Settings, changes: Changes, home: Path
    ) -> None:
        self._stores = stores
        self._people = people
        self._settings = settings
        self._changes = changes
        self._import = ClipImport(stores, settings, home / "clips")
        self._lock = threading.Lock()
        self._job: ClipJob | None = None

    # -- export --------------------------------------------------------------

    @property
    def job(self) -> ClipJob | None:
        """The export under way, or the last one."""
        return self._job

    def folder(self) -> Path:
        """Where clips went last; at first a folder of their own below the person's videos."""
        kept = self._settings.text(FOLDER)
        return Path(kept) if kept else Path.home() / "Videos" / "Floorwalk"

    def start(
        self,
        requests: Sequence[ClipRequest],
        folder: Path,
        why: str,
        *,
        watermark: bool = False,
        done: Callable[[], None] = lambda: None,
    ) -> ClipJob:
        """Begin an export; ``done`` is called in its thread at the end.

        Raises EntryFault and ClipFault for what was entered, PersonNeeded, and
        NotFound for a camera that is gone.
        """
        reason = clean_name(why, _WHY, limit=500)
        if not requests:
            raise ClipFault(_NOTHING)
        if any(request.span.duration_us <= 0 for request in requests):
            raise ClipFault(_BACKWARDS)
        who = self._people.who()
        parts = [self._part(request, folder, who, reason, watermark) for request in requests]
        with self._lock:
            if self._job is not None and not self._job.status().finished:
                raise ClipFault(_BUSY)
            self._job = job = ClipJob(folder, parts, done)
        with suppress(Fault):  # only a convenience for the next time
            self._settings.set(FOLDER, str(folder))
        job.start()
        return job

    def close(self) -> None:
        """Cancel what is under way; leaves no thread and no process."""
        job = self._job
        if job is not None:
            job.cancel()
            job.wait()

    def _part(
        self, request: ClipRequest, folder: Path, who: str, why: str, watermark: bool
    ) -> _Part:
        camera = self._stores.camera(request.camera_id)
        store = self._stores.store(camera.store_id)
        now = datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
        facts: dict[str, object] = {
            "store_code": store.code,
            "store_name": store.name,
            "camera_code": camera.code,
            "camera_name": camera.name,
            "time_zone": store.time_zone,
            "wanted_start_us": request.span.start_us,
            "wanted_end_us": request.span.end_us,
            "watermark": watermark,
            "who": who,
            "why": why,
            "exported_us": now // timedelta(microseconds=1),
            "program_version": program.__version__,
        }
        label = f"{store.code}/{camera.code}"

        def order() -> ClipOrder:
            inside = {
                name: ("yes" if value else "no") if isinstance(value, bool) else str(value)
                for name, value in facts.items()
            }
            return ClipOrder(
                media=self._footage(camera, label, request.span),
                span=request.span,
                naming=ClipNaming(str(folder), store.code, camera.code, store.time_zone),
                watermark=_watermark(who, store, camera) if watermark else None,
                facts={"title": f"{label} {why}", **inside},
            )

        return _Part(label, order, facts)

    def _footage(self, camera: Camera, label: str, span: Span) -> RecordingFolder:
        """What can be copied from: of a recorder's recordings, those that were fetched.

        Raises ExportFault for live-only cameras and for what is only on the recorder.
        """
        from app.video.export.faults import NO_RECORDING, ON_RECORDER, ExportFault

        here = self._stores.footage_here(camera.id)
        if not camera.plays_from_recorder:
            if here is None:
                raise ExportFault(NO_RECORDING, camera=label)
            return here
        if here is None or not _holds(here, span):
            raise ExportFault(ON_RECORDER, camera=label)
        return here

    # -- opening a clip again --------------------------------------------------

    def look(self, path: Path) -> FoundClip:
        """What a file says of itself, and whether it is as it was exported.

        Reads the whole file. Raises SourceFault and ExportFault.
        """
        from app.video.export.paper import find_paper

        return find_paper(path)

    def suggestion(self, found: FoundClip) -> Camera | None:
        """The camera that the clip was taken from, where this chain has it."""
        for node in self._stores.tree().stores():
            if node.store.code == found.paper.store_code:
                for camera in node.cameras:
                    if camera.code == found.paper.camera_code:
                        return camera
        return None

    def add(self, found: FoundClip, camera_id: int | None, store_id: int) -> Camera:
        """Make the clip a recording; the camera that now plays it.

        ``camera_id`` with recordings of its own keeps them apart: its clips
        get a camera beside it, and so does a clip that lies within another one.
        None: a camera for clips of the store. The file is copied into the data
        folder. Raises ExportFault (disk), NotFound.
        """
        camera = self._import.add(found, camera_id, store_id)
        self._changes.publish(ChangeKind.STORES)
        return camera


def _holds(fetched: RecordingFolder, span: Span) -> bool:
    """Whether anything of the span was fetched."""
    from app.video.export.plan import plan

    try:
        return bool(plan(fetched, span))
    except Fault:
        return False


def _watermark(who: str, store: Store, camera: Camera) -> Watermark:
    from app.reports.fonts import system_fonts
    from app.video.export.watermark import Watermark

    fonts = system_fonts()
    return Watermark(
        user=who,
        place=f"{store.code} {store.name} / {camera.name}",
        time_zone=store.time_zone,
        latin_font=str(fonts.latin.path),
        chinese_font="" if fonts.chinese is None else str(fonts.chinese.path),
    )


def clip_span(around_us: int, before_s: float = 30.0, after_s: float = 30.0) -> Span:
    """The span that is offered where nothing else says which."""
    return Span(max(0, around_us - round(before_s * 1e6)), around_us + round(after_s * 1e6))
