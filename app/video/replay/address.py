"""The addresses under which recorders play what they have recorded.

Where each form comes from is told in docs/adr/0010. An address carries times in the recorder's own
reckoning: ``from_us`` and ``to_us`` here are true UTC and are taken back by the
recorder's clock offset; where the maker writes local times, also by its zone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from app.video.media import US_PER_S, RecorderKind, RecorderPlayback
from app.video.replay.times import wall_time

DAY_US = 24 * 3600 * US_PER_S
WRITES_LOCAL_TIMES = (RecorderKind.HIKVISION, RecorderKind.DAHUA)
"""Whose addresses hold times of the recorder's own zone."""


def replay_address(media: RecorderPlayback, from_us: int, to_us: int | None = None) -> str:
    """What to DESCRIBE in order to play from that moment on (to ``to_us``, or for a day)."""
    start_us = from_us - media.clock_offset_us
    end_us = (from_us + DAY_US if to_us is None else to_us) - media.clock_offset_us
    base = media.address.rstrip("/")
    match media.kind:
        case RecorderKind.ONVIF:
            return _onvif(base, media.channel)
        case RecorderKind.HIKVISION:
            return base + _hikvision(media, start_us, end_us)
        case RecorderKind.DAHUA:
            return base + _dahua(media, start_us, end_us)
        case RecorderKind.UNIVIEW:
            first, last = start_us // US_PER_S, -(-end_us // US_PER_S)
            return f"{base}/c{media.channel}/b{first}/e{last}/replay/"
        case RecorderKind.AXIS:
            return f'{base}/axis-media/media.amp?recordingid="{quote(media.channel)}"'


def absolute(kind: RecorderKind) -> bool:
    """Whether the moment is asked for by a Range header and not by the address.

    One connection can then jump; otherwise every jump is a new one.
    """
    return kind in (RecorderKind.ONVIF, RecorderKind.AXIS)


def _onvif(base: str, token: str) -> str:
    """GetReplayUri gives the whole address; a bare host takes the token as its path."""
    has_path = "/" in base.partition("://")[2]
    return base if has_path else f"{base}/{quote(token)}"


def _hikvision(media: RecorderPlayback, start_us: int, end_us: int) -> str:
    """Track 101 is camera 1's main stream; a longer number is taken as the track itself."""
    track = media.channel if len(media.channel) >= 3 else f"{media.channel}01"
    start, end = _between(start_us, end_us, media.time_zone)
    return (
        f"/Streaming/tracks/{track}?starttime={start:%Y%m%dT%H%M%S}Z&endtime={end:%Y%m%dT%H%M%S}Z"
    )


def _dahua(media: RecorderPlayback, start_us: int, end_us: int) -> str:
    start, end = _between(start_us, end_us, media.time_zone)
    form = "%Y_%m_%d_%H_%M_%S"
    return f"/cam/playback?channel={media.channel}&starttime={start:{form}}&endtime={end:{form}}"


def _between(start_us: int, end_us: int, zone: str) -> tuple[datetime, datetime]:
    """Both ends on the recorder's clock; where it was set back between them, rather too late.

    An end that reads as if it came before the beginning would be refused.
    """
    start, end = wall_time(start_us, zone), wall_time(end_us, zone)
    return start, max(end, start + timedelta(microseconds=end_us - start_us))
