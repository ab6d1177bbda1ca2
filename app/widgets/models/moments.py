"""How times are written on the inspection screens: always the store's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from app.widgets.local_time import local, to_us, zone_of

_END_OF_DAY = time(23, 59, 59)


def day_and_minute(moment_us: int, time_zone: str) -> str:
    """Like ``2026-11-22 14:03``: sorts as it reads, the same in both languages."""
    return local(moment_us, time_zone).strftime("%Y-%m-%d %H:%M")


def clock(moment_us: int, time_zone: str) -> str:
    """Like ``14:03:27``."""
    return local(moment_us, time_zone).strftime("%H:%M:%S")


def clock_span(start_us: int, end_us: int, time_zone: str) -> str:
    """Like ``14:03:27–14:09:02``."""
    return f"{clock(start_us, time_zone)}–{clock(end_us, time_zone)}"


def day(moment_us: int, time_zone: str) -> str:
    """Like ``2026-11-22``."""
    return local(moment_us, time_zone).strftime("%Y-%m-%d")


def today(time_zone: str) -> date:
    """The date it is now in ``time_zone``."""
    return datetime.now(UTC).astimezone(zone_of(time_zone)).date()


def in_days(days: int, time_zone: str) -> date:
    """The date ``days`` after today in ``time_zone``."""
    return today(time_zone) + timedelta(days=days)


def end_of_day_us(on: date, time_zone: str) -> int:
    """The last second of ``on`` in ``time_zone``: a task is due until the store's day ends."""
    return to_us(datetime.combine(on, _END_OF_DAY, tzinfo=zone_of(time_zone)))


def now_us() -> int:
    """The workstation's clock, microseconds UTC since the epoch."""
    return to_us(datetime.now(UTC))
