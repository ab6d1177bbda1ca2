"""One followed thing, between sightings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.inference.association import centres
from app.inference.kalman import BoxFilter
from app.inference.values import Detection

_MOVED_SHARE = 0.5  # of its own size, from where it was born
_MOVED_LEAST = 0.02  # of the picture
_LARGER = 1.25
_FREED_US = 1_000_000
_LATE = 1.5  # usual intervals: unseen for longer, it was away


class Body:
    """Where it was seen, where it is believed to be, and behind what it may be hidden."""

    def __init__(self, track_id: int, detection: Detection, media_time_us: int) -> None:
        self.track_id = track_id
        self.kind = detection.kind
        self.seen_box = box_of(detection)
        self.seen_us = media_time_us
        self.known_us = media_time_us  # last seen, or known to be hidden
        self.hidden_since_us: int | None = None
        self.host: Body | None = None
        self.swallowed_us = media_time_us  # when the host was last larger than alone
        self.host_area = 0.0  # of the host before it swallowed this one
        self.before_box = self.seen_box  # seen a frame earlier
        self.hits = 1
        self.filter = BoxFilter(self.seen_box)
        self.birth_box = self.seen_box
        self.must_move = False

    @property
    def has_moved(self) -> bool:
        """Whether its centre left the middle half of where it was born."""
        way = np.abs(centres(self.seen_box[None]) - centres(self.birth_box[None]))[0]
        size = self.birth_box[2:] - self.birth_box[:2]
        return bool(np.any(way > _MOVED_SHARE * size + _MOVED_LEAST))

    def see(self, detection: Detection, media_time_us: int, usual_us: int) -> None:
        """It is where ``detection`` is; ``usual_us`` is the time between two frames."""
        box = box_of(detection)
        unseen_us = media_time_us - self.seen_us
        if unseen_us > _LATE * usual_us and self.hits > 1:
            self.filter.rejoin(self.seen_box, box, unseen_us / 1e6)
        else:
            self.filter.update(box)
        self.before_box = self.seen_box
        self.seen_box, self.seen_us, self.known_us = box, media_time_us, media_time_us
        self.host = self.hidden_since_us = None
        self.hits += 1

    def hide(self, host: Body, media_time_us: int) -> None:
        """It stands still behind ``host``, as far as anybody can know."""
        if self.hidden_since_us is None:
            self.hidden_since_us = media_time_us
            self.filter = BoxFilter(self.seen_box)
            self.host_area = _area(host.before_box)
        self.host = host
        self.known_us = media_time_us
        if self.still_swallowed():
            self.swallowed_us = media_time_us

    def just_freed(self, media_time_us: int) -> bool:
        """Whether the host shrank to its own size a moment ago: somebody stepped out of it."""
        return 0 < media_time_us - self.swallowed_us <= _FREED_US and not self.still_swallowed()

    def still_swallowed(self) -> bool:
        """Whether the host is larger than it was alone."""
        return self.host is not None and _area(self.host.seen_box) > _LARGER * self.host_area


def _area(box: NDArray[np.float64]) -> float:
    return float(np.prod(box[2:] - box[:2]))


def box_of(detection: Detection) -> NDArray[np.float64]:
    """x1, y1, x2, y2 as an array."""
    return np.array([detection.x1, detection.y1, detection.x2, detection.y2])
