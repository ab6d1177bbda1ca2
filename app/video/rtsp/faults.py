"""What a server's refusal means to a person."""

from __future__ import annotations

import errno
import socket

from app.faults import Sentence
from app.video.address import redact
from app.video.faults import (
    LIVE_BUSY,
    LIVE_DECLINED,
    LIVE_ENDED,
    LIVE_NO_ANSWER,
    LIVE_NO_HOST,
    LIVE_NO_PASSWORD,
    LIVE_NOT_FOUND,
    LIVE_NOT_RTSP,
    LIVE_REFUSED,
    LIVE_TRANSPORT,
    LIVE_WRONG_PASSWORD,
    SOURCE_CLOSED,
    PasswordRefused,
    SourceFault,
)
from app.video.rtsp.connection import Closed
from app.video.rtsp.message import MessageError, RtspResponse

ENCRYPTED = Sentence(
    "{camera} would have to be asked over an encrypted connection ({address}), which recordings "
    "are not played over. Enter its address with rtsp:// under Stores.",
    "{camera} 的地址要求加密连接（{address}），不支持通过加密连接回放录像。"
    "请在“门店”中填写以 rtsp:// 开头的地址。",
)
BUSY = frozenset({453, 503})
_NOT_THERE = frozenset({404, 410, 454})
_REASON_MOST = 60


class RtspFault(SourceFault):
    """A request that the server answered, but not with yes; ``status`` is its number."""

    @property
    def status(self) -> int:
        """The RTSP status, 400 and above."""
        status = self.values.get("status")
        return status if isinstance(status, int) else 0


class Busy(RtspFault):
    """The server has no session or bandwidth left (453 and its kin)."""


class Names:
    """How a person calls the camera, and its address without a secret."""

    def __init__(self, label: str, url: str) -> None:
        self.address = redact(url)
        self.camera = label or self.address

    def fault(self, sentence: Sentence, kind: type[SourceFault] = SourceFault) -> SourceFault:
        """A fault that names them."""
        return kind(sentence, camera=self.camera, address=self.address)

    def refused(self, response: RtspResponse, *, has_password: bool, transport: str) -> SourceFault:
        """For an answer that is not 2xx."""
        status = response.status
        if status in {401, 403, 407}:
            sentence = LIVE_WRONG_PASSWORD if has_password else LIVE_NO_PASSWORD
            return self.fault(sentence, PasswordRefused)
        values = {"camera": self.camera, "address": self.address, "status": status}
        if status in BUSY:
            return Busy(LIVE_BUSY, **values)
        if status in _NOT_THERE:
            return RtspFault(LIVE_NOT_FOUND, **values)
        if status == 461:
            return RtspFault(LIVE_TRANSPORT, transport=transport.upper(), **values)
        reason = "".join(each for each in response.reason if each.isprintable())[:_REASON_MOST]
        return RtspFault(LIVE_DECLINED, reason=reason or str(status), **values)

    def broken(self, error: Exception, *, spoke: bool) -> SourceFault:
        """For a connection that failed; ``spoke``: the server had answered in RTSP before."""
        return self.fault(_sentence(error, spoke=spoke))


_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN}


def _sentence(error: Exception, *, spoke: bool) -> Sentence:
    if isinstance(error, Closed):
        return SOURCE_CLOSED
    if isinstance(error, socket.gaierror | UnicodeError):
        return LIVE_NO_HOST
    if isinstance(error, TimeoutError) or getattr(error, "errno", None) in _UNREACHABLE:
        return LIVE_NO_ANSWER
    if isinstance(error, ConnectionRefusedError):
        return LIVE_REFUSED
    if isinstance(error, MessageError):
        return LIVE_NOT_RTSP
    return LIVE_ENDED if spoke else LIVE_NOT_RTSP
