"""From RTP packets back to coded pictures; the codecs' own rules are in their modules."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from app.video.faults import LIVE_UNREADABLE, SourceFault
from app.video.rtsp.rtp import RtpPacket
from app.video.rtsp.sdp import SdpMedia

UNIT_MOST = 16 * 1024 * 1024
"""Bytes of one coded picture; a larger one is no picture."""
START = b"\x00\x00\x00\x01"


@dataclass(slots=True)
class AccessUnit:
    """One coded picture: Annex B with start codes, or a JPEG file.

    ``damaged``: packets were lost in it or just before it. ``extension``: the
    RTP header extension of its first packet. ``received_ns``: when its last
    packet came, nanoseconds since the epoch, UTC.
    """

    data: bytes
    rtp_timestamp: int
    keyframe: bool
    damaged: bool
    extension: bytes | None
    received_ns: int
    extension_profile: int | None = None


class Depacketizer(ABC):
    """Joins the packets of one stream; one for each session, fed in order."""

    def __init__(self, media: SdpMedia) -> None:
        self._type = media.payload_type
        self._expected: int | None = None
        self._timestamp: int | None = None
        self._size = 0
        self._damaged = False
        self._first: RtpPacket | None = None
        self._last_ns = 0

    def push(self, packet: RtpPacket) -> list[AccessUnit]:
        """The pictures that this packet completes: none, one, or two."""
        if packet.payload_type != self._type:
            return []
        units: list[AccessUnit] = []
        gap = self._expected is not None and packet.sequence != self._expected
        self._expected = (packet.sequence + 1) & 0xFFFF
        if self._timestamp is not None and packet.timestamp != self._timestamp:
            self._damaged |= gap and self._size > 0
            units += self._finish()
        if gap:
            self._damaged = True
            self._broken()
        if self._first is None:
            self._first = packet
        self._timestamp, self._last_ns = packet.timestamp, packet.received_ns
        if self._size + len(packet.payload) > UNIT_MOST:
            self._clear()
            self._size, self._damaged = 0, True
        else:
            self._size += len(packet.payload)
            self._add(memoryview(packet.payload))
        if packet.marker:
            units += self._finish()
            self._timestamp = None
        return units

    def reset(self) -> None:
        """Forget what is unfinished: the server goes on elsewhere."""
        self._clear()
        self._expected = self._timestamp = self._first = None
        self._size, self._damaged = 0, False

    def _finish(self) -> list[AccessUnit]:
        first, damaged = self._first, self._damaged
        data, keyframe = self._take()
        self._first, self._size, self._damaged = None, 0, False
        if first is None:
            return []
        if not data:
            self._damaged = damaged  # the loss counts for what follows
            return []
        profile = first.extension_profile
        extension = first.extension if profile is not None else None
        return [
            AccessUnit(data, first.timestamp, keyframe, damaged, extension, self._last_ns, profile)
        ]

    @abstractmethod
    def _add(self, payload: memoryview) -> None:
        """One packet's payload of the present picture."""

    @abstractmethod
    def _broken(self) -> None:
        """Packets are missing before the next one."""

    @abstractmethod
    def _take(self) -> tuple[bytes, bool]:
        """The finished picture (or nothing) and whether decoding can begin with it."""

    @abstractmethod
    def _clear(self) -> None:
        """Forget what was added."""


def make_depacketizer(media: SdpMedia) -> Depacketizer:
    """The one for the stream's coding; raises SourceFault for a coding that is not known here."""
    if media.codec == "h264":
        from app.video.rtsp.h264 import H264Depacketizer

        return H264Depacketizer(media)
    if media.codec == "hevc":
        from app.video.rtsp.h265 import H265Depacketizer

        return H265Depacketizer(media)
    if media.codec == "mjpeg":
        from app.video.rtsp.jpeg import JpegDepacketizer

        return JpegDepacketizer(media)
    raise SourceFault(LIVE_UNREADABLE, camera=media.control, address=media.control)
