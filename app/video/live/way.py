"""The two ways to a live camera: our own RTSP client, or the codec library's network part."""

from __future__ import annotations

import threading
import time
from typing import Any, Protocol

import av

from app.video.address import with_credentials
from app.video.live.faults import ended_fault, fault_of, label_of, stalled_fault, unreadable_fault
from app.video.live.queue import LivePacket, StreamFacts
from app.video.media import US_PER_S, LiveStream
from app.video.rtsp.client import RtspClient
from app.video.rtsp.depacketize import AccessUnit, Depacketizer, make_depacketizer
from app.video.rtsp.sdp import SdpMedia

av.logging.set_level(None)  # its log callback takes the GIL and can stop every decode thread

_OPEN_FACTOR = 2.5  # opening is several questions and answers, each within the socket's timeout
_TURNS = 1 << 32


class NotSpoken(Exception):  # noqa: N818 - no error: the other way is taken
    """The camera offers only what our own client does not read."""


class LiveWay(Protocol):
    """One connection to a camera."""

    @property
    def received_bytes(self) -> int:
        """Bytes of this connection so far."""

    @property
    def lost_packets(self) -> int:
        """Packets of this connection that never came."""

    def connect(self) -> None:
        """Have the camera send; raises SourceFault, or NotSpoken."""

    def receive(self, timeout_s: float) -> LivePacket | None:
        """The next coded picture; None where none is complete yet. Raises SourceFault."""

    def wake(self) -> None:
        """From another thread: have ``connect`` or ``receive`` come to an end soon."""

    def close(self) -> None:
        """Say goodbye and let go."""


class RtspWay:
    """By our own client: nothing is probed, so the first picture is there at once."""

    def __init__(self, media: LiveStream, connection: int, timeout_s: float) -> None:
        self._media = media
        self._number = connection
        self._client = RtspClient(
            media.url, media.user, media.password, media.transport, timeout_s, label_of(media)
        )
        self._depacketizer: Depacketizer | None = None
        self._clock_hz = 90_000
        self._stamp = StampLine()
        self._ready: list[AccessUnit] = []
        self._connected = threading.Event()
        self.facts: StreamFacts | None = None

    def connect(self) -> None:
        """Describe, set up and play the first stream that can be read."""
        offered = self._client.describe()
        media = next((each for each in offered if each.known), None)
        if media is None:
            raise NotSpoken
        self._client.setup(media)
        self._client.play()
        self._begin(media)
        self._connected.set()

    def _begin(self, media: SdpMedia) -> None:
        self._depacketizer = make_depacketizer(media)
        self._clock_hz = media.clock_rate_hz
        width, height = media.size or (0, 0)
        extradata = media.extradata or None
        self.facts = StreamFacts(self._number, media.codec, extradata, width, height, media.rate_hz)

    def receive(self, timeout_s: float) -> LivePacket | None:
        """One coded picture, as soon as its last packet is there."""
        deadline_s = time.monotonic() + timeout_s
        assert self._depacketizer is not None
        while not self._ready:
            left_s = deadline_s - time.monotonic()
            packet = self._client.receive(left_s) if left_s > 0 else None
            if packet is None:
                return None
            self._ready = self._depacketizer.push(packet)
        return self._packet(self._ready.pop(0))

    def _packet(self, unit: AccessUnit) -> LivePacket:
        assert self.facts is not None
        stream_us = self._stamp.along(unit.rtp_timestamp) * US_PER_S // self._clock_hz
        received_us = unit.received_ns // 1000
        return LivePacket(
            self.facts, unit.data, unit.keyframe, received_us, stream_us, unit.damaged
        )

    @property
    def received_bytes(self) -> int:
        """Bytes of this connection so far."""
        return self._client.received_bytes

    @property
    def lost_packets(self) -> int:
        """Packets of this connection that never came."""
        return self._client.lost_packets

    def wake(self) -> None:
        """While connecting, break off; a session that plays ends politely by itself."""
        if not self._connected.is_set():
            self._client.close()

    def close(self) -> None:
        """Tear the session down, so that a recorder gives its place to the next one."""
        self._client.teardown()


class StampLine:
    """RTP's 32-bit times laid out on one line that does not jump back when they wrap."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._line = 0

    def along(self, stamp: int) -> int:
        """The place of a time on the line, beginning at 0."""
        if self._last is not None:
            step = (stamp - self._last + _TURNS // 2) % _TURNS - _TURNS // 2
            self._line += step
        self._last = stamp
        return self._line


class AvWay:
    """By the codec library: other codings than ours, rtsps, http."""

    lost_packets = 0  # the library does not tell

    def __init__(self, media: LiveStream, connection: int, timeout_s: float) -> None:
        self._media = media
        self._number = connection
        self._stall_s = timeout_s
        self._container: Any = None
        self._packets: Any = None
        self._playing = False
        self.facts: StreamFacts | None = None
        self.received_bytes = 0

    def connect(self) -> None:
        """Open and look at the beginning of the stream."""
        media = self._media
        options = {
            "timeout": str(round(self._stall_s * 1_000_000)),
            "analyzeduration": "500000",
            "probesize": "100000",
            "fpsprobesize": "0",
            "max_delay": "300000",
        }
        if media.url.lower().startswith("rtsp"):
            options |= {"rtsp_transport": media.transport, "allowed_media_types": "video"}
        # The socket's own timeout starts anew with every byte; these two do not.
        limits_s = (_OPEN_FACTOR * self._stall_s, self._stall_s)
        url = with_credentials(media.url, media.user, media.password)
        began_s = time.monotonic()
        try:
            self._container = av.open(url, options=options, timeout=limits_s)
        except (av.FFmpegError, OSError, ValueError) as error:
            silent = time.monotonic() - began_s > 0.9 * self._stall_s
            raise fault_of(error, media, playing=False, silent=silent) from None
        stream = next(iter(self._container.streams.video), None)
        if stream is None or stream.codec_context is None:
            raise unreadable_fault(media)
        self.facts = self._facts(stream)
        self._packets = self._container.demux(stream)

    def receive(self, timeout_s: float) -> LivePacket | None:  # noqa: ARG002 - the library's own limit counts
        """The next packet; waits as long as the time after which it counts as stalled.

        After a silence as long as the socket's timeout the library hands over
        one last packet that it had kept back, then waits as long again: the
        length of the silence tells that the stream stalled.
        """
        began_s = time.monotonic()
        try:
            packet = next(self._packets, None)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise fault_of(error, self._media, playing=self._playing) from None
        if time.monotonic() - began_s > 0.95 * self._stall_s:
            raise stalled_fault(self._media)
        if packet is None:
            raise ended_fault(self._media)
        if not packet.size:
            return None
        return self._packet(packet)

    def _packet(self, packet: Any) -> LivePacket:
        assert self.facts is not None
        self._playing = True
        self.received_bytes += packet.size
        stream_us = None
        if packet.pts is not None:
            stream_us = int(packet.pts * packet.time_base * US_PER_S)
        received_us = time.time_ns() // 1000
        keyframe, damaged = bool(packet.is_keyframe), bool(packet.is_corrupt)
        return LivePacket(self.facts, bytes(packet), keyframe, received_us, stream_us, damaged)

    def _facts(self, stream: Any) -> StreamFacts:
        codec = stream.codec_context
        rate = stream.average_rate or stream.guessed_rate
        extradata = bytes(codec.extradata) if codec.extradata else None
        return StreamFacts(
            self._number, codec.name, extradata, codec.width, codec.height,
            float(rate) if rate else None,
        )  # fmt: skip

    def wake(self) -> None:
        """The library cannot be woken; its own limits end it."""

    def close(self) -> None:
        """Let go; may take a moment."""
        if self._container is not None:
            self._container.close()
