"""The shapes in which people write dates and times, in both languages, as patterns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_WORDS = {
    "today": 0, "今天": 0, "今日": 0, "yesterday": -1, "昨天": -1, "昨日": -1,
    "day before yesterday": -2, "the day before yesterday": -2, "前天": -2, "大前天": -3,
    "tomorrow": 1, "明天": 1,
}  # fmt: skip
NOW_WORDS = frozenset({"now", "现在", "此刻", "当前"})
UNITS_S = {
    "ms": 0.001, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "秒": 1, "秒钟": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "分": 60, "分钟": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "小时": 3600, "时": 3600,
    "d": 86400, "day": 86400, "days": 86400, "天": 86400, "日": 86400,
    "w": 604800, "week": 604800, "weeks": 604800, "周": 604800, "星期": 604800,
}  # fmt: skip
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MONTH = "|".join(f"{name}[a-z]*" for name in MONTHS)
_WEEKDAY = "|".join(f"{name}[a-z]*" for name in WEEKDAYS)

AGO = re.compile(r"(.+?)\s*(?:ago|前|以前|之前)|前\s*(.+)")
LATER = re.compile(r"(?:in\s+)?(.+?)\s*(?:later|后|以后|之后)")
SIGNED = re.compile(r"([+-])\s*(.+)")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+|小时|分钟|秒钟|星期|[秒分时天日周])\s*")
EPOCH = re.compile(r"\d{10}(?:\d{3}|\d{6})?")
OFFSET = re.compile(
    r"(?:(?<=[\d\s])(?:utc|gmt)\s*(?P<plain>)$"
    r"|(?<=\d)z$"
    r"|(?<=[\d\s])(?:utc|gmt)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?$)"
)
HAS_CLOCK = re.compile(r"\d[:h]\d|t\d|[时点]|[ap]m|\d{6}$")

_NAMED_DAY = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?(?P<name>{_MONTH})\.?"
    r"(?:[\s,-]+(?P<year>\d{4}))?(?!\d|[:.]\d)"
)
_NAMED_MONTH = (
    rf"(?P<name>{_MONTH})\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?![:\d])(?:[\s,]+(?P<year>\d{4})(?!\d|:))?"
)
DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        _NAMED_DAY,
        _NAMED_MONTH,
        r"(?<!\d)(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})(?!\d)",
        r"(?<!\d)(?P<first>\d{1,2})/(?P<second>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.(?=\s|$)",
        r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?=\D|$|\d{6}$)",
    )
)
DOTTED_OR_DASHED = re.compile(r"^(?P<first>\d{1,2})[.-](?P<second>\d{1,2})(?=[\s,t]+\d)")
"""A day and month without year reads as such only where a time follows."""
WEEKDAY = re.compile(
    rf"(?:last\s+|上)?(?:(?P<name>{_WEEKDAY})\b|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天]))"
)
_HALVES = {
    "上午": "morning", "早上": "morning", "早晨": "morning", "凌晨": "morning", "清晨": "morning",
    "中午": "noon", "下午": "afternoon", "午后": "afternoon", "傍晚": "evening", "晚上": "evening",
    "夜里": "night", "半夜": "night", "深夜": "night",
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night",
}  # fmt: skip
HALF = rf"(?P<half>{'|'.join(_HALVES)})?(?: at)?\s*"
TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        HALF + r"(?P<hour>\d{1,2})\s*[:h]\s*(?P<minute>\d{2})"
        r"(?:\s*:\s*(?P<second>\d{2})(?:[.,](?P<part>\d{1,6}))?)?\s*(?P<ampm>[ap]\.?m\.?)?",
        HALF + r"(?P<hour>\d{1,2})\s*[时点]\s*(?:(?P<minute>\d{1,2})\s*分?)?"
        r"\s*(?:(?P<second>\d{1,2})\s*秒)?(?P<word>半|一刻|三刻|整)?",
        r"(?P<hour>\d{1,2})(?:\.(?P<minute>\d{2}))?(?:\.(?P<second>\d{2}))?\s*(?P<ampm>[ap]\.?m\.?)",
        r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?",
        r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?",
        r"(?P<hour>\d{1,2})-(?P<minute>\d{2})-(?P<second>\d{2})",
        HALF + r"(?P<hour>\d{1,2})(?=\s*$)",
    )
)
_SAID = (
    (re.compile(r"\blast night\b"), "yesterday night"),
    (re.compile(r"\btonight\b"), "today night"),
    (re.compile(r"\bthis (?=(?:morning|afternoon|evening)\b)"), "today "),
    (re.compile(r"([今昨前明])天?[早晨](?:上|晨)?"), r"\1天早上"),
    (re.compile(r"([今昨前明])天?晚上?"), r"\1天晚上"),
    (re.compile(r"([今昨前明])天?夜里?"), r"\1天夜里"),
    # The half of the day behind the time, and the year behind it as ``date`` writes it.
    (re.compile(r"(\d.*?) (?:in the |at )?(morning|afternoon|evening|night)$"), r"\2 \1"),
    (re.compile(r"([a-z]{3} \d{1,2}) (\d{1,2}:[\d:]+) ((?:19|20)\d{2})$"), r"\1 \3 \2"),
)
"""How days and times are said in other words and orders, and how they are read here."""
WHOLE_TIMES = {
    "noon": 12, "midday": 12, "正午": 12, "中午": 12, "midnight": 0, "午夜": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """A time of day as written. ``hour`` may be 24 and more: behind the day's end."""

    hour: int
    minute: int = 0
    second: int = 0
    microsecond: int = 0


def clean(text: str) -> str:
    """Lower case, plain digits and signs, single spaces; Chinese numerals as digits.

    What is said in other words (``last night``, ``昨晚``) is put into the usual ones.
    """
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    plain = plain.replace("−", "-").replace("–", "-").replace("：", ":").replace("。", ".")
    plain = re.sub(r"[零〇一二两三四五六七八九十]+(?=[年月日号时点分秒天小])", _numeral, plain)
    plain = re.sub(r"[\s_()]+", " ", plain).strip()
    for said, meant in _SAID:
        plain = said.sub(meant, plain)
    return plain


def _numeral(found: re.Match[str]) -> str:
    """``十四`` is 14, ``二十`` 20, ``三`` 3, ``二〇二六`` 2026."""
    chars = found[0]
    if "十" not in chars:
        return "".join(str(_NUMERALS[char]) for char in chars)
    tens, _, ones = chars.partition("十")
    value = 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)
    return str(value)


def clock_of(found: re.Match[str]) -> Clock | None:
    """The time of day of a match of ``TIMES``; None where no clock shows it."""
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    minute += {"半": 30, "一刻": 15, "三刻": 45}.get(parts.get("word") or "", 0)
    second = int(parts.get("second") or 0)
    part = int((parts.get("part") or "0").ljust(6, "0"))
    ampm = (parts.get("ampm") or "")[:1]
    if ampm and not 1 <= hour <= 12:
        return None
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second or part)):
        return None
    half = {"a": "morning", "p": "afternoon"}.get(ampm) or _HALVES.get(parts.get("half") or "")
    return Clock(_hour(hour, half), minute, second, part)


def _hour(hour: int, half: str | None) -> int:
    """An hour of 24, of one of a half of the day; a night goes on behind midnight."""
    if half == "morning":
        return 0 if hour == 12 else hour
    if half == "noon":
        return hour + 12 if hour < 3 else hour
    if half == "afternoon":
        return hour + 12 if hour < 12 else hour
    if half in ("evening", "night"):
        small = 5 if half == "evening" else 6
        return hour + 24 if hour < small else hour + 12 if hour <= 12 else hour
    return hour
