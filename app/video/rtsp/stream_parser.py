"""The bytes of an RTSP connection taken apart: messages, and RTP between them (RFC 2326, 10.12)."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace

from app.video.rtsp.message import (
    HEAD_MOST,
    MessageError,
    RtspResponse,
    ServerRequest,
    body_length,
    parse_head,
)

JUNK_MOST = 256 * 1024
_WORDS = (
    b"RTSP/", b"OPTIONS ", b"GET_PARAMETER ", b"SET_PARAMETER ", b"ANNOUNCE ", b"REDIRECT ",
    b"TEARDOWN ", b"PLAY_NOTIFY ", b"PAUSE ", b"PLAY ",
)  # fmt: skip
_WORD_MOST = max(map(len, _WORDS))
_AGAIN = re.compile(rb"[$OGSARTP]")


@dataclass(slots=True)
class Frame:
    """One packet of one channel; ``received_ns``: nanoseconds since the epoch, UTC."""

    channel: int
    data: bytes
    received_ns: int


Item = RtspResponse | ServerRequest | Frame


class StreamParser:
    """Takes bytes as they come and gives what is complete.

    Where the sender lost its place, bytes are left out up to the next thing
    that looks right. Holds at most one message (about 1 MiB) or packet.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._message: RtspResponse | ServerRequest | None = None
        self._body = 0
        self._junk = 0
        self.channels: set[int] = set()

    def feed(self, data: bytes) -> list[Item]:
        """What is complete now; raises MessageError where nothing of it is RTSP for too long."""
        self._buffer += data
        now_ns = time.time_ns()
        items: list[Item] = []
        start = 0
        while True:
            item, after = self._next(start, now_ns)
            if after == start:
                break
            self._junk = 0 if item is not None else self._junk + after - start
            start = after
            if item is not None:
                items.append(item)
            if self._junk > JUNK_MOST:
                raise MessageError("junk")
        del self._buffer[:start]
        return items

    def _next(self, at: int, now_ns: int) -> tuple[Item | None, int]:
        """The thing at ``at`` and where it ends; the same place where more bytes are needed."""
        buffer = self._buffer
        if self._message is not None:
            return self._with_body(at)
        if at >= len(buffer):
            return None, at
        if buffer[at] == 0x24:
            return self._frame(at, now_ns)
        if buffer[at] in b"\r\n \0":
            return None, at + 1
        return self._head(at)

    def _frame(self, at: int, now_ns: int) -> tuple[Item | None, int]:
        buffer = self._buffer
        if len(buffer) < at + 5:
            return None, at
        channel, length = buffer[at + 1], int.from_bytes(buffer[at + 2 : at + 4], "big")
        known = not self.channels or channel in self.channels
        if not known or length < 4 or buffer[at + 4] >> 6 != 2:
            return None, self._resume(at)
        end = at + 4 + length
        if len(buffer) < end:
            return None, at
        return Frame(channel, bytes(buffer[at + 4 : end]), now_ns), end

    def _head(self, at: int) -> tuple[Item | None, int]:
        buffer = self._buffer
        begin = bytes(buffer[at : at + _WORD_MOST])
        if not begin.startswith(_WORDS):
            begun = len(begin) < _WORD_MOST and any(each.startswith(begin) for each in _WORDS)
            return None, at if begun else self._resume(at)
        end, after = self._head_end(at)
        if end < 0:
            return None, at if len(buffer) - at < HEAD_MOST else at + HEAD_MOST
        try:
            message = parse_head(bytes(buffer[at:end]))
            self._body = body_length(message.headers)
        except MessageError:
            return None, after
        if not self._body:
            return message, after
        self._message = message
        return self._with_body(after)

    def _head_end(self, at: int) -> tuple[int, int]:
        """Where the head ends and what follows begins; -1 where the end has not come."""
        most = at + HEAD_MOST
        found = [
            (place, place + len(mark))
            for mark in (b"\r\n\r\n", b"\n\n")
            if (place := self._buffer.find(mark, at, most)) >= 0
        ]
        return min(found, default=(-1, -1))

    def _with_body(self, at: int) -> tuple[Item | None, int]:
        message, end = self._message, at + self._body
        if message is None or len(self._buffer) < end:
            return None, at
        self._message = None
        if isinstance(message, RtspResponse):
            message = replace(message, body=bytes(self._buffer[at:end]))
        return message, end

    def _resume(self, at: int) -> int:
        again = _AGAIN.search(self._buffer, at + 1)
        return len(self._buffer) if again is None else again.start()
