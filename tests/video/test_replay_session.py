"""One session with a recorder that jumps: which pictures are taken, and at which times."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.video.media import RecorderKind, RecorderPlayback
from app.video.replay import session as sessions
from app.video.replay.session import Ask, ReplaySession
from app.video.replay.times import EXTENSION_PROFILE, ntp_bytes
from app.video.rtsp.message import RtspResponse
from app.video.rtsp.rtp import RtpPacket
from app.video.rtsp.sdp import SdpMedia, parse_sdp

AT_US = 1_780_000_000_000_000
FAR_US = AT_US + 3_600_000_000
SDP = (
    "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
    "a=rtpmap:96 H264/90000\r\na=control:track1\r\n"
)
SPS, PPS = b"\x67sps", b"\x68pps"


class Spoken:
    """In the place of the client: what each PLAY brings."""

    def __init__(self, plays: list[list[RtpPacket]]) -> None:
        self._plays, self._packets = plays, list[RtpPacket]()
        self._sequence = 3

    def describe(self) -> tuple[SdpMedia, ...]:
        return parse_sdp(SDP, "rtsp://c/")

    def setup(self, _media: SdpMedia, _headers: Mapping[str, str]) -> None: ...

    def play(self, headers: Mapping[str, str]) -> RtspResponse:
        self._packets += self._plays.pop(0)
        self._sequence += 1
        told = {"cseq": str(self._sequence), "range": headers["Range"]}
        return RtspResponse(200, "OK", told)

    def receive(self, _timeout_s: float) -> RtpPacket | None:
        return self._packets.pop(0) if self._packets else None

    def teardown(self) -> None: ...


def keyframe(sequence: int, stamp: int, time_us: int, cseq: int, body: bytes) -> list[RtpPacket]:
    """Three packets, of which the first tells the picture's time."""
    told = ntp_bytes(time_us) + bytes([0x80, cseq, 0, 0])
    payloads = (SPS, PPS, b"\x65" + body)
    return [
        RtpPacket(
            sequence + place, stamp, place == 2, payload,
            None if place else EXTENSION_PROFILE, b"" if place else told, 0, 96,
        )
        for place, payload in enumerate(payloads)
    ]  # fmt: skip


def taken(session: ReplaySession) -> list[tuple[int, bytes]]:
    found = []
    for _ in range(20):
        found += [(each.coded.time_us, each.coded.data[-3:]) for each in session.receive(0.0)]
    return found


def test_the_rest_of_a_picture_that_a_jump_cut_is_not_taken_for_the_new_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = keyframe(1, 12_345, AT_US, 4, b"one")
    cut = keyframe(4, 15_345, AT_US + 1_000_000, 4, b"two")
    after = keyframe(7, 12_345, FAR_US, 5, b"new")
    spoken = Spoken([[*before, cut[0]], [*cut[1:], *after]])
    monkeypatch.setattr(sessions, "RtspClient", lambda *_all, **_named: spoken)
    session = ReplaySession(RecorderPlayback(RecorderKind.ONVIF, "rtsp://127.0.0.1:9", "1"))
    session.play(Ask(AT_US))
    assert taken(session) == [(AT_US, b"one")]
    session.play(Ask(FAR_US))
    assert taken(session) == [(FAR_US, b"new")]
