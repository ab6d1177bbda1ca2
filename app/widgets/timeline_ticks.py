"""Where the ticks of a ruler stand in a store's wall-clock time: no Qt.

Ticks are found on the store's own clock and then placed in time, so they stay on
full hours when the clocks change: an hour that does not exist has none, an hour
that comes twice has both, the second with its offset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

US_PER_S = 1_000_000
MINUTE_S = 60
HOUR_S = 3600
DAY_S = 86_400
_SLACK_S = 3 * HOUR_S  # no clock is changed by more


@dataclass(frozen=True)
class Tick:
    """One line of the ruler. ``day``: the local day begins here.

    ``change``: the store's clocks are put forward or back here; the label is the new offset.
    """

    at_us: int
    label: str
    day: bool
    change: bool = False


def ticks(start_us: int, end_us: int, step_s: int, zone: ZoneInfo) -> list[Tick]:
    """The ticks within ``start_us`` to ``end_us`` (us, UTC), in order."""
    found = [
        tick
        for tick in (
            *_days(start_us, end_us, step_s, zone),
            *_steps(start_us, end_us, step_s, zone),
        )
        if start_us <= tick.at_us < end_us
    ]
    found += _changes(start_us, end_us, zone)
    return sorted(found, key=lambda tick: (tick.at_us, not tick.change))


def _local(at_us: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at_us // US_PER_S, zone)


def _days(start_us: int, end_us: int, step_s: int, zone: ZoneInfo) -> Iterator[Tick]:
    """Local midnights; with steps of several days those that the calendar counts, from Mondays."""
    days = max(step_s // DAY_S, 1)
    day, last = _local(start_us, zone).date(), _local(end_us, zone).date()
    while day <= last:
        if (day.toordinal() - 1) % days == 0:
            yield Tick(_midnight_us(day, zone), day.isoformat(), day=True)
        day += timedelta(days=1)


def _midnight_us(day: date, zone: ZoneInfo) -> int:
    """When the local day begins; where midnight is skipped, the first instant after it."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * US_PER_S


def _steps(start_us: int, end_us: int, step_s: int, zone: ZoneInfo) -> Iterator[Tick]:
    """Full steps of the day on the store's clock."""
    if step_s >= DAY_S:
        return
    form = "%H:%M" if step_s >= MINUTE_S else "%H:%M:%S"
    first, last = _clock_s(_local(start_us, zone)), _clock_s(_local(end_us, zone))
    slack_s = _SLACK_S if _offset_s(start_us, zone) != _offset_s(end_us, zone) else 0
    clock_s = (first - slack_s) // step_s * step_s
    while clock_s <= last + slack_s:
        if clock_s % DAY_S:
            moment = datetime.fromtimestamp(clock_s, UTC).replace(tzinfo=None)
            yield from _placed(moment, form, zone)
        clock_s += step_s


def _clock_s(moment: datetime) -> int:
    """What the clock on the wall shows, as seconds without a zone."""
    return int(moment.replace(tzinfo=UTC).timestamp())


def _placed(moment: datetime, form: str, zone: ZoneInfo) -> Iterator[Tick]:
    """The instants at which the store's clock shows ``moment``: none, one or two."""
    seen: set[int] = set()
    for fold in (0, 1):
        aware = moment.replace(tzinfo=zone, fold=fold)
        at_s = int(aware.timestamp())
        back = datetime.fromtimestamp(at_s, zone)
        if back.replace(tzinfo=None, fold=0) == moment and at_s not in seen:
            seen.add(at_s)
            again = f" {_offset_text(at_s * US_PER_S, zone)}" if fold else ""
            yield Tick(at_s * US_PER_S, moment.strftime(form) + again, day=False)


def _changes(start_us: int, end_us: int, zone: ZoneInfo) -> Iterator[Tick]:
    """Where the store's clocks are changed within the stretch."""
    day_us = DAY_S * US_PER_S
    for part_us in range(start_us, end_us, day_us):
        low, high = part_us // US_PER_S, min(part_us + day_us, end_us) // US_PER_S
        before = _offset_s(low * US_PER_S, zone)
        if before == _offset_s(high * US_PER_S, zone):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _same(middle, before, zone) else (low, middle)
        if start_us <= high * US_PER_S < end_us:
            text = _offset_text(high * US_PER_S, zone)
            yield Tick(high * US_PER_S, text, day=False, change=True)


def _same(at_s: int, offset_s: int, zone: ZoneInfo) -> bool:
    return _offset_s(at_s * US_PER_S, zone) == offset_s


def _offset_s(at_us: int, zone: ZoneInfo) -> int:
    offset = _local(at_us, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _offset_text(at_us: int, zone: ZoneInfo) -> str:
    """``UTC+8``, ``UTC-3:30``, ``UTC``."""
    minutes = _offset_s(at_us, zone) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    return "UTC" if minutes == 0 else f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
