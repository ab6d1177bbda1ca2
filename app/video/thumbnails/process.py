"""The process that takes thumbnails: its messages and its loop, kept light to import."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from app.video.media import Media
from app.video.thumbnails.thumbnail import Thumbnail


@dataclass(frozen=True)
class ThumbnailOrder:
    """One wanted thumbnail."""

    number: int
    media: Media
    media_time_us: int
    height_px: int


@dataclass(frozen=True)
class ThumbnailTaken:
    """The answer to an order; None where there is none to be had."""

    number: int
    thumbnail: Thumbnail | None


def run_thumbnails(connection: Connection[Any, Any]) -> None:
    """Take thumbnails until the other end closes the pipe."""
    import contextlib

    from app.video.side_process import stay_behind
    from app.video.thumbnails.thumbnail import Thumbnailer

    stay_behind()
    with contextlib.suppress(EOFError, OSError), contextlib.closing(connection):
        import av  # noqa: F401 - loaded before the first order, not during it

        thumbnailer = Thumbnailer()
        while True:
            order: ThumbnailOrder = connection.recv()
            taken = thumbnailer.take(order.media, order.media_time_us, order.height_px)
            connection.send(ThumbnailTaken(order.number, taken))
