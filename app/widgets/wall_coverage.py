"""Where each camera has footage, asked off the UI thread and kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.video.media import FAR_FUTURE_US, FAR_PAST_US, Media, Span
from app.widgets.background import Background

Spans = tuple[Span, ...]
EVER = Span(FAR_PAST_US, FAR_FUTURE_US)


class Coverage(QObject):
    """The recorded spans by camera id. ``changed`` after each answer."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._spans: dict[int, tuple[Media, Spans]] = {}
        self._asked: dict[int, Media] = {}

    def of(self, camera_id: int) -> Spans:
        """What is known of a camera; () while unknown or without footage."""
        return self._spans[camera_id][1] if camera_id in self._spans else ()

    def want(self, camera_id: int, media: Media, known: Callable[[Spans], None]) -> None:
        """Find out where there is footage; ``known`` gets it, at once where it is kept."""
        kept = self._spans.get(camera_id)
        if kept is not None and kept[0] == media:
            known(kept[1])
            return
        if self._asked.get(camera_id) == media:
            return
        self._asked[camera_id] = media
        self._background.run(
            lambda: _read(media),
            lambda spans: self._take(camera_id, media, spans, known),
            # A folder that cannot be read is said by its tile; the lane stays empty.
            lambda _fault: self._take(camera_id, media, (), known),
            owner=self,
            lane="coverage",
        )

    def _take(
        self, camera_id: int, media: Media, spans: Spans, known: Callable[[Spans], None]
    ) -> None:
        self._asked.pop(camera_id, None)
        self._spans[camera_id] = (media, spans)
        known(spans)
        self.changed.emit()


def _read(media: Media) -> Spans:
    from app.video.coverage import coverage

    return coverage(media, EVER)
