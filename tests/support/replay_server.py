"""A recorder for tests: recordings of one drawn clip, played over RTSP as makers do it.

What it can do is set one by one: ONVIF replay with absolute frame times, addresses of
the makers, how fast it sends, how many sessions it has, how wrong its clock is.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import formatdate
from pathlib import Path
from typing import Self
from urllib.parse import unquote

from app.video.media import US_PER_S, RecorderKind, RecorderPlayback, Span
from app.video.replay.times import clock_text, us_of, wall_time
from tests.support.replay_recording import Frame, Recording, extension_of
from tests.support.replay_wish import Wish, wish_of
from tests.support.rtsp_wire import (
    Request,
    h264_payloads,
    interleaved,
    read_request,
    reply_bytes,
    rtp_bytes,
)

ORIGIN_US = 1_780_000_000 * US_PER_S
"""When the recordings of tests begin (May 2026, UTC), by true time."""


@dataclass
class Recorder:
    """What the recorder can do.

    ``pace``: how fast it sends at best, in media seconds per second; 0: as fast as the
    connection takes it. ``offset_us``: to be added to its clock to get true time.
    ``zone``: of the times in its addresses. ``cut_after``: pictures after which the
    connection breaks, once. ``gap_refusal``: what it answers where it has nothing; empty:
    it plays from the next picture on. ``tells_range``: a maker's answer says from when it plays,
    on its own clock as if that were UTC.
    """

    kind: RecorderKind = RecorderKind.ONVIF
    sessions: int = 8
    rate_control: bool = True
    intra: bool = True
    reverse: bool = True
    replay: bool = True
    scale: float = 1.0
    stamps_scaled: bool = False
    pace: float = 0.0
    offset_us: int = 0
    zone: str = "UTC"
    tells_date: bool = True
    tells_range: bool = False
    cut_after: int | None = None
    refusal: str = "453 Not Enough Bandwidth"
    gap_refusal: str = ""
    spans: tuple[Span, ...] = field(default=(Span(ORIGIN_US, ORIGIN_US + 600 * US_PER_S),))


class ReplayServer:
    """The recorder on an ephemeral port of 127.0.0.1; use it as a context manager."""

    def __init__(self, clip: Path, recorder: Recorder | None = None, *, rate: int = 10) -> None:
        self.recorder = recorder or Recorder()
        self.recording = Recording(clip, rate, self.recorder.spans)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._sessions: set[_Session] = set()
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()
        self.requests: list[Request] = []
        self.connections = self.playing_most = self.sent = 0

    def media(self, **changes: object) -> RecorderPlayback:
        """How the program names this recorder."""
        facts: dict[str, object] = {
            "kind": self.recorder.kind,
            "address": f"rtsp://127.0.0.1:{self.port}",
            "channel": "replay-1" if self.recorder.kind is RecorderKind.ONVIF else "1",
            "time_zone": self.recorder.zone,
            "label": "S001/counter",
            **changes,
        }
        return RecorderPlayback(**facts)  # type: ignore[arg-type] # names are checked when it is built

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()
        for thread in list(self._threads):
            thread.join(10)

    def drop(self) -> None:
        """Break every connection."""
        with self._lock:
            for session in self._sessions:
                session.hang_up()

    def playing(self) -> int:
        """How many play now."""
        with self._lock:
            return sum(session.set_up for session in self._sessions)

    def told(self, method: str, header: str) -> list[str]:
        """That header of all requests of that method, in order; "" where it was not there."""
        return [
            each.headers.get(header.lower(), "") for each in self.requests if each.method == method
        ]

    def admits(self, session: _Session) -> bool:
        """Take a session in, or refuse it because there are enough."""
        with self._lock:
            playing = sum(each.set_up for each in self._sessions if each is not session)
            if playing >= self.recorder.sessions:
                return False
            session.set_up = True
            self.playing_most = max(self.playing_most, playing + 1)
            return True

    def may_send(self) -> bool:
        """Count a picture; False where the connection is to break now."""
        self.sent += 1
        if self.recorder.cut_after is None or self.sent <= self.recorder.cut_after:
            return True
        self.recorder.cut_after = None
        return False

    def _spawn(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, name="replay server")  # type: ignore[arg-type] # any callable
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            session = _Session(self, connection)
            with self._lock:
                self._sessions.add(session)
                self.connections += 1
            self._spawn(self._serve, session)

    def _serve(self, session: _Session) -> None:
        with contextlib.suppress(OSError):  # the client went away
            session.run()
        session.end()
        with self._lock:
            self._sessions.discard(session)


class _Session:
    """One client."""

    def __init__(self, server: ReplayServer, connection: socket.socket) -> None:
        self._server, self._socket = server, connection
        self._write = threading.Lock()
        self._sender: threading.Thread | None = None
        self._stop = threading.Event()
        self._address_wish: Wish | None = None
        self._sequence = 0
        self._at_us: int | None = None
        self.set_up = False

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):  # its peer was faster
            self._socket.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        with self._socket.makefile("rb") as stream:
            while request := read_request(stream):
                self._server.requests.append(request)
                self._answer(request)
                if request.method == "TEARDOWN":
                    return

    def end(self) -> None:
        self._silence()
        self._socket.close()

    def _silence(self) -> None:
        self._stop.set()
        if self._sender is not None:
            self._sender.join(10)
        self._sender, self._stop = None, threading.Event()

    def _answer(self, request: Request) -> None:
        recorder = self._server.recorder
        if request.headers.get("require") and not recorder.replay:
            self._reply(request, "551 Option not supported", ["Unsupported: onvif-replay"])
            return
        match request.method:
            case "DESCRIBE":
                self._describe(request)
            case "SETUP":
                self._set_up(request)
            case "PLAY":
                self._play(request)
            case "PAUSE":
                self._silence()
                self._reply(request, "200 OK", ["Session: 7"])
            case "TEARDOWN":
                self._silence()
                self._reply(request, "200 OK", ["Session: 7"])
            case _:
                self._reply(request, "200 OK", ["Public: DESCRIBE, SETUP, PLAY, PAUSE"])

    def _describe(self, request: Request) -> None:
        self._address_wish = wish_of(unquote(request.url), self._server.recorder)
        if self._address_wish is not None and self._has_nothing(self._address_wish):
            self._reply(request, self._server.recorder.gap_refusal, [])
            return
        if self._address_wish is None:
            self._reply(request, "404 Not Found", [])
            return
        lines = ["Content-Type: application/sdp", f"Content-Base: {request.url}"]
        self._reply(request, "200 OK", lines, self._sdp())

    def _has_nothing(self, wish: Wish) -> bool:
        recorder = self._server.recorder
        inside = any(span.contains(wish.from_us) for span in recorder.spans)
        return bool(recorder.gap_refusal) and not inside

    def _sdp(self) -> str:
        recording, offset_us = self._server.recording, self._server.recorder.offset_us
        sets = ",".join(base64.b64encode(each).decode() for each in recording.parameter_sets)
        told = "npt=0-"
        if self._server.recorder.kind is RecorderKind.ONVIF:
            first_us = recording.spans[0].start_us - offset_us
            last_us = recording.spans[-1].end_us - offset_us
            told = f"clock={clock_text(first_us)}-{clock_text(last_us)}"
        return (
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=replay\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
            f"a=range:{told}\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
            f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sets}\r\na=control:track1\r\n"
        )

    def _set_up(self, request: Request) -> None:
        if "interleaved" not in request.headers.get("transport", ""):
            self._reply(request, "461 Unsupported Transport", [])
        elif not self._server.admits(self):
            self._reply(request, self._server.recorder.refusal, [])
        else:
            transport = f"Transport: {request.headers['transport']}"
            self._reply(request, "200 OK", [transport, "Session: 7;timeout=60"])

    def _play(self, request: Request) -> None:
        self._silence()
        base = self._address_wish
        if base is None or not self.set_up:
            self._reply(request, "455 Method Not Valid in This State", [])
            return
        wish = base.with_headers(request.headers, self._server.recorder, self._at_us)
        frames = self._server.recording.frames(wish.from_us, wish.to_us, wish.back, wish.intra_us)
        first = next(frames, None)
        lines = ["Session: 7", f"Scale: {wish.scale:.3f}"]
        if self._server.recorder.kind in (RecorderKind.ONVIF, RecorderKind.AXIS):
            told_us = (first.time_us if first else wish.from_us) - self._server.recorder.offset_us
            lines.append(f"Range: clock={clock_text(told_us)}-")
        elif self._server.recorder.tells_range and first:
            lines.append(f"Range: clock={self._own_clock(first.time_us)}-")
        if first is None and self._server.recorder.kind is not RecorderKind.ONVIF:
            self._reply(request, "457 Invalid Range", [])
            return
        self._reply(request, "200 OK", lines)
        cseq = int(request.headers.get("cseq", "0")) & 0xFF
        target = self._send_all
        args = (wish, first, frames, cseq, self._stop)
        self._sender = threading.Thread(target=target, args=args, name="replay sender")
        self._sender.start()

    def _own_clock(self, time_us: int) -> str:
        recorder = self._server.recorder
        local = wall_time(time_us - recorder.offset_us, recorder.zone).replace(tzinfo=UTC)
        return clock_text(us_of(local))

    def _reply(self, request: Request, status: str, lines: list[str], body: str = "") -> None:
        recorder = self._server.recorder
        if recorder.tells_date:
            lines = [
                *lines,
                f"Date: {formatdate(time.time() - recorder.offset_us / 1e6, usegmt=True)}",
            ]
        with self._write:
            cseq = request.headers.get("cseq", "0")
            self._socket.sendall(reply_bytes(status, cseq, lines, body))

    # -- pictures ----------------------------------------------------------

    def _send_all(
        self,
        wish: Wish,
        first: Frame | None,
        rest: Iterator[Frame],
        cseq: int,
        stop: threading.Event,
    ) -> None:
        if first is None:
            return
        began_s, fresh = time.monotonic(), True
        frames = [first]
        with contextlib.suppress(OSError):  # the client went away
            while frames:
                frame = frames.pop()
                self._wait(abs(frame.time_us - first.time_us), wish, began_s, stop)
                if stop.is_set():
                    return
                if not self._server.may_send():
                    self.hang_up()
                    return
                following = next(rest, None)
                self._send(frame, wish, cseq, first, fresh=fresh, terminal=following is None)
                self._at_us, fresh = frame.time_us, False
                frames = [following] if following is not None else []

    def _wait(self, sent_us: int, wish: Wish, began_s: float, stop: threading.Event) -> None:
        pace = self._server.recorder.pace if wish.unpaced else abs(wish.scale)
        if pace:
            due_s = began_s + sent_us / US_PER_S / pace
            stop.wait(max(0.0, due_s - time.monotonic()))

    def _send(
        self, frame: Frame, wish: Wish, cseq: int, first: Frame, *, fresh: bool, terminal: bool
    ) -> None:
        recorder = self._server.recorder
        elapsed_us = frame.time_us - first.time_us
        if recorder.stamps_scaled and not wish.unpaced:
            elapsed_us = round(elapsed_us / abs(wish.scale))
        stamp = 12_345 + elapsed_us * 9 // 100
        extension = b""
        if recorder.kind is RecorderKind.ONVIF:
            told_us = frame.time_us - recorder.offset_us
            extension = extension_of(frame, told_us, cseq, fresh=fresh, terminal=terminal)
        payloads = h264_payloads(frame.unit)
        data = b""
        for number, payload in enumerate(payloads):
            last = number == len(payloads) - 1
            packet = rtp_bytes(
                payload, self._sequence, stamp, last=last, extension=b"" if number else extension
            )
            data += interleaved(0, packet)
            self._sequence += 1
        with self._write:
            self._socket.sendall(data)
