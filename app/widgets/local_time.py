"""Media time on the screen's edge: the store's own wall-clock time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

US_PER_S = 1_000_000


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(media_time_us: int, zone: str) -> datetime:
    """The wall-clock time of an instant in a zone."""
    seconds, rest_us = divmod(media_time_us, US_PER_S)
    return (
        datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest_us).astimezone(zone_of(zone))
    )


def to_us(moment: datetime) -> int:
    """Microseconds since the epoch of a moment that knows its zone."""
    return int(moment.timestamp()) * US_PER_S + moment.microsecond


def passings_us(moment: datetime, zone: str) -> tuple[int, ...]:
    """When a zone's clock shows a time that knows no zone: once, or twice as it goes back.

    A time that is skipped as the clock goes forward is read as if it had not yet.
    """
    first, second = (moment.replace(tzinfo=zone_of(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset() or not _exists(first):
        return (to_us(first),)
    return to_us(first), to_us(second)


def clock_text(media_time_us: int, zone: str) -> str:
    """``2026-03-02 14:03:07``."""
    return local(media_time_us, zone).strftime("%Y-%m-%d %H:%M:%S")


def exact_text(media_time_us: int, zone: str) -> str:
    """``2026-03-02 14:03:07``; with its offset where the clocks go back and it comes twice."""
    moment = local(media_time_us, zone)
    twin = moment.replace(fold=1 - moment.fold)
    comes_twice = twin.utcoffset() != moment.utcoffset() and _exists(twin)
    text = clock_text(media_time_us, zone)
    return f"{text} {offset_text(media_time_us, zone)}" if comes_twice else text


def _exists(moment: datetime) -> bool:
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def offset_text(media_time_us: int, zone: str) -> str:
    """``UTC+8``, ``UTC-3:30``, ``UTC``."""
    offset = local(media_time_us, zone).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
