"""RTSP messages as text (RFC 2326): requests built, responses read, sizes bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HEAD_MOST = 64 * 1024
BODY_MOST = 1024 * 1024
_LINES_MOST = 200


class MessageError(ValueError):
    """What came is no RTSP message, or one beyond every measure."""


@dataclass(frozen=True)
class RtspResponse:
    """A server's answer; names of ``headers`` are in lower case, repeated ones joined by ", "."""

    status: int
    reason: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def sequence(self) -> int:
        """The number of the request it answers; -1 where it does not tell."""
        return _number(self.headers.get("cseq", ""), -1)


@dataclass(frozen=True)
class ServerRequest:
    """A question that the server asks of us, such as OPTIONS to see that we are there."""

    method: str
    headers: Mapping[str, str]


def request_bytes(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request ready to be sent; line breaks in values are taken out."""
    lines = [f"{method} {_one_line(url)} RTSP/1.0"]
    lines += [f"{name}: {_one_line(value)}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace") + body


def answer_bytes(request: ServerRequest) -> bytes:
    """Our answer to a server's question: yes to those that only want to see us."""
    known = request.method in {"OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "ANNOUNCE"}
    status = "200 OK" if known else "501 Not Implemented"
    sequence = _one_line(request.headers.get("cseq", "0"))
    return f"RTSP/1.0 {status}\r\nCSeq: {sequence}\r\n\r\n".encode()


def parse_head(head: bytes) -> RtspResponse | ServerRequest:
    """The first line and the headers of a message, without its body.

    Raises MessageError where the first line is not RTSP.
    """
    lines = head.decode("utf-8", "replace").splitlines()
    first = lines[0].split(None, 2) if lines else []
    headers = _headers(lines[1:_LINES_MOST])
    if len(first) >= 2 and first[0].upper().startswith("RTSP/"):
        status = _number(first[1], -1)
        if not 100 <= status <= 999:
            raise MessageError("status")
        return RtspResponse(status, first[2].strip() if len(first) > 2 else "", headers)
    if len(first) == 3 and first[2].upper().startswith("RTSP/"):
        return ServerRequest(first[0].upper(), headers)
    raise MessageError("first line")


def body_length(headers: Mapping[str, str]) -> int:
    """How many bytes follow the head; raises MessageError where it is no usable number."""
    length = _number(headers.get("content-length", "0").partition(",")[0], -1)
    if not 0 <= length <= BODY_MOST:
        raise MessageError("content-length")
    return length


def session_of(value: str) -> tuple[str, float]:
    """Session id and the time (s) after which the server forgets it; 60 s by RFC 2326."""
    name, _, parameters = value.partition(";")
    for each in parameters.split(";"):
        key, _, number = each.partition("=")
        if key.strip().lower() == "timeout":
            return name.strip(), float(min(max(_number(number, 60), 1), 86_400))
    return name.strip(), 60.0


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if not colon or not key:
            continue
        headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    return headers


def _one_line(value: str) -> str:
    return "".join(each for each in value if each not in "\r\n\0")


def _number(text: str, otherwise: int) -> int:
    stripped = text.strip()
    return (
        int(stripped)
        if stripped.isascii() and stripped.isdigit() and len(stripped) < 10
        else otherwise
    )
