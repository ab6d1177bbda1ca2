"""Reads a date and time as a person writes it, in either language.

What is written means the store's own clock. Where that is ambiguous (day and
month, a day without a year, an hour that the clocks skip or repeat) the reading
says how it was understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.faults import Fault, Language, Sentence
from app.operations import moments_words as words
from app.operations.moments_words import Clock

US_PER_S = 1_000_000
_LAST_YEAR = 2200

NOT_READ = Sentence(
    "“{text}” cannot be read as a date and time. Write it like 10:42, 10 Mar 2026 10:42, "
    "yesterday 14:30 or -5 min.",
    "无法识别“{text}”。请写成 10:42、2026年3月10日 10:42、昨天 14:30 或 -5 分钟 这样的形式。",
)
NO_SUCH_DAY = Sentence(
    "There is no {day} in the calendar. Check day and month.",
    "日历中没有 {day}，请检查月份和日期。",
)
SKIPPED = Sentence(
    "The clocks go forward and skip {time}; {meant} is meant.",
    "当天时钟拨快，没有 {time}，按 {meant} 理解。",
)
REPEATED = Sentence(
    "The clocks go back, so {time} comes twice. The first ({first}) is meant; "
    "the second is {second}.",
    "当天时钟拨慢，{time} 出现两次。此处指第一次（{first}），第二次为 {second}。",
)
SHOWN_DAY = Sentence("The day is the one the wall shows.", "日期取电视墙当前所示的日期。")
NO_YEAR = Sentence("No year: the latest that is not ahead.", "未写年份，取不晚于今天的最近一年。")
DAY_FIRST = Sentence("Read as day, then month.", "按“日、月”的顺序理解。")
MONTH_FIRST = Sentence("Read as month, then day.", "按“月、日”的顺序理解。")


class MomentFault(Fault):
    """What was written is no date and time."""


@dataclass(frozen=True)
class Remark:
    """How something ambiguous was understood."""

    sentence: Sentence
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: Language) -> str:
        """The remark in ``language``."""
        return self.sentence.fill(language, **dict(self.values))


@dataclass(frozen=True)
class Reading:
    """A moment that was read. ``other_us``: the second one where the hour comes twice."""

    at_us: int
    remarks: tuple[Remark, ...] = ()
    other_us: int | None = None


def read_moment(
    text: str, *, wall_us: int, clock_us: int, zone: str, language: Language
) -> Reading:
    """What ``text`` means at a store in ``zone`` (IANA name).

    ``wall_us``: what the wall shows (a time without a day is of that day, "-5
    min" counts from it); ``clock_us``: now, for "yesterday". Raises MomentFault.
    """
    plain = words.clean(text)
    reader = _Reader(wall_us, clock_us, _zone(zone), language)
    found = reader.at_once(plain) or reader.relative(plain) or reader.written(plain)
    if found is None or not 0 <= found.at_us < _us(datetime(_LAST_YEAR, 1, 1, tzinfo=UTC)):
        raise MomentFault(NOT_READ, text=text.strip())
    return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _us(moment: datetime) -> int:
    return int(moment.timestamp()) * US_PER_S + moment.microsecond


class _Reader:
    """One text, one store."""

    def __init__(self, wall_us: int, clock_us: int, zone: ZoneInfo, language: Language) -> None:
        self._wall_us, self._clock_us = wall_us, clock_us
        self._zone, self._language = zone, language
        self._remarks: list[Remark] = []

    def _local(self, at_us: int) -> datetime:
        return datetime.fromtimestamp(at_us // US_PER_S, self._zone)

    # -- forms that are a moment by themselves ---------------------------------------

    def at_once(self, plain: str) -> Reading | None:
        """``now``, and seconds (or ms, us) since 1970."""
        if plain in words.NOW_WORDS:
            return Reading(self._clock_us)
        if words.EPOCH.fullmatch(plain):
            return Reading(int(plain) * 10 ** (16 - len(plain)))
        return None

    def relative(self, plain: str) -> Reading | None:
        """``-5 min``, ``+1h30m``, ``2 days ago``, ``5分钟前``."""
        if signed := words.SIGNED.fullmatch(plain):
            sign, amount = (1 if signed[1] == "+" else -1), signed[2]
        elif ago := words.AGO.fullmatch(plain):
            sign, amount = -1, ago[1] or ago[2]
        elif later := words.LATER.fullmatch(plain):
            sign, amount = 1, later[1]
        else:
            return None
        lengths = _lengths(amount)
        if lengths is None:
            return None
        days, seconds = lengths
        if days and seconds == 0:
            # A day is one of the calendar: the same time, also across a change of the clock.
            shown = self._local(self._wall_us)
            moved = shown.replace(tzinfo=None) + timedelta(days=sign * days)
            return self._placed(moved, self._wall_us % US_PER_S)
        return Reading(self._wall_us + sign * round((days * 86_400 + seconds) * US_PER_S))

    # -- a day, a time, or both ------------------------------------------------------

    def written(self, plain: str) -> Reading | None:
        """A day and a time of day, in any order, with an offset or without."""
        rest, day = self._take_day(plain)
        rest, offset_s = _take_offset(rest)
        clock = _read_clock(rest)
        if clock is None:
            return None
        if day is None:
            if not rest.strip(" ,.t"):
                return None
            day = self._local(self._wall_us).date()
            self._remarks.append(Remark(SHOWN_DAY))
        naive = datetime(day.year, day.month, day.day) + timedelta(  # noqa: DTZ001 - the store's clock
            hours=clock.hour, minutes=clock.minute, seconds=clock.second
        )
        if offset_s is not None:
            at_us = _us(naive.replace(tzinfo=UTC)) - offset_s * US_PER_S
            return Reading(at_us + clock.microsecond, tuple(self._remarks))
        return self._placed(naive, clock.microsecond)

    def _take_day(self, text: str) -> tuple[str, date | None]:
        """The day that is written, and the text without it."""
        today = self._local(self._clock_us).date()
        for word in sorted(words.DAY_WORDS, key=len, reverse=True):
            if word in text:
                return text.replace(word, " ", 1), today + timedelta(days=words.DAY_WORDS[word])
        for pattern in (*words.DATES, words.DOTTED_OR_DASHED):
            found = pattern.search(text)
            if found is not None and (day := self._day_of(found, today)) is not None:
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return words.WEEKDAY.sub(" ", rest, count=1), day
        if found := words.WEEKDAY.search(text):
            return f"{text[: found.start()]} {text[found.end() :]}", _last_weekday(found, today)
        return text, None

    def _day_of(self, found: re.Match[str], today: date) -> date | None:
        parts = found.groupdict()
        year = int(parts["year"]) if parts.get("year") else None
        if year is not None and year < 100:
            year += 2000
        if parts.get("first"):
            month, day = self._ordered(int(parts["first"]), int(parts["second"]))
        elif parts.get("name"):
            month, day = words.MONTHS.index(parts["name"][:3]) + 1, int(parts["day"])
        else:
            month, day = int(parts["month"]), int(parts["day"])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        if year is None:
            self._remarks.append(Remark(NO_YEAR))
            year = _latest_year(month, day, today)
        made = _date(year, month, day)
        if made is None:
            raise MomentFault(NO_SUCH_DAY, day=f"{year}-{month:02}-{day:02}")
        return made

    def _ordered(self, first: int, second: int) -> tuple[int, int]:
        """Month and day of two numbers: by the language, and by the store's country in English."""
        american = self._zone.key.startswith(("America/", "US/"))
        month_first = self._language == "zh_CN" or american
        if first > 12 or second > 12:
            month_first = second > 12
        elif first != second:
            self._remarks.append(Remark(MONTH_FIRST if month_first else DAY_FIRST))
        return (first, second) if month_first else (second, first)

    # -- on the store's clock --------------------------------------------------------

    def _placed(self, naive: datetime, microsecond: int) -> Reading:
        """The instant at which the store's clock shows it."""
        naive = naive.replace(microsecond=0)
        first, second = (naive.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1))
        at_us, other_us = _us(first) + microsecond, _us(second) + microsecond
        shown = f"{naive:%H:%M:%S}" if naive.second else f"{naive:%H:%M}"
        if first.utcoffset() == second.utcoffset():
            return Reading(at_us, tuple(self._remarks))
        if self._local(at_us).replace(tzinfo=None, fold=0) != naive:
            meant = f"{self._local(at_us):%H:%M:%S}"
            self._remarks.append(Remark(SKIPPED, (("time", shown), ("meant", meant))))
            return Reading(at_us, tuple(self._remarks))
        offsets = (("first", _offset(first)), ("second", _offset(second)))
        self._remarks.append(Remark(REPEATED, (("time", shown), *offsets)))
        return Reading(at_us, tuple(self._remarks), other_us)


def _offset(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "-"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _latest_year(month: int, day: int, today: date) -> int:
    """The last year in which that day is not ahead; recordings lie behind us."""
    for year in range(today.year, today.year - 8, -1):
        made = _date(year, month, day)
        if made is not None and made <= today:
            return year
    return today.year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _lengths(text: str) -> tuple[int, float] | None:
    """Whole days and the seconds beside them; None where it is no length of time."""
    days, seconds, at = 0, 0.0, 0
    for found in words.AMOUNT.finditer(text):
        unit_s = words.UNITS_S.get(found[2])
        if found.start() != at or unit_s is None:
            return None
        at = found.end()
        amount = float(found[1]) * unit_s
        if unit_s >= 86_400 and amount % 86_400 == 0:
            days += int(amount) // 86_400
        else:
            seconds += amount
    return (days, seconds) if at and at == len(text) else None


def _take_offset(text: str) -> tuple[str, int | None]:
    """The offset from UTC (s) at the end of the text, and the text without it."""
    found = words.OFFSET.search(text)
    if found is None or not words.HAS_CLOCK.search(text[: found.start()]):
        return text, None
    rest = text[: found.start()].strip()
    if found["sign"] is None:
        return rest, 0
    seconds = int(found["hours"]) * 3600 + int(found["minutes"] or 0) * 60
    return rest, -seconds if found["sign"] == "-" else seconds


def _last_weekday(found: re.Match[str], today: date) -> date:
    """The latest such day before today: recordings lie behind us."""
    if found["name"]:
        wanted = words.WEEKDAYS.index(found["name"][:3])
    else:
        wanted = "一二三四五六日".index(found["zh"].replace("天", "日"))
    return today - timedelta(days=(today.weekday() - wanted) % 7 or 7)


def _read_clock(text: str) -> Clock | None:
    """The time of day; midnight where nothing is written."""
    rest = text.strip(" ,.t的")
    rest = rest.removeprefix("at ").removeprefix("on ").removesuffix(" at").strip(" ,.")
    if not rest:
        return Clock(0)
    if rest in words.WHOLE_TIMES:
        return Clock(words.WHOLE_TIMES[rest])
    for pattern in words.TIMES:
        found = pattern.fullmatch(rest)
        if found is not None:
            return words.clock_of(found)
    return None
