"""A clip's pictures in falling order of time.

Pictures are built on the ones before them, so each keyframe's run is decoded
forwards and given backwards, while the run before it is decoded already.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from app.video.faults import SourceFault
from app.video.files.clip import Clip, ClipPicture
from app.video.pictures.keeping import PictureKeeper
from app.video.source import NOTHING, Nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT_BYTES = 12 << 20
"""Of one run so much is kept; a longer one is decoded again for its earlier part."""
KEPT_LEAST = 16
_READ_NS = 10_000_000  # the longest that one read decodes before it says "nothing yet"
_NO_LIMIT = 1 << 62


class ClipBackwards:
    """Reads one clip backwards; the clip must not be read otherwise meanwhile."""

    def __init__(self, clip: Clip, keeper: PictureKeeper) -> None:
        self._clip = clip
        self._keeper = keeper
        self._given: list[ClipPicture] = []  # the run being given, last picture last
        self._given_before_us = _NO_LIMIT
        self._half = 0
        self._begin(_NO_LIMIT)

    def start(self, offset_us: int) -> None:
        """The next ``read`` gives the last picture at or before the offset."""
        self._given = []
        self._given_before_us = offset_us + 1
        self._begin(offset_us + 1)

    def begin_anew(self) -> None:
        """Go on before the last picture given: what was decoded ahead no longer fits."""
        self._given = []
        self._begin(self._given_before_us)

    def read(self) -> ClipPicture | Nothing | None:
        """The picture before the last one given; None before the first.

        Raises SourceFault where the file is damaged.
        """
        if not self._given:
            self._decode(time.monotonic_ns() + _READ_NS)
            if not self._done:
                return NOTHING
            self._turn()
        if not self._given:
            return None
        picture = self._given.pop()
        self._given_before_us = picture.offset_us
        return picture

    def prepare(self, until_ns: int) -> bool:
        """Decode the run before; not long before it is needed, to bound memory."""
        if self._done or len(self._given) > self._half:
            return False
        self._decode(until_ns)
        return not self._done

    def _begin(self, before_us: int) -> None:
        """Begin to decode the run that ends before that offset."""
        self._before_us = before_us
        self._run: deque[ClipPicture] = deque()
        self._begun, self._done = False, before_us <= 0

    def _turn(self) -> None:
        """Give what was decoded, and begin with what lies before it."""
        self._given = list(self._run)
        self._half = max(len(self._given) // 2, KEPT_LEAST)
        self._begin(self._given[0].offset_us if self._given else 0)

    def _decode(self, until_ns: int) -> None:
        clip = self._clip
        if clip.keyframes_only:
            self._hop()
            return
        if not self._begun and not self._done:
            self._begun = True
            clip.run_from(self._before_us - 1)
        while not self._done:
            self._take(_read(clip, self._run))
            if time.monotonic_ns() >= until_ns:
                return

    def _hop(self) -> None:
        """Among keyframes alone nothing has to be decoded to be turned round."""
        if self._done:
            return
        self._clip.seek(self._before_us - 1)
        self._done = True
        picture = self._clip.read()
        if picture is not None and picture.offset_us < self._before_us:
            self._run.append(picture)

    def _take(self, picture: ClipPicture | None) -> None:
        if picture is None or picture.offset_us >= self._before_us or self._is_enough(picture):
            self._done = True
            return
        if self._run and picture.offset_us <= self._run[-1].offset_us:
            return
        kept = picture._replace(frame=self._keeper.kept(picture.frame))
        self._run.append(kept)
        frame = kept.frame
        most = max(KEPT_LEAST, KEPT_BYTES * 2 // (3 * frame.width * frame.height + 1))
        if len(self._run) > most:
            self._run.popleft()  # decoded again when it is its turn

    def _is_enough(self, picture: ClipPicture) -> bool:
        """Whether the rest of the run need not be decoded."""
        depth_us = self._clip.depth_us
        if depth_us is None or not self._run:
            return False
        return picture.keyframe or picture.offset_us - self._run[0].offset_us >= depth_us


def _read(clip: Clip, run: Sequence[ClipPicture]) -> ClipPicture | None:
    """The next picture; a file that breaks off gives what it has."""
    try:
        return clip.read()
    except SourceFault:
        if run:
            return None
        raise
