"""A small RTSP camera for tests: one coded stream, looped, on 127.0.0.1.

RTP over the RTSP connection itself (TCP interleaved) or over UDP. It can ask
for a password in every usual way, refuse any request, know no path, fall
silent, lose and spoil packets, send rubbish, change its picture's size or
coding, drop everybody, and come back on the same port.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import random
import re
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Literal, Self

from app.bench.live_packets import rtp
from tests.support.rtsp_streams import CodedStream, stream_of_clip

_REALM = "camera"
_NONCE = "4c1f0d2e9b7a6583"
Scheme = Literal["basic", "digest", "digest-qop", "digest-sha256", "both"]


def read_access_units(clip: Path) -> list[list[bytes]]:
    """The NAL units of every picture of the clip."""
    return [list(units) for units in stream_of_clip(clip).pictures]


class RtspServer:
    """A camera on an ephemeral port; use it as a context manager."""

    def __init__(
        self,
        clip: Path | CodedStream,
        *,
        rate_hz: float = 25.0,
        path: str = "/stream1",
        user: str = "",
        password: str = "",
        scheme: Scheme = "digest",
        answers: bool = True,
        refusals: Mapping[str, str] | None = None,
        loses: Callable[[int], bool] = lambda _number: False,
        session_s: int = 60,
        port: int = 0,
    ) -> None:
        """``refusals``: a method and the status it gets; ``loses``: which packets never come."""
        self.stream = stream_of_clip(clip) if isinstance(clip, Path) else clip
        self.refusals = dict(refusals or {})
        self.loses = loses
        self._session_s = session_s
        self._rate_hz, self._path = rate_hz, path
        self._user, self._password, self._scheme = user, password, scheme
        self._answers = answers
        self._stopped = threading.Event()
        self._silent = threading.Event()
        self._chatter = threading.Event()
        self._rubbish = threading.Event()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", port))
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
        with contextlib.suppress(OSError):  # stopped before
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

    def send_rubbish(self) -> None:
        """Send packets of noise instead of pictures, many of them."""
        self._rubbish.set()

    def answer(self) -> None:
        """Answer new connections, where it did not from the beginning."""
        self._answers = True

    def speak_again(self) -> None:
        """Answer and send again (to new connections)."""
        self._silent.clear()
        self._chatter.clear()
        self._rubbish.clear()

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
        if kind.lower() == "basic" and self._scheme in {"basic", "both"}:
            return base64.b64decode(rest) == f"{self._user}:{self._password}".encode()
        if kind.lower() != "digest" or self._scheme == "basic":
            return False
        fields = {name: a or b for name, a, b in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', rest)}
        hashed = _sha256 if self._scheme == "digest-sha256" else _md5
        ha1 = hashed(f"{self._user}:{_REALM}:{self._password}")
        ha2 = hashed(f"{method}:{fields.get('uri', '')}")
        middle = _NONCE
        if self._scheme in {"digest-qop", "digest-sha256"}:
            middle += f":{fields.get('nc')}:{fields.get('cnonce')}:{fields.get('qop')}"
        return fields.get("response") == hashed(f"{ha1}:{middle}:{ha2}")

    def challenges(self) -> list[str]:
        basic = f'WWW-Authenticate: Basic realm="{_REALM}"'
        digest = f'WWW-Authenticate: Digest realm="{_REALM}", nonce="{_NONCE}"'
        return {
            "basic": [basic],
            "digest": [digest],
            "digest-qop": [f'{digest}, qop="auth,auth-int", opaque="5ccc"'],
            "digest-sha256": [f'{digest}, algorithm=SHA-256, qop="auth"'],
            "both": [basic, digest],
        }[self._scheme]

    def sdp(self) -> str:
        head = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "c=IN IP4 0.0.0.0", "t=0 0"]
        return "\r\n".join([*head, *self.stream.sdp_lines(), "a=control:track1", ""])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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
            self._reply(
                "200 OK",
                sequence,
                ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, TEARDOWN"],
            )
        elif not server.allows(method, headers.get("authorization", "")):
            self._reply("401 Unauthorized", sequence, server.challenges())
        elif method in server.refusals:
            self._reply(server.refusals[method], sequence, [])
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
        self._reply(
            "200 OK",
            sequence,
            [f"Transport: {transport}", f"Session: 1;timeout={self._server._session_s}"],
        )

    def _reply(self, status: str, sequence: str, extra: list[str], body: str = "") -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {sequence}", *extra]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        with self._write:
            self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def _send_all(self) -> None:
        server, noise = self._server, random.Random(5)
        number = sequence = 0
        with contextlib.suppress(OSError):  # the client went away
            while not self._ended.wait(1 / server._rate_hz):
                if server._silent.is_set():
                    continue
                if server._chatter.is_set():
                    self._report()
                    continue
                stream = server.stream
                stamp = int(number * 90000 / server._rate_hz)
                payloads = stream.payloads(number)
                if server._rubbish.is_set():
                    payloads = [noise.randbytes(noise.randrange(1, 1200)) for _ in range(50)]
                for place, payload in enumerate(payloads):
                    last = place == len(payloads) - 1
                    if not server.loses(sequence):
                        kind = stream.payload_type
                        self._send(rtp(payload, sequence, stamp, last=last, kind=kind))
                    sequence += 1
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
