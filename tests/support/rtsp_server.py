"""A small RTSP camera for tests: one H.264 clip, looped, on 127.0.0.1.

RTP over the RTSP connection itself (TCP interleaved) or over UDP, packetised by
RFC 6184 (single NAL and FU-A). It can ask for a password, know no path, fall
silent, or drop everybody.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import socket
import struct
import threading
from pathlib import Path
from typing import BinaryIO, Literal, Self

import av
from av.bitstream import BitStreamFilterContext

_MTU = 1200
_REALM = "camera"
_NONCE = "4c1f0d2e9b7a6583"
_START_CODE = re.compile(b"\x00\x00\x00?\x01")


def read_access_units(clip: Path) -> list[list[bytes]]:
    """The NAL units of every picture of the clip."""
    units = []
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        bitstream = BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in container.demux(stream):
            for filtered in bitstream.filter(packet if packet.size else None):
                nals = _START_CODE.split(bytes(filtered))
                units += [[nal for nal in nals if nal]]
    return units


class RtspServer:
    """A camera on an ephemeral port; use it as a context manager."""

    def __init__(
        self,
        clip: Path,
        *,
        rate_hz: float = 25.0,
        path: str = "/stream1",
        user: str = "",
        password: str = "",
        scheme: Literal["basic", "digest"] = "digest",
        answers: bool = True,
    ) -> None:
        self._units = read_access_units(clip)
        self._rate_hz, self._path = rate_hz, path
        self._user, self._password, self._scheme = user, password, scheme
        self._answers = answers
        self._stopped = threading.Event()
        self._silent = threading.Event()
        self._chatter = threading.Event()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests: list[str] = []

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self.port}{self._path}"

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the port and every connection; no thread stays."""
        self._stopped.set()
        self._silent.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()
        for thread in list(self._threads):
            thread.join(10)

    def fall_silent(self) -> None:
        """Keep connections open and send nothing more."""
        self._silent.set()

    def send_reports_only(self) -> None:
        """Send RTCP sender reports twice a second and not one picture more."""
        self._chatter.set()

    def speak_again(self) -> None:
        """Answer and send again (to new connections)."""
        self._silent.clear()
        self._chatter.clear()

    def drop(self) -> None:
        """Close every connection."""
        with self._lock:
            for each in self._sockets:
                with contextlib.suppress(OSError):  # its peer was faster
                    each.shutdown(socket.SHUT_RDWR)

    def _spawn(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, name="rtsp server")  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._sockets.add(connection)
                self.connections += 1
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        session = _Session(self, connection)
        with contextlib.suppress(OSError):  # the client went away
            session.run()
        session.end()
        with self._lock:
            self._sockets.discard(connection)
        connection.close()

    def allows(self, method: str, header: str) -> bool:
        """Whether the Authorization header proves the password."""
        if not self._user:
            return True
        kind, _, rest = header.partition(" ")
        if kind.lower() != self._scheme:
            return False
        if self._scheme == "basic":
            return base64.b64decode(rest) == f"{self._user}:{self._password}".encode()
        fields = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        ha1 = _md5(f"{self._user}:{_REALM}:{self._password}")
        ha2 = _md5(f"{method}:{fields.get('uri', '')}")
        return fields.get("response") == _md5(f"{ha1}:{_NONCE}:{ha2}")

    def challenge(self) -> str:
        if self._scheme == "basic":
            return f'WWW-Authenticate: Basic realm="{_REALM}"'
        return f'WWW-Authenticate: Digest realm="{_REALM}", nonce="{_NONCE}"'

    def sdp(self) -> str:
        sps = next(nal for unit in self._units for nal in unit if nal[0] & 31 == 7)
        pps = next(nal for unit in self._units for nal in unit if nal[0] & 31 == 8)
        sets = ",".join(base64.b64encode(each).decode() for each in (sps, pps))
        return (
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
            "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
            f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sets}\r\n"
            "a=control:track1\r\n"
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class _Session:
    """One client: its requests in the thread, its pictures in a second one."""

    def __init__(self, server: RtspServer, connection: socket.socket) -> None:
        self._server = server
        self._socket = connection
        self._ended = threading.Event()
        self._write = threading.Lock()
        self._sender: threading.Thread | None = None
        self._udp: socket.socket | None = None

    def run(self) -> None:
        with self._socket.makefile("rb") as stream:
            while request := self._request(stream):
                method, url, headers = request
                self._server.requests.append(method)
                if not self._server._answers or self._server._silent.is_set():
                    continue
                self._answer(method, url, headers)
                if method == "TEARDOWN":
                    return

    def end(self) -> None:
        self._ended.set()
        if self._sender is not None:
            self._sender.join(10)
        if self._udp is not None:
            self._udp.close()

    def _request(self, stream: BinaryIO) -> tuple[str, str, dict[str, str]] | None:
        while (start := stream.read(1)) == b"$":  # RTCP of the client, interleaved
            _, length = struct.unpack(">BH", stream.read(3))
            stream.read(length)
        line = start + stream.readline()
        if not line:
            return None
        method, url, _ = line.decode().split(" ", 2)
        headers = {}
        while header := stream.readline().decode().strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        return method, url, headers

    def _answer(self, method: str, url: str, headers: dict[str, str]) -> None:
        server, sequence = self._server, headers.get("cseq", "0")
        if method == "OPTIONS":
            self._reply("200 OK", sequence, ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"])
        elif not server.allows(method, headers.get("authorization", "")):
            self._reply("401 Unauthorized", sequence, [server.challenge()])
        elif server._path not in url:
            self._reply("404 Not Found", sequence, [])
        elif method == "DESCRIBE":
            extra = ["Content-Type: application/sdp", f"Content-Base: {server.url}/"]
            self._reply("200 OK", sequence, extra, server.sdp())
        elif method == "SETUP":
            self._set_up(sequence, headers.get("transport", ""))
        elif method == "PLAY":
            self._reply("200 OK", sequence, ["Session: 1", "Range: npt=0-"])
            self._sender = threading.Thread(target=self._send_all, name="rtsp sender")
            self._sender.start()
        else:
            self._reply("200 OK", sequence, ["Session: 1"])

    def _set_up(self, sequence: str, transport: str) -> None:
        ports = re.search(r"client_port=(\d+)-(\d+)", transport)
        if ports is not None:
            self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._udp.bind(("127.0.0.1", 0))
            self._udp.connect(("127.0.0.1", int(ports.group(1))))
            own = self._udp.getsockname()[1]
            transport = f"RTP/AVP;unicast;client_port={ports[1]}-{ports[2]};server_port={own}-{own}"
        self._reply("200 OK", sequence, [f"Transport: {transport}", "Session: 1;timeout=60"])

    def _reply(self, status: str, sequence: str, extra: list[str], body: str = "") -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {sequence}", *extra]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        with self._write:
            self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def _send_all(self) -> None:
        server = self._server
        number = sequence = 0
        with contextlib.suppress(OSError):  # the client went away
            while not self._ended.wait(1 / server._rate_hz):
                if server._silent.is_set():
                    continue
                if server._chatter.is_set():
                    self._report()
                    continue
                unit = server._units[number % len(server._units)]
                stamp = int(number * 90000 / server._rate_hz) & 0xFFFFFFFF
                for payload, last in _payloads(unit):
                    self._send(_rtp(payload, sequence, stamp, last))
                    sequence = (sequence + 1) & 0xFFFF
                number += 1

    def _report(self) -> None:
        report = struct.pack(">BBHIQIII", 0x80, 200, 6, 77, 0, 0, 0, 0)
        with self._write:
            self._socket.sendall(b"$\x01" + struct.pack(">H", len(report)) + report)
        self._ended.wait(0.5)

    def _send(self, packet: bytes) -> None:
        if self._udp is not None:
            self._udp.send(packet)
            return
        with self._write:
            self._socket.sendall(b"$\x00" + struct.pack(">H", len(packet)) + packet)


def _rtp(payload: bytes, sequence: int, stamp: int, last: bool) -> bytes:
    return struct.pack(">BBHII", 0x80, 96 | (0x80 if last else 0), sequence, stamp, 77) + payload


def _payloads(unit: list[bytes]) -> list[tuple[bytes, bool]]:
    out: list[bytes] = []
    for nal in unit:
        if len(nal) <= _MTU:
            out.append(nal)
            continue
        indicator, kind = nal[0] & 0xE0 | 28, nal[0] & 31
        pieces = [nal[at : at + _MTU] for at in range(1, len(nal), _MTU)]
        for number, piece in enumerate(pieces):
            start = 0x80 if number == 0 else 0
            end = 0x40 if number == len(pieces) - 1 else 0
            out.append(bytes((indicator, start | end | kind)) + piece)
    return [(payload, number == len(out) - 1) for number, payload in enumerate(out)]
