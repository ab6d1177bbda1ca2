"""A recording that stays on its recorder, as a video source: never waits for the network."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from app.video.address import check_address
from app.video.faults import NO_PICTURE_AT, SOURCE_CLOSED, SourceFault
from app.video.media import FAR_FUTURE_US, RecorderPlayback, Span, Still
from app.video.pictures.keeping import PictureKeeper
from app.video.pictures.png import still_of
from app.video.replay.backwards import ReplayBackwards
from app.video.replay.decode import ReplayDecoder
from app.video.replay.faults import REPLAY_SILENT, SessionAwaited, replay_fault, replay_label
from app.video.replay.feed import ReplayFeed
from app.video.replay.open import feed_that_has, of_use, out_of_use, was_heard
from app.video.replay.plan import Watch
from app.video.replay.store import GAP_US, Group
from app.video.source import NOTHING, MediaInfo, NoRecording, Nothing, Picture, VideoSource
from app.video.tiles import TileFacts

if TYPE_CHECKING:
    import av

TURN_NS = 12_000_000
"""Decoding of one ``read``; then it says NOTHING and goes on at the next."""
STILL_S = 15.0
STANDING = 0.1
"""The speed that counts while the clock stands and reading goes backwards: all is wanted."""
PATIENCE_S = 1.0
"""How long a reader may lack pictures before it is said that they wait for a session's turn."""
_POLL_S = 0.02
_WAIT_S = 0.001


class ReplaySource(VideoSource):
    """Decodes what its feed has received; media time is when the recorder took the picture, UTC."""

    live = False
    far = True

    def __init__(self, media: RecorderPlayback) -> None:
        self._media = media
        self._feed: ReplayFeed | None = None
        self._closing: ReplayFeed | None = None
        self._decoder = ReplayDecoder()
        self._group: Group | None = None
        self._next = 0  # unit of the group
        self._keeper = PictureKeeper()
        self._behind = ReplayBackwards(self._keeper)
        self._keys = self._back = self._back_next = False
        self._speed = 0.0
        self.waiting = False
        self._target_us: int | None = None
        self._placed = False  # decoding leads to the target
        self._position_us = 0
        self._candidate: Picture | None = None
        self._ready: list[Picture] = []
        self._lacks_since_s: float | None = None

    @property
    def keyframe_interval_us(self) -> int | None:  # type: ignore[override] # told by what arrives
        """Distance of keyframes as the recording has them; None before two have come."""
        return self._feed.store.key_step_us if self._feed is not None else None

    # -- the contract ------------------------------------------------------

    def open(self) -> MediaInfo:
        """Make ready and return at once; sizes are 0 until the first picture.

        Raises AddressFault for an address that cannot be a recorder's.
        """
        check_address(self._media.address)
        if self._feed is None:
            self._feed = ReplayFeed(self._media)
            self._feed.start()
            of_use(self._media, self._feed)
            self._target_us = self._media.earliest_us or 0
        return MediaInfo(0, 0, None, "", self.keyframe_interval_us)

    def close(self) -> None:
        """Stop receiving; the thread gives the session back by itself soon after."""
        feed, self._feed = self._feed, None
        if feed is not None:
            out_of_use(self._media, feed)
            feed.stop()
            self._closing = feed
        self._decoder.close()
        self._behind.close()
        self._forget()

    def join(self, timeout_s: float) -> bool:
        """After ``close``: whether the receiving thread has ended within the time."""
        return self._closing is None or self._closing.join(timeout_s)

    def seek(self, media_time_us: int) -> None:
        """Stand at the last picture at or before the time."""
        self._target_us, self._placed = media_time_us, False
        self._candidate = None
        self._ready.clear()
        self._back = self._back_next
        if self._back:
            self._behind.start(media_time_us)
        self._tell()

    def facts(self) -> TileFacts | None:
        """What is known of the stream, for the overlay."""
        feed = self._feed
        stream = feed.stream if feed is not None else None
        if feed is None or stream is None:
            return None
        decoder = self._behind.decoder if self._back else self._decoder
        with feed.lock:
            bitrate_bps = feed.store.bits_per_s()
        return TileFacts(
            *decoder.size,
            codec=stream.codec,
            bitrate_bps=bitrate_bps,
            stream="recorder",
            decoder=decoder.word,
            reconnects=feed.reconnects,
            decode_errors=decoder.errors,
        )

    def set_backwards(self, on: bool) -> None:
        """From the next ``seek`` on in falling order of time, or rising again."""
        self._back_next = on

    def set_kept_size(self, width: int, height: int) -> None:
        """The room that pictures are shown in, for those kept to be given backwards."""
        self._keeper.set_room(width, height)

    def set_keyframes_only(self, on: bool) -> None:
        """Keyframes alone, or everything again from the next ``read`` on."""
        if on == self._keys:
            return
        self._keys = self._behind.keys = on
        if self._back:
            self._behind.start(self._behind.position_us)
        elif not on and self._target_us is None:
            self.seek(self._position_us)
        self._tell()

    def set_speed(self, speed: float) -> None:
        """At which speed the clock runs; negative: backwards, 0: paused."""
        self._speed = speed
        self._tell()

    def read(self) -> Picture | NoRecording | Nothing:
        """The next picture, the gap where the reader stands, or NOTHING while it is on its way."""
        feed = self._feed
        if feed is None:
            raise SourceFault(SOURCE_CLOSED, camera=replay_label(self._media))
        until_ns = time.monotonic_ns() + TURN_NS
        self.waiting = False
        while time.monotonic_ns() < until_ns:
            got = self._behind.read(feed) if self._back else self._step(feed)
            if isinstance(got, Picture):
                self._lacks_since_s = None
                self._position_us = got.media_time_us
                self._tell()
                return got
            if isinstance(got, NoRecording):
                self._lacks_since_s = None
                return self._enter_gap(got)
            if got is None:
                return self._wait(feed)
        return NOTHING

    def still(self, media_time_us: int) -> Still:
        """The exact picture at full resolution, from what is here already if it is."""
        here = feed_that_has(self._media, media_time_us)
        if here is not None:
            return self._still_of(*here, media_time_us)
        feed = ReplayFeed(self._media, heard=was_heard(self._media))
        feed.watch(Watch(media_time_us, wanted=True))
        feed.start()
        try:
            return self._still_of(feed, self._await(feed, media_time_us), media_time_us)
        finally:
            feed.stop()
            feed.join(STILL_S)

    # -- reading -----------------------------------------------------------

    def _wait(self, feed: ReplayFeed) -> Nothing:
        """What is needed is on its way; raises what keeps it."""
        self.waiting = True
        now_s = time.monotonic()
        if self._lacks_since_s is None:
            self._lacks_since_s = now_s
        fault = feed.take_fault(patient=now_s - self._lacks_since_s < PATIENCE_S)
        if fault is not None:
            raise fault
        time.sleep(_WAIT_S)  # whoever asks again and again does not spin
        return NOTHING

    def _tell(self) -> None:
        if self._feed is None:
            return
        if self._back:
            speed = -(abs(self._speed) or STANDING)
            watch = Watch(self._behind.position_us, speed, self._keys, True)
        else:
            at_us = self._position_us if self._target_us is None else self._target_us
            watch = Watch(at_us, abs(self._speed), self._keys, True)
        self._feed.watch(watch)

    def _forget(self) -> None:
        self._group, self._next = None, 0
        self._candidate = None
        self._ready.clear()

    def _step(self, feed: ReplayFeed) -> Picture | NoRecording | Nothing | None:
        """One coded picture further; NOTHING: go on, None: what is needed is not here yet."""
        if self._ready:
            return self._emit(self._ready.pop(0))
        if self._target_us is not None and not self._placed:
            if not self._goes_on(self._target_us, feed):
                return self._locate(feed, self._target_us)
            self._placed = True
        return self._advance(feed)

    def _goes_on(self, target_us: int, feed: ReplayFeed) -> bool:
        """Whether decoding on from here leads to the target: it lies ahead in this group."""
        group = self._group
        if group is None or self._keys:
            return False
        with feed.lock:
            found = feed.store.at(target_us)
        return found is group and self._position_us <= target_us and self._next > 0

    def _locate(self, feed: ReplayFeed, target_us: int) -> NoRecording | Nothing | None:
        with feed.lock:
            found = feed.store.at(target_us)
            first = feed.store.first()
        if found is None:
            return None
        if isinstance(found, Span):
            if first is None or found.end_us != first.key_us or self._is_gap(found, target_us):
                return NoRecording(found)
            found = first
        if found is not None:
            self._begin(found)
        return NOTHING

    def _is_gap(self, span: Span, target_us: int) -> bool:
        """A recorder may begin a little after what it was asked for."""
        return span.end_us - target_us > GAP_US + int(3_000_000 * max(1.0, abs(self._speed)))

    def _begin(self, group: Group) -> None:
        self._group, self._next, self._placed = group, 0, True
        self._position_us = min(group.key_us, self._target_us or group.key_us)
        self._decoder.restart()
        self._candidate = None

    def _advance(self, feed: ReplayFeed) -> Picture | NoRecording | Nothing | None:
        group = self._group
        if group is None:
            return None
        with feed.lock:
            count = len(group.units)
            unit = group.units[self._next] if self._next < count else None
            following = feed.store.after(group)
            gap = feed.store.gap_after(group)
            step_us = feed.store.step_us
            stream = feed.stream
        if unit is None or (self._keys and self._next > 0):
            return self._leave(following, gap, step_us)
        if stream is None:
            return None
        self._decoder.use(stream)
        self._next += 1
        found = self._decoder.decode(unit, step_us, alone=self._keys)
        return self._sort(found)

    def _leave(
        self, following: Group | None, gap: Span | None, step_us: int
    ) -> Picture | NoRecording | Nothing | None:
        """Behind the last picture of a group: the next one, a gap, or nothing yet."""
        if gap is not None:
            self._ready += self._decoder.drain(step_us)
            if self._ready:
                return self._sort([self._ready.pop(0)])
            if self._candidate is not None:
                return self._emit_candidate()
            return NoRecording(gap)
        if following is None:
            whole = self._group is not None and self._group.complete
            return self._emit_candidate() if whole and self._candidate is not None else None
        self._group, self._next = following, 0
        return NOTHING

    def _sort(self, found: list[Picture]) -> Picture | Nothing:
        """Of pictures up to the target only the last is shown."""
        target_us = self._target_us
        if target_us is None:
            self._ready += found
            return self._emit(self._ready.pop(0)) if self._ready else NOTHING
        for number, picture in enumerate(found):
            if picture.media_time_us <= target_us and not self._keys:
                self._candidate = picture
                continue
            self._ready += found[number:]
            if self._candidate is not None:
                return self._emit_candidate()
            return self._emit(self._ready.pop(0))
        return NOTHING

    def _emit_candidate(self) -> Picture | Nothing:
        candidate, self._candidate = self._candidate, None
        return NOTHING if candidate is None else self._emit(candidate)

    def _emit(self, picture: Picture) -> Picture:
        self._target_us = None
        return picture

    def _enter_gap(self, found: NoRecording) -> NoRecording:
        """The next ``read`` goes on behind it; at the end it says so again."""
        if self._back:
            self._tell()
            return found
        self._group, self._placed = None, False
        end_us = found.span.end_us
        if end_us < FAR_FUTURE_US:
            self._target_us = end_us
        elif self._target_us is None:
            self._target_us = found.span.start_us
        self._tell()
        return found

    # -- stills ------------------------------------------------------------

    def _await(self, feed: ReplayFeed, media_time_us: int) -> Group:
        """Until the group is here; raises what is wrong, or that there is no recording."""
        until_s = time.monotonic() + STILL_S
        fault: SourceFault | None = None
        while time.monotonic() < until_s:
            with feed.lock:
                found = feed.store.at(media_time_us)
            if isinstance(found, Group):
                return found
            if isinstance(found, Span):
                raise SourceFault(NO_PICTURE_AT, camera=replay_label(self._media))
            fault = feed.take_fault() or fault
            if fault is not None and not isinstance(fault, SessionAwaited):
                raise fault
            time.sleep(_POLL_S)
        raise fault or replay_fault(REPLAY_SILENT, self._media)

    def _still_of(self, feed: ReplayFeed, group: Group, media_time_us: int) -> Still:
        decoder = ReplayDecoder()
        with feed.lock:
            units = list(group.units)
            step_us, stream = feed.store.step_us, feed.stream
        pictures: list[Picture] = []
        try:
            if stream is not None:
                decoder.use(stream)
            for unit in units:
                pictures += decoder.decode(unit, step_us, alone=False)
            pictures += decoder.drain(step_us)
        finally:
            decoder.close()
        fitting = [each for each in pictures if each.media_time_us <= media_time_us]
        if not fitting:
            raise SourceFault(NO_PICTURE_AT, camera=replay_label(self._media))
        frame: av.VideoFrame = fitting[-1].frame
        return still_of(frame, fitting[-1].media_time_us)
