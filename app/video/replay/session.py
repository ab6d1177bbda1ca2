"""One RTSP session with a recorder: asks for a stretch and tells each picture's true time."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from app.video.faults import LIVE_UNREADABLE
from app.video.media import US_PER_S, RecorderKind, RecorderPlayback
from app.video.replay.address import WRITES_LOCAL_TIMES, absolute, replay_address
from app.video.replay.faults import NO_REPLAY, replay_fault, replay_label
from app.video.replay.leap import LeapWatch
from app.video.replay.policy import PLAIN, Delivery, ability_of
from app.video.replay.store import Coded
from app.video.replay.times import (
    EXTENSION_PROFILE,
    FrameTime,
    as_local_us,
    clock_range,
    frame_time,
    range_ends_us,
    range_start_us,
)
from app.video.rtsp.client import RtspClient
from app.video.rtsp.depacketize import AccessUnit, Depacketizer, make_depacketizer
from app.video.rtsp.faults import RtspFault
from app.video.rtsp.message import RtspResponse
from app.video.rtsp.rtp import RtpPacket
from app.video.rtsp.sdp import SdpMedia

TIMEOUT_S = 5.0
_STAMPS = 1 << 32
_CLOCK_RATE_HZ = 90_000  # of video, as long as nothing else is told
_RTP_TIME = re.compile(r"rtptime=(\d{1,10})")
_SEQUENCE = re.compile(r"seq=(\d{1,10})")
_REQUIRE = {"Require": "onvif-replay"}
_UNSUPPORTED = 551


@dataclass(frozen=True)
class Ask:
    """What to play: from one moment (true UTC), to another or on, and how."""

    from_us: int
    to_us: int | None = None
    delivery: Delivery = PLAIN


@dataclass(frozen=True, slots=True)
class Arrived:
    """One picture; ``terminal``: the recorder says that nothing follows."""

    coded: Coded
    terminal: bool = False


class ReplaySession:
    """Connects at the first ``play``; raises what its client raises (see RtspClient)."""

    def __init__(self, media: RecorderPlayback, timeout_s: float = TIMEOUT_S) -> None:
        self._media = media
        self._ability = ability_of(media)
        self._timeout_s = timeout_s
        self._client: RtspClient | None = None
        self._depacketizer: Depacketizer | None = None
        self._headers: Mapping[str, str] = _REQUIRE if media.kind is RecorderKind.ONVIF else {}
        self._ask = Ask(0)
        self._zero_us = 0  # time of the picture whose stamp is _zero_stamp
        self._zero_stamp: int | None = None
        self._last_stamp = 0
        self._turns = 0
        self._jumped = False  # pictures of an older PLAY are to be left out
        self._numbers = False  # the recorder tells to which PLAY a picture belongs
        self._first_sequence: int | None = None
        self._leaps = LeapWatch(_CLOCK_RATE_HZ)
        self._deaf_until_s = 0.0
        self.exact = False  # it tells each picture's own time
        self.ends_us: tuple[int, int] | None = None
        self.stream: SdpMedia | None = None
        self.response: RtspResponse | None = None

    @property
    def received_bytes(self) -> int:
        """Everything received so far."""
        return self._client.received_bytes if self._client is not None else 0

    def play(self, ask: Ask) -> None:
        """Have it sent; while it plays already, go elsewhere (on a new connection if need be)."""
        jumps = self._client is not None and absolute(self._media.kind)
        if not jumps:
            self._connect(ask)
        client = self._client
        if client is None:
            return
        self._ask = ask
        headers = self._play_headers(ask, immediate=jumps)
        response = client.play(headers)
        self.response = response
        self._begin(ask, response, jumped=jumps)

    def describe(self, ask: Ask) -> Mapping[str, str]:
        """Connect and ask what there is; the headers of the answer (see ``ends_us``)."""
        self._connect(ask)
        client = self._client
        if client is None:
            return {}
        response = client.request("DESCRIBE", {"Accept": "application/sdp"})
        ends = range_ends_us(response.body.decode("utf-8", "replace"))
        offset_us = self._media.clock_offset_us
        self.ends_us = None if ends is None else (ends[0] + offset_us, ends[1] + offset_us)
        return response.headers

    def ask_time(self) -> str:
        """The Date header of a small answer; "" where there is none."""
        client = self._client
        return "" if client is None else client.request("OPTIONS").headers.get("date", "")

    def receive(self, timeout_s: float) -> list[Arrived]:
        """What has come within the time, maybe nothing."""
        client, depacketizer = self._client, self._depacketizer
        if client is None or depacketizer is None:
            return []
        packet = client.receive(timeout_s)
        if packet is None:
            return []
        leaps = self._leaps.leaps(packet.timestamp)
        if self._first_sequence is not None:
            before = bool((packet.sequence - self._first_sequence) & 0x8000)
            if before and not leaps and not self._is_told_new(packet):
                return []  # sent before the jump
            if before:
                self._count_from(packet.timestamp)
            self._first_sequence = None
            depacketizer.reset()
        arrived = (self._arrived(unit) for unit in depacketizer.push(packet))
        return [each for each in arrived if each is not None]

    def keep_alive(self) -> None:
        """Say that we are still there while nothing is read."""
        if self._client is not None:
            self._client.keep_alive()

    def hang_up(self) -> None:
        """End it, and give the recorder a moment to count it as ended; never raises."""
        client, self._client = self._client, None
        if client is not None:
            client.teardown()

    def abort(self) -> None:
        """End it at once, from any thread; ``receive`` comes back with a fault."""
        client = self._client
        if client is not None:
            client.close()

    # -- asking ------------------------------------------------------------

    def _connect(self, ask: Ask) -> None:
        self.hang_up()
        media = self._media
        url = replay_address(media, ask.from_us, ask.to_us)
        client = RtspClient(
            url, media.user, media.password, timeout_s=self._timeout_s, label=replay_label(media)
        )
        self._client = client
        try:
            streams = client.describe()
            stream = next((each for each in streams if each.known), None)
            if stream is None:
                raise replay_fault(LIVE_UNREADABLE, media)
            client.setup(stream, self._headers)
        except RtspFault as fault:
            if fault.status == _UNSUPPORTED:
                raise replay_fault(NO_REPLAY, media) from fault
            raise
        self.stream, self._depacketizer = stream, make_depacketizer(stream)
        self._leaps = LeapWatch(stream.clock_rate_hz)

    def _play_headers(self, ask: Ask, *, immediate: bool) -> dict[str, str]:
        headers = dict(self._headers)
        how = ask.delivery
        if absolute(self._media.kind):
            offset_us = self._media.clock_offset_us
            to_us = None if ask.to_us is None else ask.to_us - offset_us
            headers["Range"] = clock_range(ask.from_us - offset_us, to_us)
        else:
            headers["Range"] = "npt=0-"
        if how.unpaced:
            headers["Rate-Control"] = "no"
        if how.intra_us is not None:
            headers["Frames"] = f"intra/{how.intra_us // 1000}" if how.intra_us else "intra"
        if how.scale != 1.0:
            headers["Scale"] = f"{how.scale:.1f}"
        if immediate:
            headers["Immediate"] = "yes"
        return headers

    def _begin(self, ask: Ask, response: RtspResponse, *, jumped: bool) -> None:
        """From here on pictures belong to this PLAY."""
        told_us = self._told_us(response.headers.get("range", ""), ask)
        self._zero_us = self._asked_us(ask) if told_us is None else told_us
        info = response.headers.get("rtp-info", "")
        stamp, sequence = _RTP_TIME.search(info), _SEQUENCE.search(info)
        self._zero_stamp = int(stamp[1]) % _STAMPS if stamp is not None else None
        self._turns, self._last_stamp = 0, self._zero_stamp or 0
        self._first_sequence, self._jumped = None, jumped
        if jumped:
            self._first_sequence = int(sequence[1]) & 0xFFFF if sequence is not None else None
            self._deaf_until_s = time.monotonic() + self._timeout_s / 2
            if self._depacketizer is not None:
                self._depacketizer.reset()

    # -- times -------------------------------------------------------------

    def _told_us(self, header: str, ask: Ask) -> int | None:
        """Where the answer says that it begins; of a recorder that writes local times the
        reading that lies nearest to what was asked, since some of them write UTC there."""
        told_us, offset_us = range_start_us(header), self._media.clock_offset_us
        if told_us is None or self._media.kind not in WRITES_LOCAL_TIMES:
            return None if told_us is None else told_us + offset_us
        readings = (told_us, *as_local_us(told_us, self._media.time_zone))
        return min((each + offset_us for each in readings), key=lambda us: abs(us - ask.from_us))

    def _arrived(self, unit: AccessUnit) -> Arrived | None:
        told = None
        if unit.extension_profile == EXTENSION_PROFILE:
            told = frame_time(unit.extension)
        if not self._belongs(told):
            return None
        if told is None:
            return Arrived(Coded(self._counted_us(unit.rtp_timestamp), unit.data, unit.keyframe))
        self.exact = True
        time_us = told.time_us + self._media.clock_offset_us
        keyframe = unit.keyframe or told.clean_point
        coded = Coded(time_us, unit.data, keyframe, told.discontinuity)
        return Arrived(coded, told.terminal)

    def _belongs(self, told: FrameTime | None) -> bool:
        """Whether it was sent for the PLAY in force.

        Not every recorder numbers as it should; of those that do not, the first
        picture that does not follow the one before it is taken for the new place.
        """
        if self.response is None:
            return True
        if told is None:
            # Where pictures tell their times, one without began before the jump: only the
            # rest of its packets came after it.
            late = time.monotonic() > self._deaf_until_s
            return late or not (self._jumped and self.exact)
        right = self._is_numbered_right(told)
        if not self._jumped:
            self._numbers = right
            return True
        if (
            right
            or time.monotonic() > self._deaf_until_s
            or (told.discontinuity and not self._numbers)
        ):
            self._jumped = False
        return not self._jumped

    def _count_from(self, stamp: int) -> None:
        """The new place begins before the packet that the answer named, and at what was asked.

        A server that sends at once may name the newest packet and place when it wrote
        its answer, one of them later than the other (GStreamer's does).
        """
        self._zero_us, self._zero_stamp = self._asked_us(self._ask), stamp
        self._turns, self._last_stamp = 0, stamp

    def _asked_us(self, ask: Ask) -> int:
        return ask.from_us if absolute(self._media.kind) else _whole_second(ask.from_us)

    def _is_told_new(self, packet: RtpPacket) -> bool:
        """Whether the packet itself says that it was sent for the PLAY in force."""
        if packet.extension_profile != EXTENSION_PROFILE or not self._numbers:
            return False
        told = frame_time(packet.extension)
        return told is not None and self._is_numbered_right(told)

    def _is_numbered_right(self, told: FrameTime) -> bool:
        return self.response is not None and told.cseq == self.response.sequence & 0xFF

    def _counted_us(self, stamp: int) -> int:
        """By the stream's own clock since the first picture."""
        if self._zero_stamp is None:
            self._zero_stamp = self._last_stamp = stamp
        step = (stamp - self._last_stamp + _STAMPS // 2) % _STAMPS - _STAMPS // 2
        self._turns += step
        self._last_stamp = stamp
        rate_hz = self.stream.clock_rate_hz if self.stream is not None else _CLOCK_RATE_HZ
        elapsed_us = self._turns * US_PER_S // rate_hz
        how = self._ask.delivery
        if self._ability.stamps_scaled and not how.unpaced:
            elapsed_us = round(elapsed_us * abs(how.scale))
        return self._zero_us + elapsed_us


def _whole_second(time_us: int) -> int:
    return time_us // US_PER_S * US_PER_S
