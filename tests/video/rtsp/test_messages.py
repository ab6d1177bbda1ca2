"""RTSP messages and session descriptions, good ones and whatever else a server may send."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.video.rtsp.auth import Credentials, parse_challenges
from app.video.rtsp.message import (
    MessageError,
    RtspResponse,
    ServerRequest,
    parse_head,
    request_bytes,
    session_of,
)
from app.video.rtsp.sdp import join_control, parse_sdp, session_control_of
from app.video.rtsp.stream_parser import JUNK_MOST, Frame, StreamParser

SDP = """v=0
o=- 1 1 IN IP4 10.0.0.2
s=Media
a=control:*
m=audio 0 RTP/AVP 0
a=control:track2
m=video 0 RTP/AVP 96
a=rtpmap:96 H264/90000
a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z0LAC9oINoQ=,aM4PyA==
a=framerate:25.0
a=x-dimensions:1920,1080
a=control:trackID=1
m=video 0 RTP/AVP 98
a=rtpmap:98 H265/90000
a=fmtp:98 sprop-vps=QAEM;sprop-sps=QgEB;sprop-pps=RAHA
a=control:rtsp://10.0.0.2/other
m=video 0 RTP/AVP 26
m=video 0 RTP/AVP 97
a=rtpmap:97 MP4V-ES/90000
"""


def test_a_description_is_read():
    audio, h264, h265, jpeg, other = parse_sdp(SDP, "rtsp://camera/live/")
    assert (audio.kind, audio.known) == ("audio", False)
    assert (h264.codec, h264.clock_rate_hz, h264.payload_type) == ("h264", 90_000, 96)
    assert h264.control == "rtsp://camera/live/trackID=1"
    assert h264.extradata.startswith(b"\0\0\0\1\x67")
    assert h264.extradata.count(b"\0\0\0\1") == 2
    assert (h264.size, h264.rate_hz, h264.known) == ((1920, 1080), 25.0, True)
    assert (h265.codec, h265.control) == ("hevc", "rtsp://10.0.0.2/other")
    assert h265.extradata.count(b"\0\0\0\1") == 3
    assert (jpeg.codec, jpeg.known) == ("mjpeg", True)
    assert (other.codec, other.known) == ("mp4v-es", False)
    assert session_control_of(SDP, "rtsp://camera/live") == "rtsp://camera/live"


def test_digits_that_are_no_numbers_are_survived():
    assert parse_sdp("m=video 0 RTP/AVP 9³", "rtsp://c/") == ()
    (media,) = parse_sdp("m=video 0 RTP/AVP 96\na=rtpmap:96 H264/9²", "rtsp://c/")
    assert media.clock_rate_hz == 90_000


def test_control_addresses_are_appended_as_cameras_mean_it():
    assert join_control("rtsp://c/cam?x=1", "trackID=1") == "rtsp://c/cam?x=1/trackID=1"
    assert join_control("rtsp://c/a/", "/t") == "rtsp://c/a/t"
    assert join_control("rtsp://c/a", "") == "rtsp://c/a"


@given(st.text(max_size=400))
def test_any_text_as_description_is_survived(text: str):
    for media in parse_sdp("m=video 0 RTP/AVP 96\n" + text, "rtsp://camera/"):
        assert media.control.startswith("rtsp")


@given(st.lists(st.sampled_from(SDP.splitlines()), max_size=30), st.binary(max_size=30))
def test_descriptions_in_any_order_are_survived(lines: list[str], noise: bytes):
    parse_sdp("\n".join(lines) + noise.decode("latin-1"), "rtsp://camera/")


def test_a_session_tells_how_long_it_lives():
    assert session_of("12ab;timeout=30") == ("12ab", 30.0)
    assert session_of("12ab") == ("12ab", 60.0)
    assert session_of("x; timeout=zero") == ("x", 60.0)
    assert session_of("x;timeout=0") == ("x", 1.0)


def test_requests_hold_no_line_breaks_of_values():
    data = request_bytes("PLAY", "rtsp://c/\r\nX: 1", {"Range": "npt=0-\r\nY: 2"})
    assert data == b"PLAY rtsp://c/X: 1 RTSP/1.0\r\nRange: npt=0-Y: 2\r\n\r\n"


def test_heads_are_told_apart():
    answer = parse_head(b"RTSP/1.0 200 OK\r\nCSeq: 7\r\nWWW-Authenticate: a\r\nwww-authenticate: b")
    assert isinstance(answer, RtspResponse)
    assert (answer.status, answer.sequence) == (200, 7)
    assert answer.headers["www-authenticate"] == "a, b"
    assert parse_head(b"OPTIONS * RTSP/1.0\r\nCSeq: 1") == ServerRequest("OPTIONS", {"cseq": "1"})
    for bad in (b"", b"HTTP/1.1 200 OK", b"RTSP/1.0 abc", b"RTSP/1.0 7 x"):
        with pytest.raises(MessageError):
            parse_head(bad)


def frame(channel: int, data: bytes) -> bytes:
    return b"$" + bytes((channel,)) + len(data).to_bytes(2, "big") + data


PACKET = b"\x80\x60" + bytes(10) + b"picture"


@given(st.integers(1, 50))
def test_what_comes_in_pieces_is_put_together(step: int):
    stream = (
        frame(0, PACKET)
        + b"RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Length: 4\r\n\r\n$abc"
        + frame(1, PACKET)
        + b"\r\nOPTIONS * RTSP/1.0\r\nCSeq: 9\r\n\r\n"
        + frame(0, PACKET)
    )
    parser = StreamParser()
    parser.channels = {0, 1}
    items = []
    for at in range(0, len(stream), step):
        items += parser.feed(stream[at : at + step])
    assert [type(item) for item in items] == [Frame, RtspResponse, Frame, ServerRequest, Frame]
    assert items[1].body == b"$abc"
    assert [item.channel for item in items if isinstance(item, Frame)] == [0, 1, 0]


def test_a_sender_that_lost_its_place_is_found_again():
    parser = StreamParser()
    parser.channels = {0}
    assert parser.feed(b"\x17$\x09zz" + b"broken" * 9) == []
    (item,) = parser.feed(frame(0, PACKET))
    assert isinstance(item, Frame)


def test_what_is_no_rtsp_is_given_up():
    with pytest.raises(MessageError):
        StreamParser().feed(b"x" * (JUNK_MOST + 1))
    page = b"HTTP/1.1 200 OK\r\nServer: a\r\n\r\n<html>"
    with pytest.raises(MessageError):
        StreamParser().feed(page * (JUNK_MOST // len(page) + 2))


@given(st.lists(st.binary(max_size=60), max_size=12))
def test_any_bytes_are_survived_and_little_is_kept(pieces: list[bytes]):
    parser = StreamParser()
    parser.channels = {0, 1}
    for piece in pieces:
        parser.feed(piece)
    assert len(parser._buffer) <= sum(map(len, pieces))


@pytest.mark.parametrize("junk", [b"RTSP/1.0 ", b"PLAY ", b"$\0\0\0\0", b"R", b"\n"])
def test_rubbish_that_looks_like_a_beginning_costs_little(junk: bytes):
    parser = StreamParser()
    parser.channels = {0}
    try:
        for _ in range(8):
            parser.feed(junk * (65_536 // len(junk)))
    except MessageError:
        return
    assert len(parser._buffer) <= 2 * 65_536


def test_challenges_are_read_and_the_best_is_taken():
    header = (
        'Basic realm="cam", Digest realm="cam", nonce="a,b\\"c", algorithm=MD5, '
        'Digest realm="cam", nonce="n2", algorithm=SHA-256, qop="auth"'
    )
    basic, md5, sha = parse_challenges(header)
    assert (basic.strength, md5.strength, sha.strength) == (1, 2, 3)
    assert md5.fields["nonce"] == 'a,b"c'
    mine = Credentials("me", "secret")
    assert mine.accept(header)
    told = mine.header("DESCRIBE", "rtsp://c/")
    assert told is not None
    assert "algorithm=SHA-256" in told
    assert "nc=00000001" in told
    assert not mine.accept(header)  # the same nonce again: the password is wrong
    assert not mine.accept(header.replace("n2", "n3"))  # a new one does not make it right
    assert mine.accept(header.replace('"n2"', '"n2", stale=true'))
    mine.admitted()
    assert mine.accept(header.replace("n2", "n4"))  # it was right: only the nonce is too old
    assert "secret" not in repr(mine)


def test_a_digest_is_that_of_the_standard():
    mine = Credentials("admin", "pass")
    assert mine.accept('Digest realm="r", nonce="n"')
    first = hashlib.md5(b"admin:r:pass", usedforsecurity=False).hexdigest()
    second = hashlib.md5(b"PLAY:rtsp://c/", usedforsecurity=False).hexdigest()
    proof = hashlib.md5(f"{first}:n:{second}".encode(), usedforsecurity=False).hexdigest()
    assert f'response="{proof}"' in (mine.header("PLAY", "rtsp://c/") or "")


@given(st.text(max_size=200))
def test_any_challenge_is_survived(text: str):
    mine = Credentials("me", "secret")
    if mine.accept(text):
        assert mine.header("PLAY", "rtsp://c/") is not None
