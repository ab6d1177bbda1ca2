"""Where each camera has footage, asked off the UI thread and kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from app.video.media import (
    FAR_FUTURE_US,
    FAR_PAST_US,
    Media,
    RecorderPlayback,
    RecordingFolder,
    Span,
)
from app.widgets.background import Background

Spans = tuple[Span, ...]
DAY_US = 86_400_000_000
END_US = 3_600_000_000  # behind this, what was recorded stays as it is
WHOLE_EVERY = 20
PATIENCE_S = 20.0
EVER = Span(FAR_PAST_US, FAR_FUTURE_US)


class Coverage(QObject):
    """The recorded spans by camera id. ``changed`` after each answer."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._spans: dict[int, tuple[Media, Spans]] = {}
        self._presumed: dict[int, Spans] = {}
        self._asked: dict[int, Media] = {}
        self._unread: set[int] = set()
        self._refreshed = 0

    def of(self, camera_id: int) -> Spans:
        """What is known of a camera; () while unknown or without footage."""
        return self._spans[camera_id][1] if camera_id in self._spans else ()

    def unread(self, camera_id: int) -> bool:
        """Whether a camera may have footage that is not known here yet."""
        return camera_id in self._unread

    def presumed(self, camera_id: int) -> Spans:
        """What of it a recorder is only taken to have: it was not fetched, gaps are not known."""
        media, spans = self._spans.get(camera_id, (None, ()))
        if not isinstance(media, RecorderPlayback):
            return ()
        return self._presumed.get(camera_id, spans)

    def covers(self, camera_id: int, media_time_us: int) -> bool:
        """Whether a camera is known to have footage at a moment."""
        spans = self.of(camera_id)
        place = bisect_right(spans, media_time_us, key=lambda span: span.start_us)
        return place > 0 and spans[place - 1].contains(media_time_us)

    def want(self, camera_id: int, media: Media, known: Callable[[Spans], None]) -> None:
        """Find out where there is footage; ``known`` gets it, at once where it is kept."""
        kept = self._spans.get(camera_id)
        if kept is not None and kept[0] == media:
            known(kept[1])
            return
        if self._asked.get(camera_id) == media:
            return
        self._asked[camera_id] = media
        self._unread.add(camera_id)
        self._background.run(
            lambda: _read_latest(media),
            lambda spans: self._take_latest(camera_id, media, spans, known),
            # A folder that cannot be read is said by its tile; the lane stays empty.
            lambda _fault: self._take_all(camera_id, media, ()),
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
        """Look again: a recorder may have written meanwhile.

        Only at the end of what is known, and now and then at all of it: old
        footage may have been deleted.
        """
        self._refreshed += 1
        whole = self._refreshed % WHOLE_EVERY == 0
        for camera_id in camera_ids:
            media, spans = self._spans.get(camera_id, (None, ()))
            if media is None:
                continue
            if whole or not spans:
                self._read_all(camera_id, media)
            else:
                self._read_end(camera_id, media, spans)

    def _read_end(self, camera_id: int, media: Media, spans: Spans) -> None:
        from_us = spans[-1].end_us - END_US
        self._background.run(
            lambda: _read(media, Span(from_us, FAR_FUTURE_US)),
            lambda latest: self._take(camera_id, media, spliced(spans, from_us, latest)),
            lambda _fault: None,  # what is known stays; the tile says what is wrong
            owner=self,
            lane="coverage",
        )

    def _read_all(self, camera_id: int, media: Media) -> None:
        self._background.run(
            lambda: _read(media),
            lambda spans: self._take_all(camera_id, media, spans),
            lambda _fault: None,  # what is known stays; the tile says what is wrong
            owner=self,
            lane="coverage of all time",
        )

    def _take_all(self, camera_id: int, media: Media, spans: Spans) -> None:
        """That there is no more than was known is news too."""
        answers = camera_id in self._unread and self._asked.get(camera_id) == media
        if answers:
            self._unread.discard(camera_id)
        known = self._spans.get(camera_id) == (media, spans)
        self._take(camera_id, media, spans)
        if answers and known:
            self.changed.emit()

    def _take(self, camera_id: int, media: Media, spans: Spans) -> None:
        before = self._spans.get(camera_id)
        self._spans[camera_id] = (media, spans)
        if before != (media, spans):
            self.changed.emit()
        if isinstance(media, RecorderPlayback):
            self._ask_presumed(camera_id, media, spans)

    def _ask_presumed(self, camera_id: int, media: RecorderPlayback, spans: Spans) -> None:
        from app.video.recorders.coverage import presumed

        self._background.run(
            lambda: presumed(media, spans),
            lambda parts: self._take_presumed(camera_id, parts),
            lambda _fault: None,  # as before: all of it
            owner=self,
            lane="coverage",
        )

    def _take_presumed(self, camera_id: int, parts: Spans) -> None:
        if self._presumed.get(camera_id) != parts:
            self._presumed[camera_id] = parts
            self.changed.emit()


def spliced(known: Spans, from_us: int, latest: Spans) -> Spans:
    """What was known up to a time, and what was just read from there on."""
    before = [part for one in known if (part := one.overlap(Span(FAR_PAST_US, from_us)))]
    if before and latest and before[-1].end_us >= latest[0].start_us:
        latest = (Span(before.pop().start_us, latest[0].end_us), *latest[1:])
    return (*before, *latest)


def _read(media: Media, span: Span = EVER) -> Spans:
    from app.video.coverage import coverage

    return _patiently(media, lambda: coverage(media, span))


def _patiently(media: Media, work: Callable[[], Spans]) -> Spans:
    """A dead share must not hold the threads that everything else needs."""
    from app.video.faults import FOLDER_SILENT, SourceFault
    from app.video.patience import patiently

    name = media.root if isinstance(media, RecordingFolder) else media.label
    late = SourceFault(FOLDER_SILENT, name=name, camera=media.label)
    return patiently((media, "coverage"), work, PATIENCE_S, late)


def _read_latest(media: Media) -> Spans:
    """The last day alone: quick even where months lie in the folder."""
    from app.video.coverage import coverage, recorded_span

    def latest() -> Spans:
        whole = recorded_span(media)
        if whole is None:
            return ()
        return coverage(media, Span(max(whole.start_us, whole.end_us - DAY_US), whole.end_us))

    return _patiently(media, latest)
