"""The small picture under the pointer: what a camera recorded at a moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from app.operations.changes import Changes
from app.operations.stores import Stores
from app.operations.values import ChangeKind, ChangeSet
from app.video.media import Media
from app.video.thumbnails.desk import ThumbnailDesk
from app.video.thumbnails.thumbnail import Thumbnail

__all__ = ["HEIGHT_PX", "Thumbnail", "Thumbnails"]

HEIGHT_PX = 96


class Thumbnails:
    """One per program; its process starts with the first thumbnail that is asked for."""

    def __init__(self, stores: Stores, changes: Changes) -> None:
        self._stores = stores
        self._medias: dict[int, Media | None] = {}
        self._desk = ThumbnailDesk(self._media)
        self._end: Callable[[], None] = changes.subscribe(self._heard)

    def at(
        self, camera_id: int, media_time_us: int, height_px: int = HEIGHT_PX
    ) -> Future[Thumbnail | None]:
        """The keyframe before that time, small; returns at once and never fails.

        Of several requests for one camera only the newest is worth anything: the
        earlier ones give None, as do times and cameras without recorded footage.
        What was shown lately is kept in memory and given without waiting. The
        future is answered on another thread.
        """
        return self._desk.at(camera_id, media_time_us, height_px)

    def warm(self) -> None:
        """Start the process now, so that the first thumbnail need not wait for it."""
        self._desk.warm()

    def close(self) -> None:
        """End thread and process; idempotent."""
        self._end()
        self._desk.close()

    def _media(self, camera_id: int) -> Media | None:
        if camera_id not in self._medias:
            self._medias[camera_id] = self._stores.footage_here(camera_id)
        return self._medias[camera_id]

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.STORES in change.kinds:
            self._medias = {}
            self._desk.forget()
