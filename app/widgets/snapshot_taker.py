"""Pictures of tiles without an inspection: kept, copied or saved as a file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from app.faults import Fault, Sentence
from app.operations.values import Camera, EvidenceRecord, Still, Store
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.evidence_main_picture import MainPicture, Taking, keep_seen
from app.widgets.evidence_taker import NO_PICTURE, PATIENCE_S, TOO_SLOW
from app.widgets.local_time import local
from app.widgets.notices import Level

if TYPE_CHECKING:
    from app.video.wall.still_desk import ComingStill
    from app.widgets.live_wall_screen import LiveWallScreen
    from app.widgets.wall_screen import WallScreen

NO_PICTURES = Sentence(
    "No tile shows a picture, so there is nothing to keep. Let the wall play, then try again.",
    "没有格子显示画面，无法保存图片。请先播放，然后重试。",
)
KEPT = Sentence(
    "{count} pictures are kept. They are on the screen Pictures.",
    "已保存 {count} 张图片，可在“图片”页面查看。",
)
KEPT_ONE = Sentence(
    "The picture is kept. It is on the screen Pictures.",
    "图片已保存，可在“图片”页面查看。",
)
COPIED = Sentence(
    "The picture of {camera} is on the clipboard.",
    "{camera} 的图片已复制到剪贴板。",
)
SAVED = Sentence("{path} is saved.", "已保存 {path}。")
NOT_SAVED = Sentence(
    "{path} could not be written ({reason}). Choose another folder.",
    "无法写入 {path}（{reason}）。请选择其他文件夹。",
)
FOLDER = "snapshots/folder"


class SnapshotTaker(QObject):
    """Always the full-resolution frame that the tile shows, decoded again."""

    def __init__(
        self, screen: WallScreen | LiveWallScreen, context: Context, actions: Actions
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._context = context
        self._due = 0
        self._kept = 0
        actions.on("snapshot.take", lambda: self.take([screen.controller.state.selected]))
        actions.on("snapshot.all", lambda: self.take(self._seen()))
        actions.on("snapshot.copy", self.copy)
        actions.on("snapshot.save", self.save)

    def _seen(self) -> list[int]:
        """The tiles with a camera that can be seen: behind one alone the others stand still."""
        filled, surface = self._screen.controller.state.shown(), self._screen.surface
        return sorted(filled.keys() & surface.tiles_shown())

    # -- kept ------------------------------------------------------------------------

    def take(self, tiles: list[int]) -> None:
        """Keep what these tiles show now; those without a picture are passed over."""
        orders = [order for tile in tiles if (order := self._order(tile)) is not None]
        if not orders:
            sentence = NO_PICTURE if len(tiles) == 1 else NO_PICTURES
            self._context.notices.say(sentence, Level.ATTENTION, key="snapshot")
            return
        self._due += len(orders)
        for tile, (store, camera), coming in orders:
            taking = Taking(None, None, camera.id, f"{store.code}/{camera.code}")
            seen = _awaited(coming, taking.label)

            def keep(taking: Taking = taking, seen: Callable[[], Still] = seen) -> EvidenceRecord:
                return keep_seen(self._context, taking, seen())

            self._screen.surface.flash(tile)
            self._context.background.run(
                keep, self._stored, self._failed, owner=self, lane="evidence"
            )
            MainPicture(self._context, taking, coming.main)

    def _stored(self, _record: EvidenceRecord) -> None:
        self._kept += 1
        self._ended()

    def _failed(self, fault: Fault) -> None:
        self._context.background.fault_met.emit(fault)
        self._ended()

    def _ended(self) -> None:
        """One word for all of them, when the last is there."""
        self._due -= 1
        if self._due == 0 and self._kept:
            kept, self._kept = self._kept, 0
            sentence = KEPT_ONE if kept == 1 else KEPT
            self._context.notices.say(sentence, Level.DONE, key="snapshot", count=kept)

    def _order(self, tile: int) -> tuple[int, tuple[Store, Camera], ComingStill] | None:
        controller = self._screen.controller
        found, shown_us = controller.camera(tile), controller.picture_us(tile)
        if found is None or shown_us is None:
            return None
        return tile, found, controller.engine.still(tile, shown_us)

    # -- copied, saved ---------------------------------------------------------------

    def _selected(self) -> tuple[int, tuple[Store, Camera], ComingStill] | None:
        order = self._order(self._screen.controller.state.selected)
        if order is None:
            self._context.notices.say(NO_PICTURE, Level.ATTENTION, key="snapshot")
        return order

    def copy(self) -> None:
        """Put the picture of the selected tile on the clipboard."""
        order = self._selected()
        if order is None:
            return
        tile, (store, camera), coming = order
        label = f"{store.code}/{camera.code}"
        seen = _awaited(coming, label)
        self._screen.surface.flash(tile)
        self._context.background.run(
            lambda: QImage.fromData(seen().png),
            lambda image: self._copied(image, label),
            owner=self,
        )

    def _copied(self, image: QImage, label: str) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._context.notices.say(COPIED, Level.DONE, key="snapshot", camera=label)

    def save(self) -> None:
        """Save the picture of the selected tile as a PNG file; asks where."""
        order = self._selected()
        if order is None:
            return
        _tile, (store, camera), coming = order
        seen = _awaited(coming, f"{store.code}/{camera.code}")
        self._context.background.run(
            seen, lambda still: self._ask(store, camera, still), owner=self
        )

    def _ask(self, store: Store, camera: Camera, still: Still) -> None:
        moment = local(still.media_time_us, store.time_zone)
        name = f"{store.code}_{camera.code}_{moment:%Y-%m-%d_%H-%M-%S}.png"
        dialog = QFileDialog(self._screen, self.tr("Save the picture"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setNameFilter(self.tr("Pictures (*.png)"))
        dialog.setDirectory(str(self._context.memory.value(FOLDER, str(Path.home()))))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.write(Path(path), still.png))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: Path, png: bytes) -> None:
        """Write a picture file; a notice tells when it is there, or why it is not."""
        self._context.memory.setValue(FOLDER, str(path.parent))
        self._context.background.run(
            lambda: write_picture(path, png), lambda _done: self._saved(path), owner=self
        )

    def _saved(self, path: Path) -> None:
        self._context.notices.say(SAVED, Level.DONE, key="snapshot", path=path)


def write_picture(path: Path, png: bytes) -> None:
    """Whole or not at all. Raises Fault."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(png)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Fault(NOT_SAVED, path=path, reason=error.strerror or type(error).__name__) from error


def _awaited(coming: Future[Still], label: str) -> Callable[[], Still]:
    """The picture, waited for off the UI thread. Raises Fault."""

    def result() -> Still:
        try:
            return coming.result(timeout=PATIENCE_S)
        except FutureTimeoutError as slow:
            raise Fault(TOO_SLOW, camera=label, seconds=int(PATIENCE_S)) from slow

    return result
