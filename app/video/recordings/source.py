"""Recorded footage of one camera, across its segments."""

from __future__ import annotations

import time
from pathlib import Path

from app.video.faults import FILE_UNFINISHED, NO_PICTURE_AT, SOURCE_CLOSED, SourceFault
from app.video.files.clip import Clip, ClipPicture
from app.video.media import (
    FAR_FUTURE_US,
    FAR_PAST_US,
    RecordingFolder,
    SegmentList,
    Span,
    Still,
)
from app.video.pictures.keeping import PictureKeeper
from app.video.pictures.png import still_of
from app.video.recordings.backwards import RecordingBackwards
from app.video.recordings.track import GAP_US, Track, Tracks
from app.video.recordings.tracks_cache import tracks_of
from app.video.source import (
    EVERY_PICTURE,
    Effort,
    MediaInfo,
    NoRecording,
    Nothing,
    Picture,
    VideoSource,
)
from app.video.tiles import TileFacts

UNFINISHED_S = 2.0
"""So often at most is a segment that is being written tried again."""


class RecordingSource(VideoSource):
    """Reads a list or a folder of segments as one recording with gaps."""

    live = False

    def __init__(self, media: SegmentList | RecordingFolder) -> None:
        self._media = media
        self._tracks: Tracks | None = None
        self._track = Track((), ())
        self._clip: Clip | None = None
        self._index = -1  # the segment that is open
        self._end_us = FAR_PAST_US  # where it ends
        self._next_index = 0
        self._target_us: int | None = None
        self._keys = False
        self._effort = EVERY_PICTURE
        self._decode_errors = 0  # of segments left since
        self._last_us = FAR_PAST_US
        self.keyframe_interval_us: int | None = None
        self._unfinished: str | None = None  # the newest segment, while it was being written
        self._tried_s = 0.0
        self._backwards: RecordingBackwards | None = None
        self._keeper = PictureKeeper()
        self._room = (0, 0)  # that pictures are shown in; they need their full size

    # -- the contract ------------------------------------------------------

    def open(self) -> MediaInfo:
        """Open at the first segment that can be read; raises the first one's fault if none can."""
        self._tracks = tracks_of(self._media)
        self._track = self._tracks.current(now=True)
        first: SourceFault | None = None
        for index in range(len(self._track.segments)):
            try:
                self.enter(index)
            except SourceFault as fault:
                first = first or fault
                continue
            self._next_index = 0
            self._target_us = self._track.starts_us[0]
            return self._info()
        self.close()
        raise first or SourceFault(NO_PICTURE_AT, camera=self._label())

    def close(self) -> None:
        """Let go of the open file."""
        self._tracks = None
        self.leave()

    def seek(self, media_time_us: int) -> None:
        """Stand at the last picture at or before the time."""
        self._target_us = media_time_us

    def set_keyframes_only(self, on: bool) -> None:
        """Keyframes alone, or everything again."""
        self._keys = on
        if self._clip is not None:
            self._clip.set_keyframes_only(on)
        if self._backwards is not None:
            self._backwards.begin_anew()

    def facts(self) -> TileFacts | None:
        """Of the open segment; decode errors since ``open``."""
        clip = self._clip
        if clip is None:
            return None
        return TileFacts(
            width=clip.width,
            height=clip.height,
            codec=clip.codec,
            bitrate_bps=clip.bits_per_s,
            stream="recording",
            decoder=clip.decoder,
            decode_errors=self._decode_errors + clip.decode_errors,
        )

    def set_backwards(self, on: bool) -> None:
        """From the next ``seek`` on, read towards the past, or again towards the future."""
        if on != (self._backwards is not None):
            self._backwards = RecordingBackwards(self, self._keeper) if on else None

    def set_kept_size(self, width: int, height: int) -> None:
        """Pictures kept to be given backwards, and keyframes that pass, may be that small."""
        self._keeper.set_room(width, height)
        self._room = (width, height)
        if self._clip is not None:
            self._clip.set_room(width, height)

    def prepare(self, until_ns: int) -> bool:
        """Decode ahead what will be given backwards; whether there is more of it."""
        return self._backwards is not None and self._backwards.prepare(until_ns)

    def set_effort(self, effort: Effort) -> None:
        """How much is decoded outside keyframes-only mode, and how exactly."""
        if effort == self._effort:
            return
        self._effort = effort
        if self._clip is not None:
            self._apply_effort(self._clip)

    def leave_run(self) -> None:
        """On with the next keyframe, where only a part of each run is decoded."""
        if self._clip is not None and self._backwards is None:
            self._clip.leave_run()

    def _apply_effort(self, clip: Clip) -> None:
        clip.set_thinned(self._effort.thinned)
        clip.set_light(self._effort.light)
        clip.set_depth(self._effort.depth_us)

    def read(self) -> Picture | NoRecording | Nothing:
        """The next picture, or the gap in which the reader stands."""
        if self._tracks is None:
            raise SourceFault(SOURCE_CLOSED, camera=self._label())
        if self._backwards is not None:
            return self._read_backwards(self._backwards)
        return self._read_forwards()

    def glance(self) -> Picture | None:
        """The keyframe before the sought picture, where that is far behind it."""
        target_us = self._target_us
        if target_us is None or self._tracks is None or self._backwards is not None:
            return None
        try:
            self.renew()
            index = self._track.index_at(target_us)
            if index < 0:
                return None
            clip = self._clip if index == self._index else None
            clip = clip or self.enter(index)
            if target_us >= self._end_us:
                return None
            clip.seek(target_us - self._track.starts_us[index])
            found = clip.glance()
        except SourceFault:
            return None  # told by ``read``
        return None if found is None else self._picture(clip, found)

    def _read_backwards(self, backwards: RecordingBackwards) -> Picture | NoRecording | Nothing:
        if self._target_us is not None:
            self.renew()
            backwards.start(self._target_us)
            self._target_us = None
        return backwards.read()

    def _read_forwards(self) -> Picture | NoRecording:
        asked_us = self._target_us
        try:
            return self._read_on()
        except SourceFault as fault:
            away = self.away()
            if away is None:
                raise
            self.leave()  # with a share that is gone it can be read no more
            self._target_us = self._last_us + 1 if asked_us is None else asked_us
            raise away from fault

    def away(self) -> SourceFault | None:
        """Why nothing at all can be read just now, as while a share is gone."""
        return None if self._tracks is None else self._tracks.away()

    def _read_on(self) -> Picture | NoRecording:
        target_us, self._target_us = self._target_us, None
        if target_us is not None:
            return self._read_at(target_us)
        while True:
            if self._clip is None:
                gap = self._enter_next()
                if gap is not None:
                    return gap
            picture = self._read_clip()
            if picture is not None:
                return picture
            gap = self._finish()
            if gap is not None:
                return gap

    def still(self, media_time_us: int) -> Still:
        """The exact picture at full resolution; reading goes on undisturbed."""
        tracks = self._tracks or tracks_of(self._media)
        track = tracks.current()
        index = track.index_at(media_time_us)
        if index < 0:
            raise SourceFault(NO_PICTURE_AT, camera=self._label())
        start_us = track.starts_us[index]
        clip = Clip(track.segments[index].path, track.trusted_us(index))
        try:
            end_us = track.end_us(index, clip.duration_us)
            clip.seek(media_time_us - start_us)
            found = clip.read() if media_time_us < end_us else None
            if found is None:
                raise SourceFault(NO_PICTURE_AT, camera=self._label())
            return still_of(found.frame, start_us + found.offset_us)
        finally:
            clip.close()

    # -- segments ----------------------------------------------------------

    @property
    def track(self) -> Track:
        """The segments as they were when reading began."""
        return self._track

    @property
    def end_us(self) -> int:
        """Where the open segment ends."""
        return self._end_us

    def _label(self) -> str:
        media = self._media
        if isinstance(media, RecordingFolder):
            return media.label or media.camera
        return media.label or Path(media.segments[0].path if media.segments else "?").name

    def _info(self) -> MediaInfo:
        clip = self._clip
        if clip is None:
            raise SourceFault(SOURCE_CLOSED, camera=self._label())
        return MediaInfo(
            clip.width,
            clip.height,
            clip.rate_hz,
            clip.codec,
            clip.keyframe_interval_us,
            clip.decoder,
        )

    def enter(self, index: int) -> Clip:
        """Open a segment; the same file again is only wound back."""
        track = self._track
        path = track.segments[index].path
        clip = self._clip
        self._index, self._next_index = index, index + 1
        self._last_us = track.starts_us[index] - 1
        if clip is not None and clip.path == path:
            clip.trust(track.trusted_us(index))
        else:
            self.leave()
            clip = self._open(path, index)
            self._clip = clip
        self._end_us = track.end_us(index, clip.duration_us)
        return clip

    def _open(self, path: str, index: int) -> Clip:
        try:
            clip = Clip(path, self._track.trusted_us(index))
        except SourceFault as fault:
            until_us = self._track.end_us(index, None)
            if fault.sentence is FILE_UNFINISHED and index == len(self._track.segments) - 1:
                self._unfinished, self._tried_s = path, time.monotonic()
                until_us = FAR_FUTURE_US
            raise self.until(fault, until_us) from fault
        clip.set_keyframes_only(self._keys)
        clip.set_room(*self._room)
        self._apply_effort(clip)
        if clip.keyframe_interval_us is not None:
            self.keyframe_interval_us = clip.keyframe_interval_us
        return clip

    def until(self, fault: SourceFault, until_us: int) -> SourceFault:
        """The same fault of a stretch that reaches to that time."""
        values = {**fault.values, "until_us": until_us}
        return type(fault)(fault.sentence, **values)

    def leave(self) -> None:
        """Let go of the open segment."""
        clip, self._clip = self._clip, None
        if clip is not None:
            self._decode_errors += clip.decode_errors
            clip.close()

    def renew(self, *, now: bool = False) -> None:
        """Take in segments that have appeared since; the open one keeps its place."""
        if self._tracks is None:
            return
        track = self._tracks.current(now=now)
        if track is self._track:
            return
        start_us = self._track.starts_us[self._index] if self._index >= 0 else FAR_PAST_US
        self._track = track
        self._index = track.index_at(start_us)
        self._next_index = self._index + 1
        clip = self._clip
        if clip is None:
            return
        if self._index < 0 or track.segments[self._index].path != clip.path:
            self.leave()  # its file was taken away
        else:
            self._end_us = track.end_us(self._index, clip.duration_us)

    # -- reading -----------------------------------------------------------

    def _read_at(self, target_us: int) -> Picture | NoRecording:
        self._target_us = target_us  # stays, should the folder be gone for a while
        self.renew()
        self._target_us = None
        index = self._track.index_at(target_us)
        if index < 0:
            self.leave()
            self._next_index = 0
            return NoRecording(Span(FAR_PAST_US, self._track.starts_us[0]))
        clip = self._clip if index == self._index else None
        if clip is None:
            clip = self.enter(index)
        self._next_index = index + 1
        self._last_us = self._track.starts_us[index] - 1
        if target_us >= self._end_us:
            gap = self._finish()
            return gap if gap is not None else self._read_on()
        clip.seek(target_us - self._track.starts_us[index])
        picture = self._read_clip()
        if picture is not None and not self._is_over(clip, target_us - picture.media_time_us):
            return picture
        gap = self._finish()
        return gap if gap is not None else self._read_on()

    def _is_over(self, clip: Clip, behind_us: int) -> bool:
        """Whether a file that claims no length turned out to end well before the asked time."""
        if clip.duration_us is not None or not clip.ended:
            return False
        between_us = self.keyframe_interval_us if self._keys else clip.step_us
        if behind_us <= GAP_US + (between_us or GAP_US):
            return False
        clip.duration_us = self._last_us - self._track.starts_us[self._index] + clip.step_us
        self._end_us = self._track.end_us(self._index, clip.duration_us)
        return True

    def _enter_next(self) -> NoRecording | None:
        if self._next_index >= len(self._track.segments):
            self.renew()
            self._try_unfinished()
        if self._next_index >= len(self._track.segments):
            return NoRecording(Span(self._end_us, FAR_FUTURE_US))
        index = self._next_index
        self.enter(index).seek(0)
        return None

    def _try_unfinished(self) -> None:
        """Stand before the newest segment again, now and then, when it was being written."""
        last = len(self._track.segments) - 1
        if self._unfinished is None or last < 0:
            return
        if self._track.segments[last].path != self._unfinished:
            self._unfinished = None
        elif time.monotonic() - self._tried_s > UNFINISHED_S:
            self._next_index, self._tried_s = last, time.monotonic()

    def _read_clip(self) -> Picture | None:
        clip = self._clip
        if clip is None:
            return None
        try:
            found = clip.read()
        except SourceFault as fault:
            until_us = min(self._end_us, self._track.next_start_us(self._index))
            self.leave()
            raise self.until(fault, until_us) from fault
        if found is None:
            return None
        if self.keyframe_interval_us is None:
            self.keyframe_interval_us = clip.keyframe_interval_us
        return self._picture(clip, found)

    def _picture(self, clip: Clip, found: ClipPicture) -> Picture | None:
        media_time_us = self._track.starts_us[self._index] + found.offset_us
        if media_time_us >= self._end_us:
            if media_time_us >= self._track.limit_us(self._index):
                return None
            # The file is longer than it claims, as one that was pieced together.
            clip.duration_us = found.offset_us + clip.step_us
            self._end_us = media_time_us + clip.step_us
        self._last_us = media_time_us
        return Picture(media_time_us, found.frame, found.keyframe, clip.step_us, clip.pixel_aspect)

    def _finish(self) -> NoRecording | None:
        """Leave the segment at its end; the gap behind it, if there is one.

        The file stays open: the next segment may be the same file again.
        """
        end_us = self._real_end_us()
        next_us = self._track.next_start_us(self._index)
        index = self._index + 1
        if next_us == FAR_FUTURE_US or next_us - end_us > GAP_US:
            self.leave()
            self._next_index, self._end_us = index, end_us
            return NoRecording(Span(end_us, next_us))
        self.enter(index).seek(0)
        return None

    def _real_end_us(self) -> int:
        """The end by name, or by the last picture where the file stopped well before it."""
        clip = self._clip
        if clip is None or self._keys or not clip.ended:
            return self._end_us
        stopped_us = self._last_us + clip.step_us
        return stopped_us if stopped_us + GAP_US < self._end_us else self._end_us
