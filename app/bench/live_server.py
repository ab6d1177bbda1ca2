"""The cameras of ``bench live``: one process, many addresses, the time in every picture.

``python -m app.bench.live_server WIDTH HEIGHT RATE`` prints its port and then
serves until its input ends. All addresses send the same picture at the same
moment, so that the coding costs little beside what is measured. A new viewer
gets a keyframe with the next picture, as from a camera. The same port speaks
RTSP and, for players that do not, HTTP with an MPEG transport stream.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import sys
import time
from fractions import Fraction
from typing import Any

from app.bench.live_code import draw
from app.bench.live_packets import h264_payloads, interleaved, rtp, split_units

_GOP_S = 2
_IDR = 5  # kind of NAL unit, ITU-T H.264 table 7-1
_BITS_PER_PIXEL_AND_PICTURE = 0.14
_WAITING_MOST = 1 << 20  # bytes: a viewer that reads slower loses pictures, as with a camera
_SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=bench\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    "a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sets}\r\na=control:track1\r\n"
)
_HTTP = b"HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\nCache-Control: no-store\r\n\r\n"


class Coder:
    """Draws and codes one picture after another."""

    def __init__(self, width: int, height: int, rate: int) -> None:
        import av
        import numpy as np

        self._av, self._np, self._rate = av, np, rate
        self.width, self.height = width, height
        rng = np.random.default_rng(1)
        y, x = np.mgrid[0:height, 0:width]
        room = 60 + 90 * (y / height) + 25 * ((x // 80 + y // 60) % 2)
        noise = [rng.normal(0, 4.0, (height, width)) for _ in range(8)]
        self._rooms = [np.clip(room + each, 0, 255).astype(np.uint8) for each in noise]
        self._number = 0
        bits = round(width * height * rate * _BITS_PER_PIXEL_AND_PICTURE)
        keys = f"keyint={rate * _GOP_S}:min-keyint=1:scenecut=0:vbv-maxrate={bits // 1000}"
        self._codec: Any = av.CodecContext.create("libx264", "w")
        self._codec.width, self._codec.height, self._codec.pix_fmt = width, height, "yuv420p"
        self._codec.framerate, self._codec.time_base = Fraction(rate), Fraction(1, rate)
        self._codec.bit_rate, self._codec.thread_count = bits, 1
        params = f"{keys}:vbv-bufsize={bits // 2000}:repeat-headers=1"
        self._codec.options = {
            "preset": "superfast", "tune": "zerolatency", "x264-params": params
        }  # fmt: skip

    def units(self, *, key: bool) -> list[bytes]:
        """The NAL units of the picture of now."""
        np, number = self._np, self._number
        picture = self._rooms[number % len(self._rooms)].copy()
        height, width = picture.shape
        left = number * 3 % (width - width // 16)
        picture[height * 5 // 8 : height * 7 // 8, left : left + width // 16] = 40
        draw(picture, time.time_ns() // 1_000_000)
        frame = self._av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="gray")
        frame = frame.reformat(format="yuv420p")
        frame.pts = number
        if key:
            frame.pict_type = self._av.video.frame.PictureType.I
        self._number += 1
        return split_units(b"".join(bytes(packet) for packet in self._codec.encode(frame)))


class TransportStream:
    """Coded pictures as an MPEG transport stream that can be joined at any keyframe."""

    def __init__(self, width: int, height: int, rate: int) -> None:
        import av

        self._av, self._tick = av, Fraction(1, rate)
        self._out = _Written()
        options = {"mpegts_flags": "pat_pmt_at_frames", "flush_packets": "1"}
        self._container = av.open(self._out, "w", format="mpegts", options=options)
        self._track = self._container.add_mux_stream(
            "h264", rate=rate, width=width, height=height, pix_fmt="yuv420p"
        )
        self._container.start_encoding()

    def picture(self, units: list[bytes], number: int) -> bytes:
        """The bytes of one picture."""
        packet = self._av.Packet(b"".join(b"\0\0\0\1" + unit for unit in units))
        packet.stream, packet.time_base = self._track, self._tick
        packet.pts = packet.dts = number
        packet.is_keyframe = any(unit[0] & 31 == _IDR for unit in units)
        self._container.mux(packet)
        return self._out.take()


class _Written:
    """What the muxer wrote since it was last asked."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """One more piece."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Everything so far."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


class Server:
    """The RTSP side and the clock that sends."""

    def __init__(self, coder: Coder, rate: int) -> None:
        self._coder, self._rate = coder, rate
        self._viewers: set[asyncio.StreamWriter] = set()
        self._waiting: set[asyncio.StreamWriter] = set()
        self._by_http: set[asyncio.StreamWriter] = set()
        self._stream = TransportStream(coder.width, coder.height, rate)
        self._sets = ""

    async def serve(self) -> None:
        """Print the port, send until the input ends."""
        first = self._coder.units(key=True)
        sets = [unit for unit in first if unit[0] & 31 in {7, 8}]
        self._sets = ",".join(base64.b64encode(unit).decode() for unit in sets)
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, backlog=100)
        print(server.sockets[0].getsockname()[1], flush=True)
        sending = asyncio.create_task(self._send())
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        sending.cancel()
        server.close()

    async def _send(self) -> None:
        began_s, number, sequence = time.monotonic(), 0, 0
        while True:
            number += 1
            await asyncio.sleep(max(0.0, began_s + number / self._rate - time.monotonic()))
            new, self._waiting = self._waiting, set()
            units = self._coder.units(key=bool(new))
            payloads = h264_payloads(units)
            stamp = number * 90_000 // self._rate
            last = len(payloads) - 1
            data = b"".join(
                interleaved(rtp(payload, sequence + at, stamp, last=at == last))
                for at, payload in enumerate(payloads)
            )
            sequence += len(payloads)
            self._viewers |= new
            by_http = self._stream.picture(units, number) if self._by_http else b""
            for viewer in list(self._viewers):
                if viewer.transport.get_write_buffer_size() < _WAITING_MOST:
                    viewer.write(by_http if viewer in self._by_http else data)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                if head.startswith("GET "):
                    writer.write(_HTTP)
                    self._by_http.add(writer)
                    self._waiting.add(writer)
                    continue
                self._reply(head.lstrip(), writer)
                if head.lstrip().startswith("TEARDOWN"):
                    break
        self._viewers.discard(writer)
        self._waiting.discard(writer)
        self._by_http.discard(writer)
        writer.close()

    def _reply(self, head: str, writer: asyncio.StreamWriter) -> None:
        method, url = head.split(" ", 2)[:2]
        found = re.search(r"(?i)cseq:\s*(\d+)", head)
        lines = ["RTSP/1.0 200 OK", f"CSeq: {found[1] if found else 0}", "Session: 1;timeout=60"]
        body = ""
        if method == "OPTIONS":
            lines.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER")
        elif method == "DESCRIBE":
            body = _SDP.format(sets=self._sets)
            lines += ["Content-Type: application/sdp", f"Content-Base: {url}/"]
            lines.append(f"Content-Length: {len(body)}")
        elif method == "SETUP":
            lines.append("Transport: RTP/AVP/TCP;unicast;interleaved=0-1")
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        if method == "PLAY":
            self._waiting.add(writer)


def main() -> int:
    """Serve; the three arguments are width, height and pictures a second."""
    width, height, rate = (int(each) for each in sys.argv[1:4])
    asyncio.run(Server(Coder(width, height, rate), rate).serve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
