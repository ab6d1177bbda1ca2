"""Feeds mutated answers and streams to what plays recordings of recorders; as mutated_streams.

``python -m tests.video.mutated_replay COUNT``: each goes from bytes to pictures by
session, run, store and decoder. Nothing but the declared faults may come out of it.
"""

from __future__ import annotations

import contextlib
import random
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from unittest.mock import patch

import av

from app.video.faults import SourceFault
from app.video.media import RecorderKind, RecorderPlayback, Span
from app.video.replay import feed as feeds
from app.video.replay import session as sessions
from app.video.replay.decode import ReplayDecoder
from app.video.replay.policy import Delivery
from app.video.replay.run import Run
from app.video.replay.session import Ask, ReplaySession
from app.video.replay.source import ReplaySource
from app.video.replay.store import Group, ReplayStore
from app.video.replay.times import clock_text, ntp_bytes
from app.video.rtsp.message import MessageError, RtspResponse
from app.video.rtsp.rtp import Reorder, RtpPacket, parse_rtp
from app.video.rtsp.sdp import SdpMedia, parse_sdp
from app.video.rtsp.stream_parser import Frame, StreamParser
from tests.support.rtsp_streams import CodedStream
from tests.support.rtsp_wire import interleaved, rtp_bytes
from tests.video.mutated_streams import description, mutated, play_all, say

HANG_S = 10.0
AT_US = 1_780_000_000_000_000
_KINDS = (RecorderKind.ONVIF, RecorderKind.AXIS, RecorderKind.HIKVISION)
_READ_S = 0.4


def main() -> int:
    return play_all(20_260_102, HANG_S, _over_the_network, _in_memory)


def _sent(stream: CodedStream, cseq: int) -> bytes:
    """With each picture's time, as ONVIF recorders tell it."""
    sequence, out = 0, b""
    for number in range(len(stream.pictures)):
        payloads = stream.payloads(number, mtu=200)
        flags = (0x80 if number % 5 == 0 else 0) | (0x20 if number == 0 else 0)
        told = ntp_bytes(AT_US + number * 100_000) + bytes([flags, cseq, 0, 0])
        for place, payload in enumerate(payloads):
            last = place == len(payloads) - 1
            packet = rtp_bytes(
                payload, sequence, number * 9000, last=last, extension=b"" if place else told
            )
            kind = stream.payload_type | (packet[1] & 0x80)
            out += interleaved(0, packet[:1] + bytes((kind,)) + packet[2:])
            sequence += 1
    return out


def answer_headers(chance: random.Random) -> dict[str, str]:
    """Of an answer to PLAY, half of them broken."""
    headers = {
        "cseq": "4",
        "range": f"clock={clock_text(AT_US)}-",
        "rtp-info": "url=x;seq=0;rtptime=0",
    }
    if chance.random() < 0.5:
        name = chance.choice(list(headers))
        headers[name] = _worse(headers[name], chance)
    return headers


def _worse(text: str, chance: random.Random) -> str:
    if chance.random() < 0.5:  # digits alone: still of the right form
        return "".join(chance.choice("0123456789") if one.isdigit() else one for one in text)
    return mutated(text.encode(), chance).decode("latin-1")


class Spoken:
    """In the place of the client: what a mutated server would have it give."""

    def __init__(self, stream: CodedStream, chance: random.Random) -> None:
        self._stream, self._chance = stream, chance
        self._packets: Iterator[RtpPacket] = iter(())

    def describe(self) -> tuple[SdpMedia, ...]:
        return parse_sdp(description(self._stream, self._chance), "rtsp://c/")

    def setup(self, _media: SdpMedia, _headers: Mapping[str, str]) -> None: ...

    def play(self, _headers: Mapping[str, str]) -> RtspResponse:
        self._packets = self._parsed(mutated(_sent(self._stream, 4), self._chance))
        return RtspResponse(200, "OK", answer_headers(self._chance))

    def request(self, _method: str, _headers: Mapping[str, str] | None = None) -> RtspResponse:
        told = f"a=range:clock={clock_text(AT_US)}-{clock_text(AT_US + 1_000_000)}\r\n"
        date = _worse("Sat, 15 Sep 2012 04:37:05 GMT", self._chance)
        return RtspResponse(200, "OK", {"date": date}, _worse(told, self._chance).encode())

    def receive(self, _timeout_s: float) -> RtpPacket | None:
        return next(self._packets, None)

    def teardown(self) -> None: ...

    def _parsed(self, data: bytes) -> Iterator[RtpPacket]:
        parser, reorder, at = StreamParser(), Reorder(), 0
        while at < len(data):
            size = self._chance.randrange(1, 5000)
            with contextlib.suppress(MessageError):
                for item in parser.feed(data[at : at + size]):
                    if isinstance(item, Frame):
                        packet = parse_rtp(item.data, item.received_ns)
                        yield from reorder.push(packet) if packet is not None else ()
            at += size


def _media(port: int, chance: random.Random) -> RecorderPlayback:
    return RecorderPlayback(chance.choice(_KINDS), f"rtsp://127.0.0.1:{port}", "1")


def _in_memory(stream: CodedStream, chance: random.Random) -> None:
    with patch.object(sessions, "RtspClient", lambda *_all, **_named: Spoken(stream, chance)):
        session, store, decoder = ReplaySession(_media(9, chance)), ReplayStore(), ReplayDecoder()
        with contextlib.suppress(SourceFault):
            _played(session, store, decoder, chance)
        decoder.close()


def _played(
    session: ReplaySession, store: ReplayStore, decoder: ReplayDecoder, chance: random.Random
) -> None:
    session.describe(Ask(AT_US))
    session.hang_up()
    for _ in range(2):  # the second PLAY is a jump where the recorder takes one
        scale = chance.choice((1.0, -1.0))
        ask = Ask(AT_US, None, Delivery(scale=scale))
        store.clear(AT_US)
        run = Run(ask, store, AT_US + 500_000 if chance.random() < 0.2 and scale > 0 else None)
        session.play(ask)
        for _ in range(500):
            for arrived in session.receive(0.0):
                run.take(arrived)
        run.refused(1_000_000)
        store.trim(AT_US, backwards=scale < 0)
        _looked_up(session, store, decoder)


def _looked_up(session: ReplaySession, store: ReplayStore, decoder: ReplayDecoder) -> None:
    group = store.first()
    while group is not None:
        if session.stream is not None:
            decoder.use(session.stream)
            decoder.restart()
            for unit in group.units:
                decoder.decode(unit, store.step_us, alone=False)
            decoder.drain(store.step_us)
        assert isinstance(store.at(group.key_us), Group | Span | None)
        store.gap_after(group)
        group = store.after(group)


def _over_the_network(stream: CodedStream, chance: random.Random) -> None:
    """A server that says its lines, mutated, whatever it is asked; then it is gone."""
    text = description(stream, chance)
    play = "".join(f"{name}: {told}\r\n" for name, told in answer_headers(chance).items())
    lines = [
        f"RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: {len(text)}\r\n\r\n{text}",
        "RTSP/1.0 200 OK\r\nCSeq: 2\r\nSession: 1\r\nTransport: x;interleaved=0-1\r\n\r\n",
        f"RTSP/1.0 200 OK\r\n{play}\r\n",
    ]
    said = [line.encode("latin-1", "replace") for line in lines]
    worse = chance.randrange(len(said) + 2)
    if worse < len(said):
        said[worse] = mutated(said[worse], chance)
    said[-1] += mutated(_sent(stream, 3), chance)
    feeds.BACK_OFF_S = (0.05,)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=say, args=(listener, said))
        thread.start()
        source = ReplaySource(_media(listener.getsockname()[1], chance))
        source.open()
        source.seek(AT_US)
        until_s = time.monotonic() + _READ_S
        while time.monotonic() < until_s:
            try:
                source.read()
            except SourceFault as fault:
                cause = fault.__cause__
                assert cause is None or isinstance(cause, SourceFault | av.FFmpegError), cause
        source.close()
        assert source.join(HANG_S)
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
