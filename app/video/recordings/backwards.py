"""A recording's pictures in falling order of time, across segments and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.video.faults import SourceFault
from app.video.files.backwards import ClipBackwards
from app.video.media import FAR_PAST_US, Span
from app.video.recordings.track import GAP_US
from app.video.source import NOTHING, NoRecording, Nothing, Picture

if TYPE_CHECKING:
    from app.video.files.clip import Clip, ClipPicture
    from app.video.pictures.keeping import PictureKeeper
    from app.video.recordings.source import RecordingSource


class RecordingBackwards:
    """Reads the segments of a recording source from a moment towards the past."""

    def __init__(self, source: RecordingSource, keeper: PictureKeeper) -> None:
        self._source = source
        self._keeper = keeper
        self._index = -1  # the segment to read
        self._before_us = FAR_PAST_US  # only what lies before is still to be given
        self._clip: Clip | None = None
        self._reader: ClipBackwards | None = None
        self._from_end = False  # the segment is read from its end, and no picture of it came yet
        self._held: Picture | None = None  # it comes after the gap that follows it

    def start(self, media_time_us: int) -> None:
        """The next picture is the last one at or before that time."""
        self._index = self._source.track.index_at(media_time_us)
        self._before_us = media_time_us + 1
        self._reader = self._held = None

    def begin_anew(self) -> None:
        """The mode changed: go on before the last picture given."""
        if self._held is not None:
            self._before_us, self._reader, self._held = self._held.media_time_us + 1, None, None
        elif self._reader is not None:
            self._reader.begin_anew()

    def prepare(self, until_ns: int) -> bool:
        """Decode ahead within the segment; a fault is told when reading comes to it."""
        try:
            return self._reader is not None and self._reader.prepare(until_ns)
        except SourceFault:
            return False

    def read(self) -> Picture | NoRecording | Nothing:
        """The next picture towards the past, or the gap in which the reader stands."""
        held, self._held = self._held, None
        if held is not None:
            return self._given(held)
        while True:
            if self._index < 0:
                return self._nothing_before()
            gap = self._enter() if self._reader is None else None
            if gap is not None:
                return gap
            found = self._read_clip()
            if found is NOTHING:
                return NOTHING
            if found is None:
                self._go_before(self._index)
            elif (got := self._take(found)) is not None:
                return got

    def _nothing_before(self) -> NoRecording:
        starts_us = self._source.track.starts_us
        return NoRecording(Span(FAR_PAST_US, starts_us[0] if starts_us else self._before_us))

    def _enter(self) -> NoRecording | None:
        """Open the segment at its end or where the start was asked for; the gap behind it first."""
        source, index = self._source, self._index
        start_us = source.track.starts_us[index]
        try:
            clip = source.enter(index)
        except SourceFault as fault:
            self._stay_while_away(fault)
            self._go_before(index)
            raise source.until(fault, start_us) from fault
        end_us = source.end_us
        if self._before_us > end_us:
            gap = Span(end_us, source.track.next_start_us(index))
            self._before_us = end_us
            return NoRecording(gap)
        self._from_end = self._before_us >= end_us or clip.duration_us is None
        self._clip, self._reader = clip, ClipBackwards(clip, self._keeper)
        limit_us = min(self._before_us, source.track.limit_us(index))
        self._reader.start(limit_us - start_us - 1)
        return None

    def _read_clip(self) -> ClipPicture | Nothing | None:
        assert self._reader is not None
        try:
            return self._reader.read()
        except SourceFault as fault:
            self._stay_while_away(fault)
            start_us = self._source.track.starts_us[self._index]
            self._go_before(self._index)
            raise self._source.until(fault, start_us) from fault

    def _stay_while_away(self, fault: SourceFault) -> None:
        """Where the whole folder is gone, reading goes on from here when it is back."""
        away = self._source.away()
        if away is not None:
            self._reader = None
            self._source.leave()
            raise away from fault

    def _go_before(self, index: int) -> None:
        """The next picture is the last one of the segment before."""
        self._before_us = self._source.track.starts_us[index]
        self._index, self._reader = index - 1, None

    def _take(self, found: ClipPicture) -> Picture | NoRecording | None:
        assert self._clip is not None
        clip, start_us = self._clip, self._source.track.starts_us[self._index]
        at_us = start_us + found.offset_us
        picture = Picture(at_us, found.frame, found.keyframe, clip.step_us, clip.pixel_aspect)
        from_end, self._from_end = self._from_end, False
        stopped_us = at_us + clip.step_us
        if from_end and not clip.keyframes_only and stopped_us + GAP_US < self._before_us:
            self._held = picture  # the file ends well before its own word
            return NoRecording(Span(stopped_us, self._source.track.next_start_us(self._index)))
        return self._given(picture)

    def _given(self, picture: Picture) -> Picture:
        self._before_us = picture.media_time_us
        return picture
