"""How numbers and times are written on a report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.faults import Language, Sentence

DASH = "–"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOURS = Sentence("{hours} h {minutes} min", "{hours} 小时 {minutes} 分")
_MINUTES = Sentence("{minutes} min {seconds} s", "{minutes} 分 {seconds} 秒")


def zone_of(name: str) -> tzinfo:
    """The store's time zone; UTC where the name is unknown on this machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local_time(time_us: int, zone: tzinfo) -> datetime:
    """Microseconds UTC as the wall clock of ``zone``."""
    return (_EPOCH + timedelta(microseconds=time_us)).astimezone(zone)


def offset_text(time_us: int, zone: tzinfo) -> str:
    """The zone's distance from UTC at that time, like ``UTC+08:00``."""
    text = local_time(time_us, zone).strftime("%z")
    return "UTC" if text in ("", "+0000") else f"UTC{text[:3]}:{text[3:5]}"


def minute_text(time_us: int | None, zone: tzinfo) -> str:
    """``2026-11-22 14:03``; a dash for no time."""
    return DASH if time_us is None else local_time(time_us, zone).strftime("%Y-%m-%d %H:%M")


def second_text(time_us: int | None, zone: tzinfo) -> str:
    """``2026-11-22 14:03:05``; a dash for no time."""
    return DASH if time_us is None else local_time(time_us, zone).strftime("%Y-%m-%d %H:%M:%S")


def media_text(time_us: int, zone: tzinfo) -> str:
    """``2026-11-22 14:03:05.240``: media time names one frame."""
    moment = local_time(time_us, zone)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"


def duration_text(start_us: int, end_us: int | None, language: Language) -> str:
    """How long something took, in hours and minutes or minutes and seconds."""
    if end_us is None or end_us < start_us:
        return DASH
    seconds = (end_us - start_us) // 1_000_000
    if seconds >= 3600:
        return _HOURS.fill(language, hours=seconds // 3600, minutes=seconds // 60 % 60)
    return _MINUTES.fill(language, minutes=seconds // 60, seconds=seconds % 60)


def percent_text(value: Decimal | None) -> str:
    """``61.11 %``; a dash for no score, which is neither 0 nor 100 percent."""
    return DASH if value is None else f"{value:.2f} %"


def points_text(value: Fraction) -> str:
    """Points with as many decimals as they have, two at most."""
    rounded = Decimal((value * 100 + Fraction(1, 2)).__floor__()).scaleb(-2)
    return decimal_text(rounded)


def decimal_text(value: Decimal) -> str:
    """A decimal without trailing zeros: 3, 2.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def change_text(now: Decimal | None, before: Decimal | None) -> str:
    """The difference of two percentages with its sign; empty where one is missing."""
    if now is None or before is None:
        return ""
    change = now - before
    return f"{'−' if change < 0 else '+' if change > 0 else '±'}{abs(change):.2f}"
