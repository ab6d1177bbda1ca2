"""What a client asks of the test recorder: by its address, then by the headers of PLAY."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.video.media import US_PER_S, RecorderKind
from app.video.replay.times import us_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.replay_server import Recorder

_FORMS = {
    RecorderKind.HIKVISION: (
        r"/Streaming/tracks/(\d+)\?starttime=(\d{8}T\d{6})Z&endtime=(\d{8}T\d{6})Z",
        "%Y%m%dT%H%M%S",
    ),
    RecorderKind.DAHUA: (
        r"/cam/playback\?channel=(\d+)&starttime=([\d_]{19})&endtime=([\d_]{19})",
        "%Y_%m_%d_%H_%M_%S",
    ),
}
_CLOCK = re.compile(r"(\d{8}T\d{6})(\.\d+)?Z")


@dataclass(frozen=True)
class Wish:
    """True times; ``to_us`` None: to the end."""

    from_us: int
    to_us: int | None = None
    back: bool = False
    intra_us: int | None = None
    unpaced: bool = False
    scale: float = 1.0

    def with_headers(
        self, headers: Mapping[str, str], recorder: Recorder, at_us: int | None
    ) -> Wish:
        """As the headers of a PLAY change it; what the recorder cannot do changes nothing."""
        wish = self
        if recorder.kind in (RecorderKind.ONVIF, RecorderKind.AXIS):
            wish = wish._ranged(headers.get("range", ""), recorder, at_us)
        unpaced = headers.get("rate-control") == "no" and recorder.rate_control
        frames = re.match(r"intra(?:/(\d+))?", headers.get("frames", ""))
        if frames is not None and recorder.intra:
            wish = replace(wish, intra_us=int(frames[1] or 0) * 1000)
        scale = float(headers.get("scale", "1"))
        if scale < 0:
            return replace(wish, unpaced=unpaced, back=recorder.reverse, scale=-1.0)
        return replace(wish, unpaced=unpaced, scale=min(scale, max(1.0, recorder.scale)))

    def _ranged(self, header: str, recorder: Recorder, at_us: int | None) -> Wish:
        moments = [_clock_us(found) + recorder.offset_us for found in _CLOCK.finditer(header)]
        if moments:
            return replace(self, from_us=moments[0], to_us=moments[1] if moments[1:] else None)
        return self if at_us is None else replace(self, from_us=at_us)


def wish_of(url: str, recorder: Recorder) -> Wish | None:
    """What the address asks for; None where there is no such recording."""
    first_us = recorder.spans[0].start_us
    path = "/" + url.partition("://")[2].partition("/")[2]
    match recorder.kind:
        case RecorderKind.ONVIF:
            return Wish(first_us) if path.startswith("/replay-1") else None
        case RecorderKind.AXIS:
            known = 'recordingid="1"' in path
            return Wish(first_us) if known and path.startswith("/axis-media/") else None
        case RecorderKind.UNIVIEW:
            found = re.match(r"/c(\d+)/b(\d+)/e(\d+)/replay/", path)
            if found is None:
                return None
            return _between(int(found[2]) * US_PER_S, int(found[3]) * US_PER_S, recorder)
        case _:
            return _local(path, recorder)


def _local(path: str, recorder: Recorder) -> Wish | None:
    expression, form = _FORMS[recorder.kind]
    found = re.match(expression, path)
    if found is None or found[1] not in ("1", "101"):
        return None
    zone = ZoneInfo(recorder.zone)
    start, end = (datetime.strptime(found[n], form).replace(tzinfo=zone) for n in (2, 3))
    return _between(us_of(start), us_of(end), recorder)


def _between(start_us: int, end_us: int, recorder: Recorder) -> Wish:
    return Wish(start_us + recorder.offset_us, end_us + recorder.offset_us)


def _clock_us(found: re.Match[str]) -> int:
    at = datetime.strptime(found[1] + "+0000", "%Y%m%dT%H%M%S%z")
    return us_of(at) + round(float(found[2] or 0) * US_PER_S)
