"""Bookmarks of the wall: set with a key, gone through, listed, taken back."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from app.operations.bookmarks import BookmarkKept
from app.operations.values import Bookmark, ChangeKind, ChangeSet
from app.widgets.actions import Actions
from app.widgets.bookmark_model import BookmarkRow
from app.widgets.bookmark_panel import BookmarkPanel
from app.widgets.bookmark_strip import BookmarkStrip
from app.widgets.context import Context
from app.widgets.local_time import exact_text
from app.widgets.wall_controller import WallController
from app.widgets.wall_surface import WallSurface

LANE = "bookmarks"


def _moment_us(controller: WallController, tile: int) -> int:
    """What time it is in a tile that shows no picture: its wall's, or now where it is live."""
    if controller.is_live(tile) or not controller.placed_in_time:
        return time.time_ns() // 1000
    return controller.now_us()


@dataclass
class _Set:
    """A bookmark on its way to the disk; only the lane's thread writes into it."""

    bookmark: Bookmark | None = None
    kept: BookmarkKept | None = None  # it waits for the database


class WallBookmarks(QObject):
    """Sets them at the selected tile's moment and keeps the list in step."""

    def __init__(
        self,
        context: Context,
        controller: WallController,
        surface: WallSurface,
        panel: BookmarkPanel,
        actions: Actions,
    ) -> None:
        super().__init__(controller)
        self._context = context
        self._controller = controller
        self._panel = panel
        self.strip = BookmarkStrip(context.theme, actions, surface)
        self._set = _Set()  # what the strip speaks of, or
        self._removed: Bookmark | None = None
        self.strip.text_given.connect(self._write)
        self.strip.taken_back.connect(self._take_back)
        panel.jump_wanted.connect(self.go_to)
        panel.remove_wanted.connect(self._remove)
        panel.model.edited.connect(self._edit)
        panel.on_wall.toggled.connect(lambda _on: self._narrow())
        controller.tile_changed.connect(lambda _tile: self._narrow())
        context.changes.changed.connect(self._heard)
        actions.on("bookmark.set", self.set_here)
        self.read()

    # -- setting ---------------------------------------------------------------------

    def set_here(self) -> None:
        """Set one at the selected tile's moment; a second press writes its text."""
        if self.strip.isVisible() and self.strip.text.isVisible():
            self.strip.write()
            return
        self.set_of(self._controller)

    def set_of(self, controller: WallController) -> bool:
        """Set one at the moment of a wall's selected tile; False where that is empty."""
        tile = controller.state.selected
        found = controller.camera(tile)
        if found is None:
            return False
        store, camera = found
        shown_us = controller.picture_us(tile)
        at_us = _moment_us(controller, tile) if shown_us is None else shown_us
        _day, _, when = exact_text(at_us, store.time_zone).partition(" ")
        said = QCoreApplication.translate("WallBookmarks", "Bookmark {time}  {where}")
        text = said.format(time=when, where=f"{store.code} {camera.name}")
        self.strip.tell(text, with_text=True)
        self._set = new = _Set()
        self._removed = None
        bookmarks = self._context.operations.bookmarks

        def add() -> None:
            try:
                new.bookmark = bookmarks.add(camera.id, at_us)
            except BookmarkKept as kept:
                new.kept = kept
                raise

        self._context.background.run(add, owner=self, lane=LANE)
        return True

    def _write(self, text: str) -> None:
        """The text of the bookmark that was set last."""
        bookmarks, new = self._context.operations.bookmarks, self._set

        def write() -> None:
            # In the lane of what adds it: it is on the disk by now, or waits for the database.
            if new.bookmark is not None:
                bookmarks.edit(new.bookmark.id, text)
            elif new.kept is not None:
                with suppress(BookmarkKept):  # that was told already
                    bookmarks.write_waiting(new.kept.waiting, text)

        self._context.background.run(write, owner=self, lane=LANE)

    def _edit(self, bookmark_id: int, text: str) -> None:
        bookmarks = self._context.operations.bookmarks
        self._context.background.run(
            lambda: bookmarks.edit(bookmark_id, text), owner=self, lane=LANE
        )

    def _remove(self, bookmark: Bookmark) -> None:
        bookmarks = self._context.operations.bookmarks
        self._removed = bookmark
        removed = QCoreApplication.translate("WallBookmarks", "Bookmark removed")
        self.strip.tell(removed, with_text=False)
        self._context.background.run(lambda: bookmarks.remove(bookmark.id), owner=self, lane=LANE)

    def _take_back(self) -> None:
        """What the strip speaks of: a new one goes, a removed one returns."""
        bookmarks, removed, new = self._context.operations.bookmarks, self._removed, self._set

        def take_back() -> None:
            if removed is not None:
                # One of a camera knows its store by that.
                store_id = removed.store_id if removed.camera_id is None else None
                at_us, text = removed.media_time_us, removed.text
                bookmarks.add(removed.camera_id, at_us, text, store_id=store_id)
            elif new.bookmark is not None:
                bookmarks.remove(new.bookmark.id)
            elif new.kept is not None:
                bookmarks.withdraw(new.kept.waiting)

        self._removed, self._set = None, _Set()
        self._context.background.run(take_back, owner=self, lane=LANE)

    # -- the list --------------------------------------------------------------------

    def go_to(self, bookmark: Bookmark) -> None:
        """Its camera selected, its moment on the wall."""
        if bookmark.camera_id is not None:
            self._controller.show_moment(bookmark.camera_id, bookmark.media_time_us)
        else:
            self._controller.set_live(False)
            self._controller.go_to(bookmark.media_time_us)

    def read(self) -> None:
        """Read the list anew."""
        bookmarks = self._context.operations.bookmarks
        self._context.background.run(bookmarks.list, self._show, owner=self, lane=LANE)

    def _show(self, found: tuple[Bookmark, ...]) -> None:
        self._panel.show_rows([self._row(bookmark) for bookmark in found])

    def _row(self, bookmark: Bookmark) -> BookmarkRow:
        pair = self._controller.known_camera(bookmark.camera_id)
        if pair is None:
            store = self._controller.known_store(bookmark.store_id)
            return BookmarkRow(
                bookmark, store.code if store else "–", store.time_zone if store else "UTC"
            )
        return BookmarkRow(bookmark, f"{pair[0].code} {pair[1].name}", pair[0].time_zone)

    def _narrow(self) -> None:
        shown = set(self._controller.state.shown().values())
        only = self._panel.on_wall.isChecked()
        self._panel.model.narrow(lambda row: not only or row.bookmark.camera_id in shown)

    def _heard(self, change: ChangeSet) -> None:
        if change.kinds & {ChangeKind.BOOKMARKS, ChangeKind.STORES}:
            self.read()
