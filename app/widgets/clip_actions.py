"""Clips on the wall: export what is seen, open what was exported."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from app.faults import Sentence
from app.operations.clips_values import ClipStatus, FoundClip
from app.operations.values import Camera, Span
from app.widgets.actions import Actions
from app.widgets.clip_dialog import ClipDialog
from app.widgets.context import Context
from app.widgets.export_dialog import ExportDialog
from app.widgets.export_form import ExportStart
from app.widgets.notices import Level

if TYPE_CHECKING:
    from app.widgets.wall_screen import WallScreen

AROUND_US = 30_000_000
LONGEST_SHOWN_US = 4 * 3600 * 1_000_000  # a longer timeline is no offer for a clip
CLIP_SUFFIXES = (".mp4", ".mov", ".mkv", ".avi", ".ts")
NO_CAMERA = Sentence(
    "The wall is empty, so there is nothing to export. Put a camera on it first.",
    "电视墙为空，无法导出。请先放入摄像机。",
)
EXPORTED = Sentence(
    "{files} clip files are in {folder}.",
    "已在 {folder} 中写入 {files} 个录像片段文件。",
)
SOME_FAILED = Sentence(
    "{failed} of {total} clips were not exported. {first}",
    "{total} 个录像片段中有 {failed} 个未导出。{first}",
)


class ClipActions(QObject):
    """Owns the dialogs; the work is the operations'."""

    def __init__(self, screen: WallScreen, context: Context, actions: Actions) -> None:
        super().__init__(screen)
        self._screen = screen
        self._context = context
        self._dialog: ExportDialog | None = None
        self._waiting: tuple[int, int] | None = None  # camera id and time to show, once known
        actions.on("clip.export", self.export)
        actions.on("clip.open", self.choose)
        # After the wall itself has taken the tree in.
        screen.tree.tree_read.connect(self._show_waiting, Qt.ConnectionType.QueuedConnection)
        for widget in (screen.surface, screen.empty):
            widget.installEventFilter(self)

    # -- export ----------------------------------------------------------------------

    def export(self) -> None:
        """Ask what to export; while an export runs, show how far it is."""
        if self._dialog is not None and self._dialog.running:
            self._raise(self._dialog)
            return
        start = self._start()
        if start is None:
            self._context.notices.say(NO_CAMERA, Level.ATTENTION, key="clip")
            return
        self._context.background.run(
            self._folder,
            lambda folder: self._ask(start, folder),
            owner=self,
        )

    def _folder(self) -> Path:
        return self._context.operations.clips.folder()

    def _ask(self, start: ExportStart, folder: Path) -> None:
        before = self._dialog
        self._dialog = ExportDialog(self._context, replace(start, folder=folder), self._screen)
        if before is not None:
            if before.isVisible():  # somebody looked something up meanwhile
                self._dialog.form.take_over(before.form)
            before.hide()
            before.deleteLater()
        self._dialog.finished_export.connect(self._exported)
        self._raise(self._dialog)

    def _raise(self, dialog: ExportDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _start(self) -> ExportStart | None:
        controller = self._screen.controller
        cameras = []
        for tile in sorted(controller.state.shown()):
            found = controller.camera(tile)
            if found is not None:
                store, camera = found
                cameras.append((camera.id, f"{store.code}  {camera.name}"))
        if not cameras:
            return None
        selected = controller.camera(controller.state.selected)
        # Live, or before any recording is read, the wall's time is that of the clock.
        live = controller.state.live or not controller.placed_in_time
        middle_us = time.time_ns() // 1000 - AROUND_US if live else controller.now_us()
        shown = self._screen.timeline.shown_span()
        around = Span(max(0, middle_us - AROUND_US), middle_us + AROUND_US)
        return ExportStart(
            cameras=cameras,
            selected=selected[1].id if selected is not None else cameras[0][0],
            loop=self._context.engine.clock.loop,
            around=around,
            shown=shown if 0 < shown.duration_us <= LONGEST_SHOWN_US else None,
            time_zone=controller.time_zone(),
            folder=Path(),
            live=live,
        )

    def _exported(self, status: ClipStatus) -> None:
        """Tell it where the dialog is not seen any more."""
        if self._dialog is not None and self._dialog.isVisible():
            return
        notices, job = self._context.notices, self._context.operations.clips.job
        if status.failed:
            first = status.failed[0].fault.text(self._context.language)
            notices.say(
                SOME_FAILED, Level.ATTENTION, key="clip",
                failed=len(status.failed), total=status.total, first=first,
            )  # fmt: skip
        elif status.written and job is not None:
            notices.say(
                EXPORTED, Level.DONE, key="clip", files=len(status.written), folder=job.folder
            )

    # -- opening ---------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self._screen, self.tr("Open a clip"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Clips ({suffixes})").format(
            suffixes=" ".join(f"*{suffix}" for suffix in CLIP_SUFFIXES)))  # fmt: skip
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.open_files)
        dialog.open()

    def open_files(self, paths: Sequence[str]) -> None:
        """Look at each file, then ask where it belongs."""
        clips = self._context.operations.clips
        for path in paths:

            def look(path: str = path) -> tuple[FoundClip, Camera | None]:
                found = clips.look(Path(path))
                return found, clips.suggestion(found)

            self._context.background.run(
                look, lambda known: self._found(*known), owner=self, lane="clips"
            )

    def _found(self, found: FoundClip, suggestion: Camera | None) -> None:
        tree = self._screen.tree.model.tree
        if tree is None:
            return
        dialog = ClipDialog(self._context, found, tree, suggestion, self._screen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.added.connect(self._added)
        dialog.open()

    def _added(self, camera: Camera, found: FoundClip) -> None:
        self._waiting = (camera.id, found.paper.start_us)
        self._show_waiting()

    def _show_waiting(self, _tree: object = None) -> None:
        """The new camera is on its way through the tree."""
        tree = self._screen.tree.model.tree
        if self._waiting is None or tree is None:
            return
        camera_id, at_us = self._waiting
        if any(camera.id == camera_id for camera in tree.cameras()):
            self._waiting = None
            self._screen.controller.show_moment(camera_id, at_us)

    # -- files dropped onto the wall -------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files; cameras that are dragged stay the wall's own business."""
        if isinstance(event, QDropEvent):  # entering and moving are drops too
            paths = _clips_of(event)
            if paths:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.open_files(paths)
                return True
        return super().eventFilter(watched, event)

    # -- the end ---------------------------------------------------------------------

    def under_way(self) -> ClipStatus | None:
        """How far the export of this window is; None where none is under way."""
        job = None if self._dialog is None else self._context.operations.clips.job
        status = None if job is None else job.status()
        return None if status is None or status.finished else status

    def stop(self) -> None:
        """The window closes; an export under way is cancelled with the operations."""
        if self._dialog is not None:
            self._dialog.stop()


def _clips_of(event: QDropEvent) -> list[str]:
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.lower().endswith(CLIP_SUFFIXES)]
