"""Live RTSP as a video source: never waits, always the newest."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import av

from app.video.address import check_address
from app.video.faults import (
    LIVE_DECLINED,
    LIVE_ENDED,
    LIVE_NO_STILL,
    LIVE_NOT_FOUND,
    LIVE_SILENT,
    LIVE_STALLED,
    LIVE_UNREADABLE,
    SOURCE_CLOSED,
    SourceFault,
)
from app.video.live.decoder import LiveDecoder
from app.video.live.faults import label_of, stalled_fault, unreadable_fault
from app.video.live.feed import STALL_S, LiveFeed, LivePhase, LiveState
from app.video.live.gate import device_of
from app.video.live.queue import LivePacket, PacketQueue
from app.video.media import US_PER_S, LiveStream, Still
from app.video.source import NOTHING, MediaInfo, Nothing, Picture, VideoSource

KEPT_PICTURES = 4
PICTURE_PATIENCE_S = 40.0
"""Packets without a single picture for this long: longer than any keyframe interval in use."""
PATIENT_INTERVALS = 3
"""The same in keyframe intervals, once the camera's own is known; at least the stall time."""
SWITCH_PATIENCE_S = 10.0
SWITCH_AGAIN_S = 60.0
GIVEN_UP_TRIES = 2
"""So often a small stream that had played is asked for again before the main one is shown."""
ANSWERED = (
    LIVE_NOT_FOUND, LIVE_DECLINED, LIVE_UNREADABLE, LIVE_SILENT, LIVE_STALLED, LIVE_ENDED,
)  # fmt: skip
"""Losses of a camera that is there; not a password, nor a lack of connections."""

StreamChoice = Literal["main", "sub"]


class _Line:
    """One stream of the camera: its connection and what it has received."""

    def __init__(
        self,
        media: LiveStream,
        choice: StreamChoice,
        stall_s: float,
        arrived: Callable[[], None],
    ) -> None:
        url = media.sub_url if choice == "sub" else media.url
        self.choice: StreamChoice = choice
        self.queue = PacketQueue(arrived=arrived)
        self.feed = LiveFeed(replace(media, url=url, sub_url=""), self.queue, stall_s)
        self.since_s = time.monotonic()
        self.feed.start()


class LiveSource(VideoSource):
    """Decodes what its feed has received; media time is the wall clock at reception, UTC."""

    live = True

    def __init__(self, media: LiveStream, stall_s: float = STALL_S) -> None:
        self._media = media
        self._stall_s = stall_s
        self._line: _Line | None = None
        self._coming: _Line | None = None
        self._parting: list[LiveFeed] = []
        self._choice: StreamChoice = "main"
        self._not_before_s = 0.0
        self._decoder = LiveDecoder()
        self._told: SourceFault | None = None
        self._kept: deque[tuple[int, av.VideoFrame]] = deque(maxlen=KEPT_PICTURES)
        self._pictured_s = 0.0
        self._past = (0, 0, 0)
        self.on_arrival: Callable[[], None] | None = None
        """Called in the receiving thread when there is something to read; must not wait."""

    def _new_line(self, choice: StreamChoice) -> _Line:
        return _Line(self._media, choice, self._stall_s, self._arrived)

    def _arrived(self) -> None:
        if self.on_arrival is not None:
            self.on_arrival()

    def open(self) -> MediaInfo:
        """Begin to connect and return at once; sizes are 0 until the first picture.

        Raises AddressFault for an address that cannot be a camera's.
        """
        check_address(self._media.url)
        if self._line is None:
            self._line = self._new_line(self._choice)
        return self.info()

    def info(self) -> MediaInfo:
        """What is known of the stream by now."""
        facts = self._decoder.facts
        if facts is None:
            return MediaInfo(0, 0, None, "", None)
        width, height = (
            self._decoder.size if any(self._decoder.size) else (facts.width, facts.height)
        )
        return MediaInfo(
            width,
            height,
            facts.rate_hz,
            facts.codec,
            self.keyframe_interval_us,
            self._decoder.word,
        )

    @property
    def keyframe_interval_us(self) -> int | None:  # type: ignore[override]  # learned, never set
        """Distance of keyframes, by the camera's own clock."""
        return self._decoder.keyframe_interval_us

    def state(self) -> LiveState:
        """Connecting, playing, or lost and why."""
        return self._line.feed.state if self._line is not None else LiveState(LivePhase.CONNECTING)

    # -- main and sub stream -----------------------------------------------

    @property
    def stream(self) -> StreamChoice:
        """The stream whose pictures are shown."""
        return self._line.choice if self._line is not None else self._choice

    def choose(self, choice: StreamChoice) -> None:
        """Show that stream; the present one stays until the first picture of the other is there.

        A camera without a small stream shows its main one.
        """
        wanted: StreamChoice = choice if self._media.sub_url else "main"
        if wanted != self._choice:
            self._choice, self._not_before_s = wanted, 0.0

    def _change_over(self) -> None:
        """Open the stream that is wanted beside the one shown; change once it has a picture."""
        line, coming = self._line, self._coming
        if line is None:
            return
        if coming is not None and coming.choice != self._choice:
            self._part_from(coming)
            coming = self._coming = None
        if line.choice == self._choice:
            return
        now_s = time.monotonic()
        if coming is None:
            if now_s >= self._not_before_s:
                self._coming = self._new_line(self._choice)
            return
        never_played = line.feed.state.phase is LivePhase.LOST and not self._kept
        if len(coming.queue) or never_played:
            self._past = self.counters()
            self._part_from(line)
            self._line, self._coming, self._told = coming, None, None
        elif now_s - coming.since_s > SWITCH_PATIENCE_S:
            self._part_from(coming)
            self._coming = None
            self._not_before_s = now_s + SWITCH_AGAIN_S

    def _part_from(self, line: _Line) -> None:
        line.feed.stop()
        self._parting = [feed for feed in self._parting if not feed.join(0.0)] + [line.feed]

    def _fall_back(self, line: _Line) -> _Line:
        """A small stream that cannot be had is no reason to show nothing."""
        if line.choice == "main" or self._coming is not None:
            return line
        state = line.feed.state
        if state.phase is LivePhase.LOST and (not self._kept or self._taken_away(state)):
            received, lost, reconnects = self.counters()
            # A tile that had played and was lost is connected again, if by its other stream.
            self._past = (received, lost, reconnects + bool(self._kept))
            self._part_from(line)
            line = self._line = self._new_line("main")
            self._not_before_s = time.monotonic() + SWITCH_AGAIN_S
        return line

    def _taken_away(self, state: LiveState) -> bool:
        """Whether a small stream that had played is gone while its camera is there.

        One that was cut comes back by itself, and a camera that does not answer
        has no main stream either: 25 of them must not come back with 25 large
        streams because a switch was restarted.
        """
        if state.tries < GIVEN_UP_TRIES:
            return False
        elsewhere = device_of(self._media.sub_url) != device_of(self._media.url)
        return elsewhere or state.reason in ANSWERED

    # -- what has happened -------------------------------------------------

    def counters(self) -> tuple[int, int, int]:
        """Bytes received, packets lost and connections made again, since it was opened."""
        past = self._past
        if self._line is None:
            return past
        feed = self._line.feed
        return (
            past[0] + feed.received_bytes,
            past[1] + feed.lost_packets,
            past[2] + feed.reconnects,
        )

    @property
    def decode_errors(self) -> int:
        """Coded pictures that could not be decoded, since it was opened."""
        return self._decoder.errors

    @property
    def pictures(self) -> int:
        """Pictures decoded since it was opened."""
        return self._decoder.pictures

    @property
    def backlog(self) -> int:
        """Coded pictures that have come and wait to be read."""
        return len(self._line.queue) if self._line is not None else 0

    @property
    def late(self) -> int:
        """How often pictures were found waiting too long: the machine does not keep up."""
        return self._line.queue.late if self._line is not None else 0

    # -- reading -----------------------------------------------------------

    def close(self) -> None:
        """Stop receiving; the connections' threads end by themselves soon after."""
        for line in (self._line, self._coming):
            if line is not None:
                self._part_from(line)
        self._line = self._coming = None
        self._decoder.begin_anew()
        self._kept.clear()

    def join(self, timeout_s: float) -> bool:
        """After ``close``: wait for the connections' threads; whether they have ended."""
        deadline_s = time.monotonic() + timeout_s
        return all(feed.join(max(0.0, deadline_s - time.monotonic())) for feed in self._parting)

    def seek(self, media_time_us: int) -> None:
        """A live camera has no other time than now."""

    def set_keyframes_only(self, on: bool) -> None:
        """Decode keyframes alone; all pictures come back at the next keyframe."""
        self._decoder.set_keyframes_only(on)

    def read(self) -> Picture | Nothing:
        """The next picture received, or NOTHING; raises the fault of a loss once."""
        if self._line is None:
            raise SourceFault(SOURCE_CLOSED, camera=label_of(self._media))
        self._change_over()
        line = self._line
        while (packet := line.queue.get()) is not None:
            picture = self._decode(packet)
            if picture is not None:
                return picture
        line = self._fall_back(line)
        self._watch(line)
        fault = line.feed.state.fault
        if fault is not None and fault is not self._told:
            self._told = fault
            raise fault
        return NOTHING

    def still(self, media_time_us: int) -> Still:
        """The kept picture nearest to that time."""
        if not self._kept:
            raise SourceFault(LIVE_NO_STILL, camera=label_of(self._media))
        from app.video.pictures.png import still_of  # numpy is for stills alone

        kept = min(self._kept, key=lambda each: abs(each[0] - media_time_us))
        return still_of(kept[1], kept[0])

    def _decode(self, packet: LivePacket) -> Picture | None:
        picture = self._decoder.decode(packet)
        if picture is not None:
            self._kept.append((picture.media_time_us, picture.frame))
            self._pictured_s = time.monotonic()
        return picture

    def _patience_s(self) -> float:
        interval_us = self.keyframe_interval_us
        if interval_us is None:
            return PICTURE_PATIENCE_S
        return max(self._stall_s, PATIENT_INTERVALS * interval_us / US_PER_S)

    def _watch(self, line: _Line) -> None:
        """Packets that never become a picture: say so and connect again."""
        now_s = time.monotonic()
        if line.feed.state.phase is not LivePhase.PLAYING:
            self._pictured_s = now_s
        elif self._decoder.hopeless() or now_s - self._pictured_s > self._patience_s():
            self._decoder.begin_anew()
            self._pictured_s = now_s
            seen = self._decoder.pictures > 0
            line.feed.renew((stalled_fault if seen else unreadable_fault)(self._media))
