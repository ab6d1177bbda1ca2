"""How recorders write moments: absolute ranges, NTP time, and times inside addresses.

``*_us`` is true UTC inside the program; a recorder's own reckoning differs from it
by its clock offset (added to the recorder's times) and, in addresses, by its zone.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from app.video.media import US_PER_S

EXTENSION_PROFILE = 0xABAC
"""Of the RTP header extension that tells a frame's absolute time (ONVIF streaming, 6.2)."""
_NTP_UNIX_S = 2_208_988_800  # from 1900 to 1970
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = re.compile(r"(\d{8})T(\d{6})(\.\d+)?Z")


@dataclass(frozen=True, slots=True)
class FrameTime:
    """What the extension of a frame's first packet says.

    ``time_us``: by the recorder's clock. ``clean_point``: it can be decoded by itself.
    ``end``: the last of a stretch; ``discontinuity``: it does not follow the frame
    before it; ``terminal``: nothing follows at all. ``cseq``: the low byte of the
    number of the PLAY that asked for it.
    """

    time_us: int
    clean_point: bool
    end: bool
    discontinuity: bool
    terminal: bool
    cseq: int


def frame_time(extension: bytes | None) -> FrameTime | None:
    """Read the 0xABAC extension's 12 bytes; None where it is not one."""
    if extension is None or len(extension) < 12:
        return None
    seconds, fraction, flags, cseq = struct.unpack_from(">IIBB", extension)
    time_us = (seconds - _NTP_UNIX_S) * US_PER_S + (fraction * US_PER_S >> 32)
    return FrameTime(
        time_us,
        clean_point=bool(flags & 0x80),
        end=bool(flags & 0x40),
        discontinuity=bool(flags & 0x20),
        terminal=bool(flags & 0x10),
        cseq=cseq,
    )


def ntp_bytes(time_us: int) -> bytes:
    """The 8 bytes of NTP time, rounded up so that reading gives the same microsecond."""
    seconds, rest_us = divmod(time_us, US_PER_S)
    return struct.pack(">II", seconds + _NTP_UNIX_S, -(-(rest_us << 32) // US_PER_S))


def clock_text(time_us: int) -> str:
    """``20090615T114900.440Z``, as ranges have it (RFC 2326, 3.7)."""
    at = _EPOCH + timedelta(microseconds=time_us)
    return f"{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z"


def clock_range(from_us: int, to_us: int | None) -> str:
    """The value of a Range header from one moment on, up to another or open."""
    return f"clock={clock_text(from_us)}-{'' if to_us is None else clock_text(to_us)}"


def range_start_us(header: str) -> int | None:
    """The first moment of an absolute Range header; None where it tells none."""
    found = _CLOCK.search(header) if header.lower().lstrip().startswith("clock") else None
    return None if found is None else _moment_us(found)


def range_ends_us(sdp: str) -> tuple[int, int] | None:
    """Both ends of what is recorded, where a description tells them by ``a=range:clock=``."""
    for line in sdp.splitlines():
        if line.lower().startswith("a=range:clock="):
            moments = [_moment_us(found) for found in _CLOCK.finditer(line)]
            if len(moments) == 2 and moments[0] is not None and moments[1] is not None:
                return moments[0], moments[1]
            return None
    return None


def _moment_us(found: re.Match[str]) -> int | None:
    """None for what is of the right form but no moment, such as the 99th hour."""
    day, clock, fraction = found.groups()
    try:
        at = datetime.strptime(day + clock, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return us_of(at) + round(float(fraction or 0) * US_PER_S)


def us_of(at: datetime) -> int:
    """Microseconds since the epoch of an aware time, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def wall_time(time_us: int, zone: str) -> datetime:
    """The moment on a clock of that zone."""
    return (_EPOCH + timedelta(microseconds=time_us)).astimezone(ZoneInfo(zone))


def as_local_us(time_us: int, zone: str) -> tuple[int, int]:
    """What is meant where a clock of that zone wrote its own time as if it were UTC.

    Two moments in the hour that comes twice, else the same one twice.
    """
    digits = (_EPOCH + timedelta(microseconds=time_us)).replace(tzinfo=ZoneInfo(zone))
    return us_of(digits), us_of(digits.replace(fold=1))


def date_us(header: str) -> int | None:
    """The moment of an RTSP Date header, to the second; None where it is none."""
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    return us_of(at if at.tzinfo is not None else at.replace(tzinfo=UTC))
