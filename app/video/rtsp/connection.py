"""The sockets of one RTSP session: never waits longer than told, and close wakes whoever waits."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from typing import cast

from app.video.rtsp.stream_parser import Frame, Item, StreamParser

_READ = 256 * 1024
_DATAGRAM = 65_536
_DATAGRAMS_MOST = 64  # of one turn, so that the connection itself is not starved
_UDP_BUFFER = 2 * 1024 * 1024
_PORT_TRIES = 40


class Closed(ConnectionError):  # noqa: N818 - it is no error but our own wish
    """``close`` was called on our side."""


class Connection:
    """TCP to the server, UDP ports where they are asked for, and a way to be woken."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._wake_in, self._wake_out = socket.socketpair()
        self._selector.register(self._wake_in, selectors.EVENT_READ, None)
        self._socket: socket.socket | None = None
        self._udp: list[socket.socket] = []
        self._writing = threading.Lock()
        self._closed = threading.Event()
        self._peer = ""
        self.parser = StreamParser()
        self.received_bytes = 0

    def connect(self, host: str, port: int, timeout_s: float) -> None:
        """Reach the server; raises OSError, TimeoutError among them, or Closed.

        Like ``open_udp`` never at the same time as ``close``.
        """
        deadline_s = time.monotonic() + timeout_s
        error: OSError = TimeoutError()
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            if self._closed.is_set():
                raise Closed
            try:
                self._connect_to(socket.socket(family, kind, protocol), address, deadline_s)
                return
            except Closed:
                raise
            except OSError as failed:
                error = failed
        raise error

    def _connect_to(self, sock: socket.socket, address: object, deadline_s: float) -> None:
        sock.setblocking(False)
        try:
            with contextlib.suppress(BlockingIOError):
                sock.connect(cast("tuple[str, int]", address))
            self._selector.register(sock, selectors.EVENT_WRITE, sock)
            try:
                self._await_write(sock, deadline_s)
            finally:
                self._selector.unregister(sock)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._peer = str(sock.getpeername()[0])
            self._selector.register(sock, selectors.EVENT_READ, sock)
        except BaseException:  # whatever it is, nobody else knows of this socket yet
            sock.close()
            raise
        self._socket = sock

    def _await_write(self, sock: socket.socket, deadline_s: float) -> None:
        while True:
            left_s = deadline_s - time.monotonic()
            if self._closed.is_set():
                raise Closed
            if left_s <= 0:
                raise TimeoutError
            for key, _ in self._selector.select(left_s):
                if key.data is sock:
                    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if code:
                        raise OSError(code, "connect")
                    return

    def open_udp(self) -> tuple[int, int]:
        """A pair of ports (even, odd) for one stream; what comes there are frames of 2n, 2n + 1."""
        if self._socket is None or self._closed.is_set():
            raise Closed
        family, host = self._socket.family, self._socket.getsockname()[0]
        for _ in range(_PORT_TRIES):
            pair = _port_pair(family, host)
            if pair is not None:
                break
        else:
            raise OSError("no pair of free UDP ports")
        first = len(self._udp)
        self._udp += pair
        for channel, sock in enumerate(pair, first):
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _UDP_BUFFER)
            self._selector.register(sock, selectors.EVENT_READ, channel)
        return pair[0].getsockname()[1], pair[1].getsockname()[1]

    def knock(self, channel: int, port: int, packet: bytes) -> None:
        """Send one datagram to the server, so that a firewall lets its pictures in."""
        with contextlib.suppress(OSError, IndexError):
            self._udp[channel].sendto(packet, (self._peer, port))

    def send(self, data: bytes, timeout_s: float) -> None:
        """Write all of it; raises OSError where the server takes nothing for that long."""
        deadline_s = time.monotonic() + timeout_s
        view = memoryview(data)
        with self._writing:
            while view:
                if self._socket is None or self._closed.is_set():
                    raise Closed
                try:
                    view = view[self._socket.send(view) :]
                except BlockingIOError:
                    if time.monotonic() > deadline_s:
                        raise TimeoutError from None
                    time.sleep(0.005)

    def poll(self, timeout_s: float) -> list[Item]:
        """What has come, waiting at most so long for it; one thread at a time.

        Raises Closed after ``close``, ConnectionError at the end of the
        connection, MessageError where what comes is not RTSP.
        """
        items: list[Item] = []
        for key, _ in self._selector.select(timeout_s):
            if isinstance(key.data, int):
                items += self._datagrams(key.data)
            elif key.data is not None:
                items += self._read(key.data)
        if self._closed.is_set():
            raise Closed
        return items

    def _read(self, sock: socket.socket) -> list[Item]:
        try:
            data = sock.recv(_READ)
        except BlockingIOError:
            return []
        if not data:
            raise ConnectionResetError("end of connection")
        self.received_bytes += len(data)
        return self.parser.feed(data)

    def _datagrams(self, channel: int) -> list[Item]:
        frames: list[Item] = []
        sock = self._udp[channel]
        for _ in range(_DATAGRAMS_MOST):
            try:
                data, sender = sock.recvfrom(_DATAGRAM)
            except OSError:  # nothing more, or a port at the server's side that is not open yet
                break
            self.received_bytes += len(data)
            if str(sender[0]) == self._peer:
                frames.append(Frame(channel, data, time.time_ns()))
        return frames

    def wake(self) -> None:
        """Have whoever waits come back at once, and everything after it fail with Closed."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._wake_out.send(b"w")

    def close(self) -> None:
        """Let go of every socket; only when nobody is inside ``poll``."""
        self._closed.set()
        self._selector.close()
        for sock in (self._wake_in, self._wake_out, *self._udp):
            sock.close()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()


def _port_pair(family: int, host: str) -> tuple[socket.socket, socket.socket] | None:
    with contextlib.ExitStack() as opened:
        first = opened.enter_context(socket.socket(family, socket.SOCK_DGRAM))
        second = opened.enter_context(socket.socket(family, socket.SOCK_DGRAM))
        first.bind((host, 0))
        port = first.getsockname()[1]
        if port % 2 or port == 65_535:
            return None
        try:
            second.bind((host, port + 1))
        except OSError:
            return None
        opened.pop_all()
        return first, second
