"""Tracks in memory, so that a tile can ask for its boxes at any media time.

One sheet for each order (a camera over a span), in flat columns: about 20 bytes a
box. Filled by the analysis thread, read by the painting one.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right

from app.inference.values import MOTION, PERSON, OverlayBox
from app.operations.analysis_messages import TrackBatch
from app.video.media import Span

KINDS = (MOTION, PERSON)
SCALE = 65535
TRAIL_US = 2_000_000
_TRAIL_POINTS = 24

Box = tuple[float, float, float, float]


class TrackSheet:
    """Boxes of one camera over one span, growing at the end."""

    def __init__(self, span: Span, step_us: int, live: bool) -> None:
        self.span = span
        self.step_us = step_us
        # What a live camera shows is newer than what was analysed of it.
        self.reach_us = 1_000_000 if live else round(0.75 * step_us)
        self._times_us = array("q")
        self._starts = array("l", [0])
        self._ids = array("l")
        self._kinds = array("B")
        self._boxes = array("H")

    @property
    def reached_us(self) -> int:
        """Media time of the last analysed frame; the span's start before there is one."""
        return self._times_us[-1] if self._times_us else self.span.start_us

    def add(self, batch: TrackBatch) -> None:
        """Append frames that follow what is there."""
        self._times_us.extend(batch.times_us)
        for count in batch.counts:
            self._starts.append(self._starts[-1] + count)
        self._ids.extend(batch.ids)
        self._kinds.extend(batch.kinds)
        self._boxes.extend(batch.boxes)

    def boxes_at(self, media_time_us: int) -> tuple[OverlayBox, ...]:
        """Boxes at that time: between two analysed frames, on the way from one to the other."""
        before = bisect_right(self._times_us, media_time_us) - 1
        after = before + 1
        if before >= 0 and self._gap(before, after) <= 2 * self.step_us:
            return self._between(before, after, media_time_us)
        nearest = self._nearest(before, after, media_time_us)
        return () if nearest is None else self._between(nearest, nearest, media_time_us)

    def _gap(self, before: int, after: int) -> int:
        if after >= len(self._times_us):
            return 1 << 62
        return self._times_us[after] - self._times_us[before]

    def _nearest(self, before: int, after: int, media_time_us: int) -> int | None:
        inside = [index for index in (before, after) if 0 <= index < len(self._times_us)]
        near = min(
            inside, key=lambda index: abs(self._times_us[index] - media_time_us), default=None
        )
        if near is None or abs(self._times_us[near] - media_time_us) > self.reach_us:
            return None
        return near

    def _between(self, before: int, after: int, media_time_us: int) -> tuple[OverlayBox, ...]:
        gap_us = self._times_us[after] - self._times_us[before]
        share = (media_time_us - self._times_us[before]) / gap_us if gap_us else 0.0
        rows, later = self._rows(before), self._rows(after)
        if share > 0.5:
            rows, later = later, rows
            share = 1 - share
        found = []
        for track_id, row in rows.items():
            box = self._box(row)
            if track_id in later:
                box = _on_the_way(box, self._box(later[track_id]), share)
            found.append(
                OverlayBox(
                    track_id,
                    KINDS[self._kinds[row]],
                    *box,
                    trail=(*self._trail(track_id, before), ((box[0] + box[2]) / 2, box[3])),
                )
            )
        return tuple(found)

    def _rows(self, frame: int) -> dict[int, int]:
        return {self._ids[row]: row for row in range(self._starts[frame], self._starts[frame + 1])}

    def _box(self, row: int) -> Box:
        x1, y1, x2, y2 = self._boxes[4 * row : 4 * row + 4]
        return x1 / SCALE, y1 / SCALE, x2 / SCALE, y2 / SCALE

    def _trail(self, track_id: int, until: int) -> list[tuple[float, float]]:
        oldest_us = self._times_us[until] - TRAIL_US
        first = max(bisect_right(self._times_us, oldest_us), until - _TRAIL_POINTS)
        points = []
        for row in range(self._starts[first], self._starts[until + 1]):
            if self._ids[row] == track_id:
                x1, _, x2, y2 = self._box(row)
                points.append(((x1 + x2) / 2, y2))
        return points


class TrackStore:
    """The sheets of every camera; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sheets: dict[int, list[TrackSheet]] = {}

    def open(self, camera_id: int, span: Span, step_us: int, live: bool) -> TrackSheet:
        """A fresh sheet; sheets of the camera that lie wholly within ``span`` give way."""
        sheet = TrackSheet(span, step_us, live)
        with self._lock:
            kept = [
                old for old in self._sheets.get(camera_id, []) if old.span.overlap(span) != old.span
            ]
            self._sheets[camera_id] = [*kept, sheet]
        return sheet

    def add(self, sheet: TrackSheet, batch: TrackBatch) -> None:
        """Append to a sheet that :meth:`open` gave."""
        with self._lock:
            sheet.add(batch)

    def boxes(self, camera_id: int, media_time_us: int) -> tuple[OverlayBox, ...]:
        """Boxes of a camera at a media time, from the newest sheet that holds it."""
        with self._lock:
            for sheet in reversed(self._sheets.get(camera_id, [])):
                if sheet.span.contains(media_time_us):
                    return sheet.boxes_at(media_time_us)
        return ()

    def analysed(self, camera_id: int) -> tuple[Span, ...]:
        """The stretches of a camera that were looked at, oldest first."""
        with self._lock:
            sheets = self._sheets.get(camera_id, [])
            spans = [Span(sheet.span.start_us, sheet.reached_us) for sheet in sheets]
        return tuple(sorted(spans, key=lambda span: span.start_us))


def _on_the_way(start: Box, end: Box, share: float) -> Box:
    x1, y1, x2, y2 = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    return x1, y1, x2, y2
