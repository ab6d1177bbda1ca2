"""Activity in memory: days of bins by camera, read from disk when somebody wants them.

Only what was found in the recording as it is set up now counts: after a corrected
time zone what is on disk lies at times at which nobody looked.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable

import numpy as np

from app.faults import Fault
from app.video.activity.grid import (
    DAY_BINS,
    Bins,
    add_bins,
    days_of,
    lane_of,
)
from app.video.activity.store import ActivityStore, Looked
from app.video.media import Span

_KEPT_DAYS = 1000
"""A month of 32 cameras: 43 MB."""

Key = tuple[int, int]  # camera, day


class _Day:
    """One camera's day: its records and the bins they make. ``setup`` None: none count."""

    def __init__(self, number: int, setup: bytes | None, records: Iterable[Looked] = ()) -> None:
        self._number = number
        self._setup = setup
        self._records: dict[bytes, list[Looked]] = {}
        self.bins: Bins = np.zeros(DAY_BINS, np.uint8)
        for looked in records:
            self.add(looked)

    def of(self, path_key: bytes) -> list[Looked]:
        return self._records.get(path_key, [])

    def add(self, looked: Looked) -> None:
        if looked.setup != self._setup:
            return
        before = self._records.get(looked.path_key)
        if before is not None and looked.from_us == 0:
            self._records[looked.path_key] = [looked]  # the file is another one now
            self._build()
            return
        self._records.setdefault(looked.path_key, []).append(looked)
        add_bins(self.bins, self._number, looked.first_bin, looked.bins)

    def _build(self) -> None:
        self.bins = np.zeros(DAY_BINS, np.uint8)
        for records in self._records.values():
            for looked in records:
                add_bins(self.bins, self._number, looked.first_bin, looked.bins)


class ActivityDays:
    """Read from any thread; filled by the thread of the pass."""

    def __init__(self, store: ActivityStore, setup_of: Callable[[int], bytes | None]) -> None:
        """``setup_of`` a camera: of its recording, see ``store``; None without one.

        It raises Fault where that cannot be told now.
        """
        self._store = store
        self._setup_of = setup_of
        self._lock = threading.Lock()
        self._times_forgotten = 0
        self._days: OrderedDict[Key, _Day] = OrderedDict()
        self._missing: OrderedDict[Key, None] = OrderedDict()

    def lane(self, camera_id: int, span: Span, parts: int) -> tuple[tuple[float | None, ...], bool]:
        """See ``lane_of``; and whether all of it was in memory: what was not is fetched later."""
        bins, first, whole = self._bins(camera_id, span)
        return lane_of(bins, first, span, parts), whole

    def bins(self, camera_id: int, span: Span) -> tuple[Bins, int]:
        """All bins of the days that the span touches, read from disk where necessary."""
        for day in days_of(span):
            self.day(camera_id, day)
        bins, first, _ = self._bins(camera_id, span)
        return bins, first

    def load_missing(self) -> bool:
        """Read one day that somebody asked for; whether there is more to be seen now."""
        with self._lock:
            if not self._missing:
                return False
            key, _ = self._missing.popitem(last=True)
        self.day(*key)
        with self._lock:
            return key in self._days

    def day(self, camera_id: int, number: int) -> _Day:
        """One day, read if it must be; not kept where nobody can tell which records count."""
        key = (camera_id, number)
        with self._lock:
            if key in self._days:
                self._days.move_to_end(key)
                return self._days[key]
            times_forgotten = self._times_forgotten
        try:
            setup = self._setup_of(camera_id)
        except Fault:
            return _Day(number, None)
        day = _Day(number, setup, self._store.load(camera_id, number))
        # What begins before midnight stands in the file of the day before.
        for looked in self._store.load(camera_id, number - 1):
            if looked.first_bin + len(looked.bins) > number * DAY_BINS:
                day.add(looked)
        with self._lock:
            if times_forgotten != self._times_forgotten:
                return day  # another setup meanwhile: the next one reads it anew
            self._missing.pop(key, None)
            self._days[key] = day
            while len(self._days) > _KEPT_DAYS:
                self._days.popitem(last=False)
        return day

    def looked(self, camera_id: int, path_key: bytes, span: Span) -> list[Looked]:
        """The records about a segment that lies in ``span``."""
        found: list[Looked] = []
        for number in days_of(span):
            found += self.day(camera_id, number).of(path_key)
        return found

    def add(self, camera_id: int, looked: Looked) -> None:
        """Keep a new record, on disk and in memory. Raises OSError where the disk is full."""
        last = (looked.first_bin + len(looked.bins) - 1) // DAY_BINS
        days = [self.day(camera_id, number) for number in range(looked.day, last + 1)]
        with self._lock:
            for day in days:
                day.add(looked)
        self._store.append(camera_id, looked)

    def forget(self) -> None:
        """Read everything anew when it is wanted: cameras have changed."""
        with self._lock:
            self._times_forgotten += 1
            self._days.clear()

    def _bins(self, camera_id: int, span: Span) -> tuple[Bins, int, bool]:
        parts: list[Bins] = []
        whole = True
        with self._lock:
            for number in days_of(span):
                day = self._days.get((camera_id, number))
                if day is None:
                    whole = False
                    self._missing[(camera_id, number)] = None
                    parts.append(np.zeros(DAY_BINS, np.uint8))
                else:
                    parts.append(day.bins)
        bins = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return bins, days_of(span)[0] * DAY_BINS, whole
