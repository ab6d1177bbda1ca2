"""The looked-up folders of this process, kept so that a second question is cheap."""

from __future__ import annotations

import threading
from collections import OrderedDict

from app.video.media import RecordingFolder, SegmentList
from app.video.recordings.track import Tracks

_KEPT = 512
_lock = threading.Lock()
_kept: OrderedDict[SegmentList | RecordingFolder, Tracks] = OrderedDict()


def tracks_of(media: SegmentList | RecordingFolder) -> Tracks:
    """The shared, thread-safe track of ``media``. Raises PatternFault."""
    with _lock:
        tracks = _kept.get(media)
        if tracks is None:
            tracks = _kept[media] = Tracks(media)
        _kept.move_to_end(media)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
        return tracks
