"""RTP: order, losses, and pictures put together from packets."""

from __future__ import annotations

import random

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bench.live_packets import rtp
from app.video.faults import SourceFault
from app.video.rtsp.depacketize import UNIT_MOST, AccessUnit, Depacketizer, make_depacketizer
from app.video.rtsp.packet_box import PENDING_MOST, PacketBox
from app.video.rtsp.rtp import Reorder, RtpPacket, SequenceWatch, behind, parse_rtp
from app.video.rtsp.sdp import SdpMedia, parse_sdp
from app.video.rtsp.stream_parser import Frame
from tests.support.clips import number_of
from tests.support.rtsp_streams import CodedStream, coded

CODECS = ("h264", "hevc", "mjpeg")


@pytest.fixture(scope="module")
def streams() -> dict[str, CodedStream]:
    return {codec: coded(codec, pictures=12, size=(320, 240), keyframe_every=6) for codec in CODECS}


def media_of(stream: CodedStream) -> SdpMedia:
    return parse_sdp("\n".join(stream.sdp_lines()), "rtsp://camera/")[0]


def packets_of(stream: CodedStream, sequence: int = 65_530) -> list[RtpPacket]:
    packets = []
    for number in range(len(stream.pictures)):
        payloads = stream.payloads(number, mtu=300)
        for place, payload in enumerate(payloads):
            last = place == len(payloads) - 1
            data = rtp(payload, sequence, number * 3600, last=last, kind=stream.payload_type)
            packet = parse_rtp(data, number)
            assert packet is not None
            packets.append(packet)
            sequence += 1
    return packets


def joined(depacketizer: Depacketizer, packets: list[RtpPacket]) -> list[AccessUnit]:
    return [unit for packet in packets for unit in depacketizer.push(packet)]


def numbers(stream: CodedStream, units: list[AccessUnit]) -> list[int]:
    media = media_of(stream)
    decoder = av.CodecContext.create(media.codec, "r")
    decoder.thread_count = 1
    if media.extradata:
        decoder.extradata = media.extradata
    frames = [frame for unit in units for frame in decoder.decode(av.Packet(unit.data))]
    return [number_of(frame) for frame in [*frames, *decoder.decode(None)]]


@pytest.mark.parametrize("codec", CODECS)
def test_pictures_are_put_together_from_their_packets(streams, codec):
    stream = streams[codec]
    packets = packets_of(stream)
    assert len(packets) > len(stream.pictures)  # some needed several
    units = joined(make_depacketizer(media_of(stream)), packets)
    assert numbers(stream, units) == list(range(12))
    keyframes = [n for n, unit in enumerate(units) if unit.keyframe]
    assert keyframes == ([0, 6] if codec != "mjpeg" else list(range(12)))
    assert not any(unit.damaged for unit in units)
    assert [unit.rtp_timestamp for unit in units] == [n * 3600 for n in range(12)]
    assert [unit.received_ns for unit in units] == list(range(12))


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_lost_packet_damages_its_picture_alone(streams, codec, place):
    stream = streams[codec]
    packets = packets_of(stream)
    of_picture = [n for n, packet in enumerate(packets) if packet.timestamp == 6 * 3600]
    lost = {"first": of_picture[0], "middle": of_picture[len(of_picture) // 2]}.get(
        place, of_picture[-1]
    )
    units = joined(make_depacketizer(media_of(stream)), packets[:lost] + packets[lost + 1 :])
    damaged = {unit.rtp_timestamp // 3600 for unit in units if unit.damaged}
    assert damaged
    assert damaged <= {6, 7}
    if place == "last":
        assert 7 in damaged or 6 in damaged


def test_units_joined_into_one_packet_are_taken_apart(streams):
    stream = streams["h264"]
    first = list(stream.pictures[0])
    small, large = first[:-1], first[-1]
    joined_payload = b"\x78" + b"".join(len(u).to_bytes(2, "big") + u for u in small)
    depacketizer = make_depacketizer(media_of(stream))
    depacketizer.push(packet_of(joined_payload, 1))
    (unit,) = depacketizer.push(packet_of(large, 2, last=True))
    assert unit.data == b"".join(b"\0\0\0\1" + each for each in first)
    assert unit.keyframe


def test_h265_units_joined_into_one_packet_are_taken_apart(streams):
    stream = streams["hevc"]
    first = list(stream.pictures[0])
    joined_payload = b"\x60\x01" + b"".join(len(u).to_bytes(2, "big") + u for u in first)
    (unit,) = make_depacketizer(media_of(stream)).push(packet_of(joined_payload, 1, last=True))
    assert unit.data == b"".join(b"\0\0\0\1" + each for each in first)
    assert unit.keyframe


def packet_of(payload: bytes, sequence: int, *, last: bool = False, stamp: int = 0) -> RtpPacket:
    packet = parse_rtp(rtp(payload, sequence, stamp, last=last), 0)
    assert packet is not None
    return packet


def test_a_camera_that_sets_no_marker_is_read_by_its_times(streams):
    stream = streams["h264"]
    packets = packets_of(stream)
    for packet in packets:
        packet.marker = False
    units = joined(make_depacketizer(media_of(stream)), packets)
    assert numbers(stream, units) == list(range(11))  # the last one waits for its successor


def test_a_jpeg_of_a_given_quality_gets_the_standard_tables():
    media = SdpMedia("video", 26, "mjpeg", 90_000, "rtsp://c/")
    payload = b"\0\0\0\0" + bytes((1, 50, 4, 3)) + b"\x12\x34"
    packet = parse_rtp(rtp(payload, 1, 0, last=True, kind=26), 0)
    assert packet is not None
    (unit,) = make_depacketizer(media).push(packet)
    assert unit.data[:2] == b"\xff\xd8"
    assert unit.data[-2:] == b"\xff\xd9"
    assert unit.data[7:15] == bytes((16, 11, 12, 14, 12, 10, 16, 14))  # Q 50: as in the standard
    assert b"\xff\xc0\x00\x11\x08\x00\x18\x00\x20" in unit.data  # 32 x 24


def test_an_extension_comes_with_its_picture(streams):
    payload = streams["h264"].pictures[0][-1][:900]
    body = bytes.fromhex("abac0003") + b"nttptime" + b"\x80\0\0\0"
    data = bytearray(rtp(payload, 1, 0, last=True))
    data[0] |= 0x10
    packet = parse_rtp(bytes(data[:12]) + body + bytes(data[12:]), 0)
    assert packet is not None
    assert packet.payload == payload
    (unit,) = make_depacketizer(media_of(streams["h264"])).push(packet)
    assert (unit.extension_profile, unit.extension) == (0xABAC, b"nttptime\x80\0\0\0")


def test_another_coding_is_refused_in_words():
    with pytest.raises(SourceFault, match="Set the camera to H"):
        make_depacketizer(SdpMedia("video", 96, "mp4v-es", 90_000, "rtsp://c/"))


def test_a_picture_beyond_measure_is_dropped(streams):
    depacketizer = make_depacketizer(media_of(streams["h264"]))
    piece = b"\x7c\x05" + bytes(65_000)
    depacketizer.push(packet_of(b"\x7c\x85" + bytes(65_000), 0))
    for sequence in range(1, UNIT_MOST // 65_000 + 10):
        depacketizer.push(packet_of(piece, sequence))
    assert sum(len(each) for each in depacketizer._units) < UNIT_MOST
    assert len(depacketizer._fragment or b"") < UNIT_MOST
    units = depacketizer.push(packet_of(b"\x41\x9a", 400, last=True))
    assert all(unit.damaged for unit in units)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(CODECS))
def test_any_payloads_are_survived(data, codec):
    kind = 26 if codec == "mjpeg" else 96
    depacketizer = make_depacketizer(SdpMedia("video", kind, codec, 90_000, "rtsp://c/"))
    for _ in range(data.draw(st.integers(1, 12))):
        head = data.draw(st.sampled_from([b"\x78", b"\x7c\x85", b"\x60\x01", b"\x62\x01\x93", b""]))
        packet = RtpPacket(
            data.draw(st.integers(0, 65_535)), data.draw(st.integers(0, 3)),
            data.draw(st.booleans()), head + data.draw(st.binary(max_size=80)), None, b"", 0, kind,
        )  # fmt: skip
        for unit in depacketizer.push(packet):
            assert unit.data


@given(st.binary(max_size=80))
def test_any_bytes_as_packet_are_survived(data: bytes):
    packet = parse_rtp(data, 0)
    assert packet is None or len(packet.payload) <= len(data)


@given(st.integers(0, 65_535), st.integers(-32_768, 32_767))
def test_numbers_are_compared_across_the_wrap(number: int, step: int):
    assert behind((number + step) & 0xFFFF, number) == step


def test_losses_are_counted_and_repeats_dropped():
    watch = SequenceWatch()
    order = [65_534, 65_535, 0, 3, 3, 2, 4]
    taken = [n for n in order if watch.takes(packet_of(b"\x41", n))]
    assert taken == [65_534, 65_535, 0, 3, 4]
    assert watch.lost == 2
    watch.takes(packet_of(b"\x41", 30_000))  # a sender that began anew
    assert watch.lost == 2


@given(st.integers(0, 65_535), st.randoms(use_true_random=False))
def test_packets_out_of_order_are_put_in_order(first: int, chance: random.Random):
    reorder, came = Reorder(), []
    waiting = list(range(200))
    while waiting:  # each at most five places away from its own
        came.append(waiting.pop(min(chance.randrange(5), len(waiting) - 1)))
    start = came.index(0)
    if start:  # what came before the first counts as lost: nobody knows of it
        came = [0, *came[:start], *came[start + 1 :]]
    out = [p for n in came for p in reorder.push(packet_of(b"\x41", (first + n) & 0xFFFF))]
    assert [behind(packet.sequence, first) for packet in out] == list(range(200))


def test_a_packet_that_never_comes_is_waited_for_a_moment_only():
    reorder = Reorder(held_ns=50)
    reorder.push(packet_of(b"\x41", 1))
    for number in (3, 4):
        assert reorder.push(packet_of(b"\x41", number)) == []
    assert reorder.late(20) == []
    assert [packet.sequence for packet in reorder.late(60)] == [3, 4]
    for number in range(6, 200):
        reorder.push(packet_of(b"\x41", number))
    assert len(reorder._held) <= 65


def test_what_nobody_takes_is_bounded():
    box = PacketBox()
    box.open(0, ordered=True)
    count = PENDING_MOST // 60_000 + 20
    for number in range(count):
        box.take(Frame(0, rtp(bytes(60_000), number, 0, last=False), 0))
    box.take(Frame(1, b"a report of the sender", 0))
    kept = sum(1 for _ in iter(box.get, None))
    assert kept * 60_000 <= PENDING_MOST
    assert box.lost == count - kept
    assert box.get() is None
