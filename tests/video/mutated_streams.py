"""Feeds mutated RTSP streams through everything that reads them; a crash here is seen outside.

``python -m tests.video.mutated_streams COUNT``: each stream goes from bytes to
pictures by the same parts as on the wall. The seed is fixed; the number of the
stream that fails is printed.
"""

from __future__ import annotations

import contextlib
import random
import socket
import sys
import threading
import time
from collections.abc import Callable

from app.bench.live_packets import interleaved, rtp
from app.video.faults import SourceFault
from app.video.live.decoder import LiveDecoder
from app.video.live.queue import LivePacket, PacketQueue, StreamFacts
from app.video.rtsp.client import RtspClient
from app.video.rtsp.depacketize import make_depacketizer
from app.video.rtsp.message import MessageError
from app.video.rtsp.rtp import Reorder, SequenceWatch, parse_rtp
from app.video.rtsp.sdp import parse_sdp
from app.video.rtsp.stream_parser import Frame, StreamParser
from tests.support.rtsp_streams import Codec, CodedStream, coded

HANG_S = 10.0
_CODECS: tuple[Codec, ...] = ("h264", "hevc", "mjpeg")
_OVER_THE_NETWORK = 20  # one in so many goes through sockets and the whole client


Work = Callable[[CodedStream, random.Random], None]


def main() -> int:
    return play_all(20_260_101, HANG_S, _over_the_network, _in_memory)


def play_all(seed: int, hang_s: float, over_the_network: Work, in_memory: Work) -> int:
    """As many mutated streams as the command line says; the exit code of the process."""
    count, chance = int(sys.argv[1]), random.Random(seed)
    streams = [coded(codec, pictures=10, keyframe_every=5) for codec in _CODECS]
    longest_s = 0.0
    for number in range(count):
        began_s = time.monotonic()
        work = over_the_network if number % _OVER_THE_NETWORK == 0 else in_memory
        try:
            work(streams[number % len(streams)], chance)
        except Exception:
            sys.stderr.write(f"stream {number}\n")
            raise
        longest_s = max(longest_s, time.monotonic() - began_s)
        if longest_s > hang_s:
            sys.stderr.write(f"stream {number} took {longest_s:.1f} s\n")
            return 1
    sys.stdout.write(f"{count} streams, the longest {longest_s:.2f} s\n")
    return 0


def _sent(stream: CodedStream) -> bytes:
    sequence, out = 0, b""
    for number in range(len(stream.pictures)):
        payloads = stream.payloads(number, mtu=200)
        for place, payload in enumerate(payloads):
            last = place == len(payloads) - 1
            kind = stream.payload_type
            out += interleaved(rtp(payload, sequence, number * 3600, last=last, kind=kind))
            sequence += 1
    return out


def mutated(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 60, 300))):
        at = chance.randrange(len(out)) if out else 0
        way = chance.randrange(6)
        if way == 0:
            out[at : at + 1] = chance.randbytes(1)
        elif way == 1:
            del out[at : at + chance.randrange(1, 400)]
        elif way == 2:
            out[at:at] = chance.randbytes(chance.randrange(1, 60))
        elif way == 3:
            out[at:at] = out[at : at + chance.randrange(1, 900)]
        elif way == 4:
            out[at : at + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"$\0\xff\xff"))
        else:
            out[at : at + 1] = bytes((out[at] ^ 1 << chance.randrange(8),)) if out else b""
    return bytes(out)


def description(stream: CodedStream, chance: random.Random) -> str:
    text = "\r\n".join([*stream.sdp_lines(), "a=control:track1", ""])
    if chance.random() < 0.3:
        text = mutated(text.encode(), chance).decode("latin-1")
    return text


def _in_memory(stream: CodedStream, chance: random.Random) -> None:
    media = next((m for m in parse_sdp(description(stream, chance), "rtsp://c/") if m.known), None)
    if media is None:
        return
    parser, watch, reorder = StreamParser(), SequenceWatch(), Reorder()
    depacketizer, queue, decoder = make_depacketizer(media), PacketQueue(), LiveDecoder()
    facts = StreamFacts(1, media.codec, media.extradata or None, 0, 0, None)
    data, at = mutated(_sent(stream), chance), 0
    while at < len(data):
        size = chance.randrange(1, 5000)
        with contextlib.suppress(MessageError):
            for item in parser.feed(data[at : at + size]):
                packet = parse_rtp(item.data, item.received_ns) if isinstance(item, Frame) else None
                for each in reorder.push(packet) if packet is not None else ():
                    for unit in depacketizer.push(each) if watch.takes(each) else ():
                        now_us = time.time_ns() // 1000
                        coded_picture = LivePacket(
                            facts, unit.data, unit.keyframe, now_us, None, unit.damaged
                        )
                        queue.put(coded_picture)
        at += size
        while (waiting := queue.get()) is not None:
            decoder.decode(waiting)


def _over_the_network(stream: CodedStream, chance: random.Random) -> None:
    """A server that says its lines, mutated, whatever it is asked."""
    text = description(stream, chance)
    lines = [
        "RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: PLAY\r\n\r\n",
        f"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: {len(text)}\r\n\r\n{text}",
        "RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession: 1\r\nTransport: x;interleaved=0-1\r\n\r\n",
        "RTSP/1.0 200 OK\r\nCSeq: 4\r\nSession: 1\r\n\r\n",
    ]
    said = [line.encode("latin-1") for line in lines]
    worse = chance.randrange(len(said) + 2)
    if worse < len(said):
        said[worse] = mutated(said[worse], chance)
    said[-1] += mutated(_sent(stream), chance)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=say, args=(listener, said))
        thread.start()
        client = RtspClient(f"rtsp://127.0.0.1:{listener.getsockname()[1]}/x", timeout_s=0.3)
        with contextlib.suppress(SourceFault):
            media = next((each for each in client.describe() if each.known), None)
            if media is not None:
                client.setup(media)
                client.play()
                while client.receive(0.2) is not None:
                    pass
        client.teardown()
        thread.join()


def say(listener: socket.socket, said: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection, contextlib.suppress(OSError):
        for each in said:
            if not connection.recv(65_536):
                return
            connection.sendall(each)


if __name__ == "__main__":
    sys.exit(main())
