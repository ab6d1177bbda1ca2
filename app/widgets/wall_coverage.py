"""Where each camera has footage, asked off the UI thread and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from app.video.media import FAR_FUTURE_US, FAR_PAST_US, Media, Span
from app.widgets.background import Background

Spans = tuple[Span, ...]
DAY_US = 86_400_000_000
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
            lambda: _read_latest(media),
            lambda spans: self._take_latest(camera_id, media, spans, known),
            # A folder that cannot be read is said by its tile; the lane stays empty.
            lambda _fault: self._take(camera_id, media, ()),
            owner=self,
            lane="coverage",
        )

    def _take_latest(
        self, camera_id: int, media: Media, spans: Spans, known: Callable[[Spans], None]
    ) -> None:
        """The wall can begin; what is older follows."""
        self._take(camera_id, media, spans)
        known(spans)
        self._read_all(camera_id, media)

    def refresh(self, camera_ids: Iterable[int]) -> None:
        """Look again: a recorder may have written meanwhile."""
        for camera_id in camera_ids:
            if camera_id in self._spans:
                self._read_all(camera_id, self._spans[camera_id][0])

    def _read_all(self, camera_id: int, media: Media) -> None:
        self._background.run(
            lambda: _read(media),
            lambda spans: self._take(camera_id, media, spans),
            lambda _fault: None,  # what is known stays; the tile says what is wrong
            owner=self,
            lane="coverage of all time",
        )

    def _take(self, camera_id: int, media: Media, spans: Spans) -> None:
        before = self._spans.get(camera_id)
        self._spans[camera_id] = (media, spans)
        if before != (media, spans):
            self.changed.emit()


def _read(media: Media) -> Spans:
    from app.video.coverage import coverage

    return coverage(media, EVER)


def _read_latest(media: Media) -> Spans:
    """The last day alone: quick even where months lie in the folder."""
    from app.video.coverage import coverage, recorded_span

    whole = recorded_span(media)
    if whole is None:
        return ()
    return coverage(media, Span(max(whole.start_us, whole.end_us - DAY_US), whole.end_us))
