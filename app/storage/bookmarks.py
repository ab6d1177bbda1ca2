"""Bookmarks: named moments in the footage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.storage.faults import Refused, gone
from app.storage.journal import WaitingBookmark
from app.storage.schema import BookmarkRow, CameraRow, StoreRow
from app.storage.stage import camera_row, found
from app.storage.times import from_us, to_us
from app.storage.values import Bookmark

_NO_STORE = Sentence(
    "A bookmark needs a camera or a store. Choose a tile, then set it again.",
    "书签需要摄像机或门店。请选择格子后重试。",
)


@dataclass(frozen=True)
class AddBookmark:
    """A new bookmark; exactly once, however often it is tried. A text may follow later."""

    waiting: WaitingBookmark

    def run(self, session: Session) -> Bookmark:
        """The bookmark as stored."""
        entered = self.waiting
        known = session.scalar(select(BookmarkRow).where(BookmarkRow.uid == entered.uid))
        if known is not None:
            known.note = known.note or entered.text
            return _value(known)
        row = BookmarkRow(
            uid=entered.uid,
            store_id=self._store_id(session),
            camera_id=entered.camera_id,
            moment_media_time_us=entered.media_time_us,
            note=entered.text,
            who=entered.who,
            created_at=from_us(entered.created_us),
        )
        session.add(row)
        session.flush()
        return _value(row)

    def _store_id(self, session: Session) -> int:
        entered = self.waiting
        if entered.camera_id is not None:
            return camera_row(session, entered.camera_id).store_id
        if entered.store_id is None:
            raise Refused(_NO_STORE)
        return found(session, StoreRow, entered.store_id).id


@dataclass(frozen=True)
class EditBookmark:
    """Another text for a bookmark."""

    bookmark_id: int
    text: str

    def run(self, session: Session) -> Bookmark:
        """The bookmark as stored."""
        row = _row(session, self.bookmark_id)
        row.note = self.text
        return _value(row)


@dataclass(frozen=True)
class RemoveBookmark:
    """A bookmark nobody needs any more."""

    bookmark_id: int

    def run(self, session: Session) -> None:
        """Removed, or NotFound."""
        session.delete(_row(session, self.bookmark_id))


@dataclass(frozen=True)
class WithdrawBookmark:
    """One that was taken back before anybody knew whether it was stored."""

    uid: str

    def run(self, session: Session) -> None:
        """Gone, if it was there."""
        row = session.scalar(select(BookmarkRow).where(BookmarkRow.uid == self.uid))
        if row is not None:
            session.delete(row)


def bookmark_list(
    session: Session, camera_ids: Sequence[int] | None, start_us: int, end_us: int
) -> tuple[Bookmark, ...]:
    """The bookmarks in ``start_us <= moment < end_us``, in the order of the footage.

    With ``camera_ids``: of these cameras, and those of their stores as a whole.
    """
    moment = BookmarkRow.moment_media_time_us
    query = select(BookmarkRow).where(moment >= start_us, moment < end_us)
    if camera_ids is not None:
        ids = list(camera_ids)
        stores = select(CameraRow.store_id).where(CameraRow.id.in_(ids))
        whole = BookmarkRow.camera_id.is_(None) & BookmarkRow.store_id.in_(stores)
        query = query.where(BookmarkRow.camera_id.in_(ids) | whole)
    return tuple(_value(row) for row in session.scalars(query.order_by(moment, BookmarkRow.id)))


def _row(session: Session, bookmark_id: int) -> BookmarkRow:
    row = session.get(BookmarkRow, bookmark_id)
    if row is None:
        raise gone("The bookmark", "书签", bookmark_id)
    return row


def _value(row: BookmarkRow) -> Bookmark:
    return Bookmark(
        id=row.id,
        camera_id=row.camera_id,
        store_id=row.store_id,
        media_time_us=row.moment_media_time_us,
        text=row.note,
        person_name=row.who,
        created_us=to_us(row.created_at),
    )
