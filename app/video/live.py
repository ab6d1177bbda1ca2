"""Live RTSP as a video source: never waits, always the newest."""

from __future__ import annotations

from collections import deque
from typing import Any

import av

from app.video.address import check_address
from app.video.faults import LIVE_NO_STILL, SOURCE_CLOSED, SourceFault
from app.video.live_faults import label_of
from app.video.live_feed import STALL_S, LiveFeed, LivePhase, LiveState
from app.video.live_queue import LivePacket, PacketQueue, StreamFacts
from app.video.media import US_PER_S, LiveStream, Still
from app.video.picture_png import still_of
from app.video.picture_shape import pixel_aspect
from app.video.source import NOTHING, MediaInfo, Nothing, Picture, VideoSource

KEPT_PICTURES = 4
_DEFAULT_STEP_US = 40_000


class LiveSource(VideoSource):
    """Decodes what its feed has received; media time is the wall clock at reception, UTC."""

    live = True

    def __init__(self, media: LiveStream, stall_s: float = STALL_S) -> None:
        self._media = media
        self._stall_s = stall_s
        self._queue = PacketQueue()
        self._feed: LiveFeed | None = None
        self._closing: LiveFeed | None = None
        self._facts: StreamFacts | None = None
        self._codec: Any = None
        self._keys = False
        self._await_keyframe = True
        self._told: SourceFault | None = None
        self._kept: deque[tuple[int, av.VideoFrame]] = deque(maxlen=KEPT_PICTURES)
        self._last_us = 0
        self._last_key: LivePacket | None = None
        self.keyframe_interval_us: int | None = None

    def open(self) -> MediaInfo:
        """Begin to connect and return at once; sizes are 0 until the first picture.

        Raises AddressFault for an address that cannot be a camera's.
        """
        check_address(self._media.url)
        if self._feed is None:
            self._feed = LiveFeed(self._media, self._queue, self._stall_s)
            self._feed.start()
        return self.info()

    def info(self) -> MediaInfo:
        """What is known of the stream by now."""
        facts = self._facts
        if facts is None:
            return MediaInfo(0, 0, None, "", None)
        return MediaInfo(
            facts.width, facts.height, facts.rate_hz, facts.codec, self.keyframe_interval_us
        )

    def state(self) -> LiveState:
        """Connecting, playing, or lost and why."""
        return self._feed.state if self._feed is not None else LiveState(LivePhase.CONNECTING)

    def close(self) -> None:
        """Stop receiving; the connection's thread ends by itself soon after."""
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.stop()
            self._closing = feed
        self._codec = None
        self._facts = None
        self._kept.clear()

    def join(self, timeout_s: float) -> bool:
        """After ``close``: wait for the connection's thread; whether it has ended."""
        return self._closing is None or self._closing.join(timeout_s)

    def seek(self, media_time_us: int) -> None:
        """A live camera has no other time than now."""

    def set_keyframes_only(self, on: bool) -> None:
        """Decode keyframes alone; all pictures come back at the next keyframe."""
        if on != self._keys:
            self._keys = on
            self._await_keyframe = True

    def read(self) -> Picture | Nothing:
        """The next picture received, or NOTHING; raises the fault of a loss once."""
        feed = self._feed
        if feed is None:
            raise SourceFault(SOURCE_CLOSED, camera=label_of(self._media))
        while (packet := self._queue.get()) is not None:
            picture = self._decode(packet)
            if picture is not None:
                return picture
        fault = feed.state.fault
        if fault is not None and fault is not self._told:
            self._told = fault
            raise fault
        return NOTHING

    def still(self, media_time_us: int) -> Still:
        """The kept picture nearest to that time."""
        if not self._kept:
            raise SourceFault(LIVE_NO_STILL, camera=label_of(self._media))
        kept = min(self._kept, key=lambda each: abs(each[0] - media_time_us))
        return still_of(kept[1], kept[0])

    # -- decoding ----------------------------------------------------------

    def _decode(self, packet: LivePacket) -> Picture | None:
        if packet.facts is not self._facts:
            self._begin(packet.facts)
        if packet.keyframe:
            self._learn_interval(packet)
            if self._await_keyframe:
                self._codec.flush_buffers()
                self._await_keyframe = False
        elif self._keys or self._await_keyframe:
            return None
        return self._newest(packet)

    def _begin(self, facts: StreamFacts) -> None:
        codec = av.CodecContext.create(facts.codec, "r")
        codec.thread_count = 1
        if facts.extradata is not None:
            codec.extradata = facts.extradata
        codec.open()
        self._codec, self._facts = codec, facts
        self._await_keyframe = True
        self._last_key = None

    def _newest(self, packet: LivePacket) -> Picture | None:
        coded: Any = av.Packet(packet.data)
        coded.pts = packet.received_us
        try:
            frames = self._codec.decode(coded)
            if self._keys and not frames:
                frames = self._codec.decode(None)
                self._codec.flush_buffers()
        except av.FFmpegError:
            self._await_keyframe = True  # lost data: the picture would be torn until then
            return None
        if not frames:
            return None
        frame = frames[-1]
        self._last_us = max(self._last_us + 1, frame.pts or packet.received_us)
        self._kept.append((self._last_us, frame))
        rate_hz = packet.facts.rate_hz
        step_us = round(US_PER_S / rate_hz) if rate_hz else _DEFAULT_STEP_US
        shape = pixel_aspect(self._codec.sample_aspect_ratio)
        return Picture(self._last_us, frame, bool(frame.key_frame), step_us, shape)

    def _learn_interval(self, packet: LivePacket) -> None:
        """By the camera's own clock where it tells one: pictures arrive in bursts."""
        last, self._last_key = self._last_key, packet
        if last is None:
            return
        if last.stream_us is not None and packet.stream_us is not None:
            step_us = packet.stream_us - last.stream_us
        else:
            step_us = packet.received_us - last.received_us
        if step_us > 0:
            self.keyframe_interval_us = step_us
