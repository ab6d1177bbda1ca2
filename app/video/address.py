"""Camera addresses: checked, joined with credentials, and shown without them."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from app.video.faults import (
    ADDRESS_EMPTY,
    ADDRESS_HOST,
    ADDRESS_PORT,
    ADDRESS_SCHEME,
    ADDRESS_SECRET,
    ADDRESS_SPACE,
    AddressFault,
)

SCHEMES = ("rtsp", "rtsps", "http", "https")
_SECRET_FIELDS = re.compile(
    r"(?i)((?:^|[?&;/])(?:pass(?:word|wd)?|pwd|token|auth|secret|key)=)[^&;/#]*"
)
_AUTHORITY = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)?(.*)$", re.DOTALL)


def redact(url: str) -> str:
    """The address without user name, password and secret-looking fields.

    Made for broken addresses too: a password may itself hold "/", "?", "#" or
    "@", so everything up to the last "@" goes, wherever a parser would stop.
    """
    scheme, rest = _scheme_and_rest(url)
    return scheme + _SECRET_FIELDS.sub(r"\1***", rest.rpartition("@")[2])


def _scheme_and_rest(url: str) -> tuple[str, str]:
    match = _AUTHORITY.match(url.strip())
    if match is None:
        return "", ""
    return match.group(1) or "", match.group(2)


def with_credentials(url: str, user: str, password: str) -> str:
    """The address with user name and password put in, percent-encoded.

    Credentials already in the address stay when ``user`` is empty.
    """
    if not user:
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    secret = f":{quote(password, safe='')}" if password else ""
    netloc = f"{quote(user, safe='')}{secret}@{host}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment))


def check_address(url: str) -> None:
    """Raise AddressFault unless the address can be that of a camera."""
    wrong = _wrong(url)
    if wrong is not None:
        by_secret = "@" in url and _wrong(redact(url)) is None
        raise AddressFault(ADDRESS_SECRET, address=redact(url)) if by_secret else wrong


def hides_host(url: str) -> bool:
    """Whether a character of the password ends the host for a parser, as in ``//me:1/2@host``.

    Only for an address that passed ``check_address``.
    """
    return urlsplit(url).netloc.rpartition("@")[2] != urlsplit(redact(url)).netloc


def _wrong(url: str) -> AddressFault | None:
    try:
        _check(url)
    except AddressFault as fault:
        return fault
    return None


def _check(url: str) -> None:
    shown = redact(url)
    if not url.strip():
        raise AddressFault(ADDRESS_EMPTY)
    if any(ord(character) <= 0x20 or ord(character) == 0x7F for character in url):
        raise AddressFault(ADDRESS_SPACE, address=shown)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise AddressFault(ADDRESS_HOST, address=shown) from None  # its text may hold the password
    if parts.scheme.lower() not in SCHEMES:
        raise AddressFault(ADDRESS_SCHEME, address=shown)
    if not host:
        raise AddressFault(ADDRESS_HOST, address=shown)
    _check_port(parts.netloc, shown)


def _check_port(netloc: str, shown: str) -> None:
    try:
        port = urlsplit(f"//{netloc}").port
    except ValueError:
        raise AddressFault(ADDRESS_PORT, address=shown) from None
    if port == 0:
        raise AddressFault(ADDRESS_PORT, address=shown)
