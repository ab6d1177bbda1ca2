"""Bookmarks: moments in the footage that a person wants to find again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from app.faults import Sentence
from app.operations.changes import Changes
from app.operations.checks import clean_text
from app.operations.people import People
from app.operations.values import Bookmark, ChangeKind, Span
from app.storage.bookmarks import (
    AddBookmark,
    EditBookmark,
    RemoveBookmark,
    WithdrawBookmark,
    bookmark_list,
)
from app.storage.faults import DatabaseAway
from app.storage.journal import WaitingBookmark
from app.storage.storage import Storage
from app.storage.times import now_us
from app.storage.writer import Kept
from app.video.media import FAR_FUTURE_US, FAR_PAST_US

_TEXT = Sentence("The bookmark's text", "书签内容")
_KEPT = Sentence(
    "The database {database} does not answer, so the bookmark waits on this workstation and is "
    "stored when the database is back. It need not be set again.",
    "数据库 {database} 没有响应，书签已保存在本工作站，数据库恢复后会自动写入，无需重新添加。",
)


class BookmarkKept(DatabaseAway):
    """The database is away; the bookmark waits on this workstation.

    ``waiting``: names it for ``write_waiting`` and ``withdraw``.
    """

    waiting: WaitingBookmark


class Bookmarks:
    """Each names a moment of one camera, or of a store as a whole."""

    def __init__(self, storage: Storage, people: People, changes: Changes) -> None:
        self._storage = storage
        self._people = people
        self._changes = changes

    def add(
        self,
        camera_id: int | None,
        media_time_us: int,
        text: str = "",
        *,
        store_id: int | None = None,
    ) -> Bookmark:
        """A new bookmark of a camera; without camera one of the store ``store_id``.

        Raises BookmarkKept while the database is away: then it waits on this
        workstation and nothing needs to be done.
        """
        entered = WaitingBookmark(
            uid=uuid.uuid4().hex,
            database=self._storage.database_name,
            camera_id=camera_id,
            store_id=store_id,
            media_time_us=media_time_us,
            text=clean_text(text, _TEXT),
            who=self._people.who(),
            created_us=now_us(),
        )
        return self._store(entered)

    def _store(self, entered: WaitingBookmark) -> Bookmark:
        try:
            bookmark = self._storage.write(AddBookmark(entered))
        except Kept as kept:
            fault = BookmarkKept(_KEPT, database=self._storage.database_name)
            fault.waiting = entered
            raise fault from kept
        self._changes.publish(ChangeKind.BOOKMARKS)
        return bookmark

    def write_waiting(self, waiting: WaitingBookmark, text: str) -> Bookmark:
        """The text of one that waits, or has waited; raises BookmarkKept while it still does."""
        return self._store(replace(waiting, text=clean_text(text, _TEXT)))

    def withdraw(self, waiting: WaitingBookmark) -> None:
        """Take back one that waits, or has waited."""
        waited = self._storage.journal.withdraw(waiting.uid)
        try:
            self._storage.write(WithdrawBookmark(waiting.uid))
        except DatabaseAway:
            if not waited:
                raise
        self._changes.publish(ChangeKind.BOOKMARKS)

    def list(
        self, camera_ids: Sequence[int] | None = None, span: Span | None = None
    ) -> tuple[Bookmark, ...]:
        """In the order of the footage. None = of all cameras, at any time.

        With cameras: their own, and those of their stores as a whole.
        """
        start_us = span.start_us if span is not None else FAR_PAST_US
        end_us = span.end_us if span is not None else FAR_FUTURE_US
        ids = None if camera_ids is None else tuple(camera_ids)
        return self._storage.read(
            partial(bookmark_list, camera_ids=ids, start_us=start_us, end_us=end_us)
        )

    def edit(self, bookmark_id: int, text: str) -> Bookmark:
        """Another text; raises NotFound."""
        bookmark = self._storage.write(EditBookmark(bookmark_id, clean_text(text, _TEXT)))
        self._changes.publish(ChangeKind.BOOKMARKS)
        return bookmark

    def remove(self, bookmark_id: int) -> None:
        """Gone for good; raises NotFound."""
        self._storage.write(RemoveBookmark(bookmark_id))
        self._changes.publish(ChangeKind.BOOKMARKS)
