"""An RTSP client (RFC 2326): one session with one camera or recorder.

One thread receives; any thread may ask, pause or close meanwhile. Whoever
waits for something reads for everybody, so no thread is needed of its own.
Nothing waits longer than ``timeout_s``, and memory is bounded.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Literal, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from app.video.faults import LIVE_NO_ANSWER, LIVE_UNREADABLE, SOURCE_CLOSED, SourceFault
from app.video.rtsp.auth import Credentials
from app.video.rtsp.connection import Closed, Connection
from app.video.rtsp.faults import ENCRYPTED, Names
from app.video.rtsp.message import (
    MessageError,
    RtspResponse,
    ServerRequest,
    answer_bytes,
    request_bytes,
    session_of,
)
from app.video.rtsp.packet_box import PacketBox
from app.video.rtsp.rtp import RtpPacket
from app.video.rtsp.sdp import SdpMedia, parse_sdp, session_control_of
from app.video.rtsp.stream_parser import Frame, Item

_USER_AGENT = "Floorwalk"
_TURN_S = 0.02  # how often a waiting thread looks whether it should read itself
_FAREWELL_S = 0.5
_LET_GO_S = 0.2
_LATE_LOOK_S = 0.05  # how often to see whether a missing datagram is given up
_REDIRECTS_MOST = 3
_TRIES = 3
_KNOCK_RTP = bytes((0x80, 0)) + bytes(10)
_KNOCK_RTCP = bytes((0x80, 201, 0, 1, 0, 0, 0, 0))

T = TypeVar("T")


class RtspClient:
    """A session, from ``describe`` over ``setup`` and ``play`` to ``close``.

    Every method that asks the server raises a SourceFault with a sentence:
    PasswordRefused, ``rtsp.faults.Busy`` (453, 503), ``RtspFault`` for other
    refusals, plain SourceFault where it cannot be reached or breaks off.
    """

    def __init__(
        self,
        url: str,
        user: str = "",
        password: str = "",
        transport: Literal["tcp", "udp"] = "tcp",
        timeout_s: float = 5.0,
        label: str = "",
    ) -> None:
        """``label``: what faults call the camera. Without ``user`` that of the address counts."""
        self._names = Names(label, url)
        self._url, own_user, own_password = _without_credentials(url)
        self._credentials = Credentials(user or own_user, password if user else own_password)
        self._transport, self._timeout_s = transport, timeout_s
        self._connection = Connection()
        self._turn = threading.Lock()  # who holds it reads the sockets
        self._state = threading.Lock()
        self._sequence = 0
        self._awaited: dict[int, RtspResponse | None] = {}
        self._packets = PacketBox()
        self._control = self._url
        self._session = ""
        self._forgets_s = 60.0
        self._alive_s = 0.0
        self._alive_method = "GET_PARAMETER"
        self._spoke = False
        self._fault: SourceFault | None = None
        self._closed = False

    # -- asking ------------------------------------------------------------

    def describe(self, headers: Mapping[str, str] | None = None) -> tuple[SdpMedia, ...]:
        """Connect, prove who we are, and learn which streams there are."""
        for _ in range(_REDIRECTS_MOST):
            self._connect()
            methods = self.request("OPTIONS").headers.get("public", "")
            self._alive_method = "GET_PARAMETER" if "GET_PARAMETER" in methods else "OPTIONS"
            response = self.request("DESCRIBE", {"Accept": "application/sdp", **(headers or {})})
            if not 300 <= response.status < 400 or not self._redirected(response):
                break
        self._demand(response)
        base = response.headers.get("content-base") or response.headers.get("content-location")
        if base is None or not re.match(r"(?i)rtsps?://", base):
            base = self._url
        text, base = response.body.decode("utf-8", "replace"), _without_credentials(base)[0]
        self._control = session_control_of(text, base)
        media = parse_sdp(text, base)
        if not media:
            raise self._names.fault(LIVE_UNREADABLE)
        return media

    def setup(self, media: SdpMedia, headers: Mapping[str, str] | None = None) -> None:
        """Ask for one of the streams, over the connection itself or over UDP."""
        channel = 2 * len(self._packets)
        if self._transport == "udp":
            ports = self._alone(self._connection.open_udp)
            transport = f"RTP/AVP;unicast;client_port={ports[0]}-{ports[1]}"
        else:
            transport = f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}"
            self._connection.parser.channels |= {channel, channel + 1}
        asked = {"Transport": transport, **(headers or {})}
        response = self._demand(self.request("SETUP", asked, media.control))
        self._session, self._forgets_s = session_of(response.headers.get("session", ""))
        given = response.headers.get("transport", "")
        self._packets.open(self._given_channel(given, channel), ordered=self._transport != "udp")
        ports_found = re.search(r"server_port=(\d{1,5})(?:-(\d{1,5}))?", given)
        if self._transport == "udp" and ports_found is not None:
            rtp = min(int(ports_found[1]), 65_535)
            self._connection.knock(channel, rtp, _KNOCK_RTP)
            self._connection.knock(
                channel + 1, min(int(ports_found[2] or rtp + 1), 65_535), _KNOCK_RTCP
            )

    def play(self, headers: Mapping[str, str] | None = None) -> RtspResponse:
        """Have the server send; also while it sends, to go elsewhere or at another speed."""
        response = self._demand(self.request("PLAY", headers))
        self._alive_s = time.monotonic() + self._forgets_s / 2
        return response

    def pause(self, headers: Mapping[str, str] | None = None) -> RtspResponse:
        """Have the server stop sending and keep the session."""
        return self._demand(self.request("PAUSE", headers))

    def teardown(self) -> None:
        """End the session and everything; never raises."""
        if self._session and self._fault is None and not self._closed:
            with contextlib.suppress(SourceFault):
                number = self._send("TEARDOWN", {}, None, awaited=True)
                self._wait(lambda: self._taken(number), _FAREWELL_S)
        self.close()

    def keep_alive(self) -> None:
        """Tell the server that we are still there; does not wait for its answer.

        ``receive`` does it by itself when it is due.
        """
        self._alive_s = time.monotonic() + self._forgets_s / 2
        self._send(self._alive_method, {}, None, awaited=False)

    def request(
        self, method: str, headers: Mapping[str, str] | None = None, url: str | None = None
    ) -> RtspResponse:
        """Ask anything; the answer, whatever its status. Proves who we are where asked to."""
        for tries in range(1, _TRIES + 1):
            number = self._send(method, headers or {}, url, awaited=True)
            response = self._answer_to(number)
            if response.status != 401:
                self._credentials.admitted()
            challenge = response.headers.get("www-authenticate", "")
            refused = response.status == 401 and tries < _TRIES
            if not refused or not self._credentials.accept(challenge):
                break
            if response.headers.get("connection", "").lower() == "close" and not self._session:
                self._begin_anew()
                self._connect()
        return response

    def _answer_to(self, number: int) -> RtspResponse:
        response = self._wait(lambda: self._taken(number), self._timeout_s)
        if response is None:
            raise self._fail(self._names.fault(LIVE_NO_ANSWER))
        return response

    # -- receiving ---------------------------------------------------------

    def receive(self, timeout_s: float) -> RtpPacket | None:
        """The next packet in order; None where none comes within the time.

        Raises the fault of the connection's end, after the packets before it.
        """
        if self._session and time.monotonic() > self._alive_s > 0:
            self.keep_alive()
        return self._wait(self._packets.get, timeout_s)

    @property
    def received_bytes(self) -> int:
        """All bytes received so far, on every socket."""
        return self._connection.received_bytes

    @property
    def lost_packets(self) -> int:
        """Packets that never came, or had to be dropped."""
        return self._packets.lost

    def close(self) -> None:
        """End everything at once, from any thread; whoever waits is woken and gets a fault."""
        if self._closed:
            return
        if self._session and self._fault is None:
            with contextlib.suppress(SourceFault):
                self._send("TEARDOWN", {}, None, awaited=False, timeout_s=0.0)
        self._closed = True
        self._connection.wake()
        self._let_go()

    # -- inside ------------------------------------------------------------

    def _let_go(self) -> None:
        """Close the sockets, or leave it to whoever is reading, who does it on leaving.

        That may be a look-up of a host name, which nothing wakes.
        """
        if self._turn.acquire(timeout=_LET_GO_S):
            self._connection.close()
            self._turn.release()

    def _leave(self) -> None:
        self._turn.release()
        if self._closed:
            self._let_go()

    def _connect(self) -> None:
        parts = urlsplit(self._url)
        if parts.scheme.lower() == "rtsps":  # never in the clear what was meant to be secret
            raise self._names.fault(ENCRYPTED)
        host, port = parts.hostname or "", parts.port or 554
        self._alone(lambda: self._connection.connect(host, port, self._timeout_s))

    def _alone(self, act: Callable[[], T]) -> T:
        """What makes sockets: nobody reads meanwhile, and a ``close`` comes before or after it."""
        self._turn.acquire()
        try:
            if self._closed:
                raise self._names.fault(SOURCE_CLOSED)
            return self._guard(act)
        finally:
            self._leave()

    def _redirected(self, response: RtspResponse) -> bool:
        location = response.headers.get("location", "")
        if not location.lower().startswith("rtsp://"):
            return False
        self._url = _without_credentials(location)[0]
        self._control = self._url
        self._begin_anew()
        return True

    def _begin_anew(self) -> None:
        """Another connection; only before a session stands."""
        self._alone(self._change_connection)

    def _change_connection(self) -> None:
        self._connection.close()
        self._connection = Connection()

    def _send(
        self,
        method: str,
        headers: Mapping[str, str],
        url: str | None,
        *,
        awaited: bool,
        timeout_s: float | None = None,
    ) -> int:
        if self._fault is not None or self._closed:
            raise self._fault or self._names.fault(SOURCE_CLOSED)
        target = url or (self._url if method in {"OPTIONS", "DESCRIBE"} else self._control)
        with self._state:
            self._sequence += 1
            number = self._sequence
            if awaited:
                self._awaited[number] = None
            own = {"CSeq": str(number), "User-Agent": _USER_AGENT}
            proof = self._credentials.header(method, target)
        own |= {"Authorization": proof} if proof is not None else {}
        own |= {"Session": self._session} if self._session else {}
        data = request_bytes(method, target, {**own, **headers})
        limit_s = self._timeout_s if timeout_s is None else timeout_s
        self._guard(lambda: self._connection.send(data, limit_s))
        return number

    def _wait(self, take: Callable[[], T | None], timeout_s: float) -> T | None:
        """What ``take`` gives, reading for everybody until it does or the time is over."""
        deadline_s = time.monotonic() + timeout_s
        while (taken := take()) is None:
            left_s = deadline_s - time.monotonic()
            if self._fault is not None or self._closed:
                raise self._fault or self._names.fault(SOURCE_CLOSED)
            if left_s <= 0:
                return None
            if not self._turn.acquire(timeout=min(left_s, _TURN_S)):
                continue
            try:
                if (taken := take()) is not None:
                    return taken
                self._guard(lambda limit_s=left_s: self._read(limit_s))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            finally:
                self._leave()
        return taken

    def _read(self, timeout_s: float) -> None:
        limit_s = min(timeout_s, _LATE_LOOK_S) if self._transport == "udp" else timeout_s
        if self._closed:
            raise Closed
        for item in self._connection.poll(limit_s):
            self._take(item)
        self._packets.late()

    def _take(self, item: Item) -> None:
        if isinstance(item, Frame):
            self._packets.take(item)
        elif isinstance(item, ServerRequest):
            self._connection.send(answer_bytes(item), self._timeout_s)
        else:
            self._spoke = True
            self._answered(item)

    def _answered(self, response: RtspResponse) -> None:
        with self._state:
            number = response.sequence
            if number < 0:
                number = min(self._awaited, default=-1)
            if number in self._awaited:
                self._awaited[number] = response
                return
        if response.status == 401:  # a keep-alive: the nonce is too old
            self._credentials.accept(response.headers.get("www-authenticate", ""))
            self._alive_s = min(self._alive_s, time.monotonic() + 1.0)
        elif response.status >= 400:
            self._alive_method = "OPTIONS"

    def _taken(self, number: int) -> RtspResponse | None:
        with self._state:
            if self._awaited.get(number) is None:
                return None
            return self._awaited.pop(number)

    def _given_channel(self, transport: str, asked: int) -> int:
        """The channel that the server gave instead of the one asked for, if so."""
        found = re.search(r"interleaved=(\d{1,3})", transport)
        if self._transport == "udp" or found is None or int(found[1]) > 254:
            return asked
        given = int(found[1])
        self._connection.parser.channels |= {given, given + 1}
        return given

    def _demand(self, response: RtspResponse) -> RtspResponse:
        if 200 <= response.status < 300:
            return response
        has_password = bool(self._credentials.user)
        raise self._names.refused(response, has_password=has_password, transport=self._transport)

    def _guard(self, act: Callable[[], T]) -> T:
        """Do it; what breaks becomes the fault that everybody gets from then on."""
        try:
            return act()
        except (OSError, MessageError, UnicodeError, ValueError) as error:
            raise self._fail(self._names.broken(error, spoke=self._spoke)) from None

    def _fail(self, fault: SourceFault) -> SourceFault:
        self._fault = self._fault or fault
        return self._fault


def _without_credentials(url: str) -> tuple[str, str, str]:
    """The address without user name and password, and these two, decoded."""
    parts = urlsplit(url)
    secret, _, host = parts.netloc.rpartition("@")
    user, _, password = secret.partition(":")
    plain = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    return plain, unquote(user), unquote(password)
