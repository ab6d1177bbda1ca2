from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import Language
from app.operations.moments import MomentFault, Reading, read_moment

US = 1_000_000
SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"


def at(zone: str, *parts: int, **more: Any) -> int:
    moment = datetime(*parts, tzinfo=ZoneInfo(zone), **more)  # type: ignore[arg-type,misc]  # a date is given
    return round(moment.timestamp() * US)


WALL = (2026, 3, 8, 9, 15, 20)
TODAY = (2026, 3, 12, 16, 0)


def read(text: str, language: Language = "en", zone: str = SHANGHAI) -> Reading:
    return read_moment(
        text, wall_us=at(zone, *WALL), clock_us=at(zone, *TODAY), zone=zone, language=language
    )


def shown(text: str, language: Language = "en", zone: str = SHANGHAI) -> str:
    """What is understood, on the store's clock."""
    at_us = read(text, language, zone).at_us
    moment = datetime.fromtimestamp(at_us // US, UTC).astimezone(ZoneInfo(zone))
    part = f".{at_us % US:06}".rstrip("0") if at_us % US else ""
    return f"{moment:%Y-%m-%d %H:%M:%S}{part}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10:42", "2026-03-08 10:42:00"),
        ("10.42", "2026-03-08 10:42:00"),
        ("10h42", "2026-03-08 10:42:00"),
        ("1042", "2026-03-08 10:42:00"),
        ("104207", "2026-03-08 10:42:07"),
        ("10:42:07", "2026-03-08 10:42:07"),
        ("10:42:07.25", "2026-03-08 10:42:07.25"),
        ("10:42:07 pm", "2026-03-08 22:42:07"),
        ("10:42PM", "2026-03-08 22:42:00"),
        ("12:05 am", "2026-03-08 00:05:00"),
        ("12 p.m.", "2026-03-08 12:00:00"),
        ("10pm", "2026-03-08 22:00:00"),
        ("at 10.42 pm", "2026-03-08 22:42:00"),
        ("9", "2026-03-08 09:00:00"),
        ("noon", "2026-03-08 12:00:00"),
        ("24:00", "2026-03-09 00:00:00"),
        ("today 14:30", "2026-03-12 14:30:00"),
        ("yesterday 14:30", "2026-03-11 14:30:00"),
        ("14:30 yesterday", "2026-03-11 14:30:00"),
        ("yesterday", "2026-03-11 00:00:00"),
        ("Yesterday at noon", "2026-03-11 12:00:00"),
        ("the day before yesterday 8:00", "2026-03-10 08:00:00"),
        ("Monday 9:30", "2026-03-09 09:30:00"),
        ("last thursday 9:30", "2026-03-05 09:30:00"),
        ("3/10/2026 10:42", "2026-10-03 10:42:00"),
        ("13/2/2026 10:42", "2026-02-13 10:42:00"),
        ("2/13/2026 10:42", "2026-02-13 10:42:00"),
        ("3/2/26 10:42", "2026-02-03 10:42:00"),
        ("10.03.2026 10:42", "2026-03-10 10:42:00"),
        ("10.3. 10:42", "2026-03-10 10:42:00"),
        ("10.3 10:42", "2026-03-10 10:42:00"),
        ("10 Mar 2026 10:42", "2026-03-10 10:42:00"),
        ("10th of March 2026, 10:42 pm", "2026-03-10 22:42:00"),
        ("March 10, 2026 10:42", "2026-03-10 10:42:00"),
        ("mar 10 10:42", "2026-03-10 10:42:00"),
        ("10 mar 10:42", "2026-03-10 10:42:00"),
        ("10:42 10 Mar 2026", "2026-03-10 10:42:00"),
        ("10-Mar-2026 10:42", "2026-03-10 10:42:00"),
        ("25 Dec 10:42", "2025-12-25 10:42:00"),
        ("29 Feb 10:42", "2024-02-29 10:42:00"),
        ("2026-03-10 10:42:07", "2026-03-10 10:42:07"),
        ("2026/3/10 10:42", "2026-03-10 10:42:00"),
        ("2026.03.10 10:42", "2026-03-10 10:42:00"),
        ("2026-03-10", "2026-03-10 00:00:00"),
        ("20260310", "2026-03-10 00:00:00"),
        ("20260310 104207", "2026-03-10 10:42:07"),
        ("20260310T104207", "2026-03-10 10:42:07"),
        ("20260310104207", "2026-03-10 10:42:07"),
        ("2026-03-10T10:42:07", "2026-03-10 10:42:07"),
        ("2026-03-10T02:42:07Z", "2026-03-10 10:42:07"),
        ("2026-03-10T10:42:07+08:00", "2026-03-10 10:42:07"),
        ("2026-03-10 03:42:07.5 +0100", "2026-03-10 10:42:07.5"),
        ("2026-03-10 02:42 UTC", "2026-03-10 10:42:00"),
        ("2026-03-09 21:42 UTC-5", "2026-03-10 10:42:00"),
        ("1773110527", "2026-03-10 10:42:07"),
        ("1773110527500", "2026-03-10 10:42:07.5"),
        ("now", "2026-03-12 16:00:00"),
        ("-5 min", "2026-03-08 09:10:20"),
        ("- 90s", "2026-03-08 09:13:50"),
        ("+1h30m", "2026-03-08 10:45:20"),
        ("-1.5 h", "2026-03-08 07:45:20"),
        ("5 minutes ago", "2026-03-08 09:10:20"),
        ("2 days ago", "2026-03-06 09:15:20"),
        ("10 s later", "2026-03-08 09:15:30"),
        ("Tuesday, March 10, 2026 10:42", "2026-03-10 10:42:00"),
        ("Tue, 10 Mar 2026 10:42:07 +0800", "2026-03-10 10:42:07"),
        ("Tue Mar 10 10:42:07 2026", "2026-03-10 10:42:07"),
        ("2026-03-10 (Tue) 10:42", "2026-03-10 10:42:00"),
        ("2026-03-10_10-42-07", "2026-03-10 10:42:07"),
        ("20260310_104207", "2026-03-10 10:42:07"),
        ("yesterday morning 9:30", "2026-03-11 09:30:00"),
        ("yesterday afternoon at 2:30", "2026-03-11 14:30:00"),
        ("yesterday evening 8:30", "2026-03-11 20:30:00"),
        ("this morning 9:30", "2026-03-12 09:30:00"),
        ("9:30 this morning", "2026-03-12 09:30:00"),
        ("8:30 in the evening", "2026-03-08 20:30:00"),
        ("last night at 11", "2026-03-11 23:00:00"),
        ("last night 2:15", "2026-03-12 02:15:00"),
        ("tonight 20:15", "2026-03-12 20:15:00"),
        ("Monday night 11:30", "2026-03-09 23:30:00"),
    ],
)
def test_english(text: str, meant: str) -> None:
    assert shown(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10:42", "2026-03-08 10:42:00"),
        ("１０：４２", "2026-03-08 10:42:00"),
        ("10点", "2026-03-08 10:00:00"),
        ("10点42", "2026-03-08 10:42:00"),
        ("10点42分7秒", "2026-03-08 10:42:07"),
        ("10时42分", "2026-03-08 10:42:00"),
        ("上午10点半", "2026-03-08 10:30:00"),
        ("下午2点一刻", "2026-03-08 14:15:00"),
        ("晚上8:05", "2026-03-08 20:05:00"),
        ("凌晨12点半", "2026-03-08 00:30:00"),
        ("十点半", "2026-03-08 10:30:00"),
        ("下午三点二十五分", "2026-03-08 15:25:00"),
        ("正午", "2026-03-08 12:00:00"),
        ("今天14:30", "2026-03-12 14:30:00"),
        ("昨天 14:30", "2026-03-11 14:30:00"),
        ("昨天下午2点30分", "2026-03-11 14:30:00"),
        ("前天 8:00", "2026-03-10 08:00:00"),
        ("周一 9:30", "2026-03-09 09:30:00"),
        ("上星期天 9:30", "2026-03-08 09:30:00"),
        ("3/10 10:42", "2026-03-10 10:42:00"),
        ("3-10 10:42", "2026-03-10 10:42:00"),
        ("3月10日 10:42", "2026-03-10 10:42:00"),
        ("三月十日 十点四十二分", "2026-03-10 10:42:00"),
        ("3月10号上午10点42分", "2026-03-10 10:42:00"),
        ("2026年3月10日 10时42分", "2026-03-10 10:42:00"),
        ("2026年3月10日10点42分07秒", "2026-03-10 10:42:07"),
        ("二〇二六年三月十日", "2026-03-10 00:00:00"),
        ("12月25日 10:42", "2025-12-25 10:42:00"),
        ("2026/3/10 10:42", "2026-03-10 10:42:00"),
        ("现在", "2026-03-12 16:00:00"),
        ("-5 分钟", "2026-03-08 09:10:20"),
        ("5分钟前", "2026-03-08 09:10:20"),
        ("前5分钟", "2026-03-08 09:10:20"),
        ("1小时30分后", "2026-03-08 10:45:20"),
        ("两天前", "2026-03-06 09:15:20"),
        ("−30秒", "2026-03-08 09:14:50"),
        ("2026年3月10日 星期二 10:42", "2026-03-10 10:42:00"),
        ("2026年3月10日（周二）上午10:42", "2026-03-10 10:42:00"),
        ("昨晚8点", "2026-03-11 20:00:00"),
        ("昨天晚上8点半", "2026-03-11 20:30:00"),
        ("昨晚两点", "2026-03-12 02:00:00"),
        ("今早9点", "2026-03-12 09:00:00"),
        ("今晚八点", "2026-03-12 20:00:00"),
        ("前晚11:20", "2026-03-10 23:20:00"),
        ("大前天 8:00", "2026-03-09 08:00:00"),
        ("晚上12点", "2026-03-09 00:00:00"),
        ("夜里1点", "2026-03-09 01:00:00"),
        ("凌晨两点", "2026-03-08 02:00:00"),
        ("中午1点", "2026-03-08 13:00:00"),
        ("中午12点半", "2026-03-08 12:30:00"),
    ],
)
def test_chinese(text: str, meant: str) -> None:
    assert shown(text, "zh_CN") == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "hello", "25:10", "10:61", "13 pm", "10:42:75", "yesterday hello", "-5 bananas",
        "2026-13-45 10:00", "10:42 10:43", "3/10/2026 3/11/2026", "十", "昨天的昨天", "12345",
        "-", "ago", "+", "99999999999999", "year 2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_cannot_be_read_says_how_to_write_it(text: str, language: Language) -> None:
    with pytest.raises(MomentFault) as met:
        read(text, language)
    assert "10:42" in met.value.text(language)


def test_a_day_that_no_calendar_has_is_named() -> None:
    with pytest.raises(MomentFault, match="2026-02-30"):
        read("2026-02-30 10:00")


@pytest.mark.parametrize(
    ("language", "zone", "meant", "order"),
    [
        ("zh_CN", SHANGHAI, "2026-03-10", "月、日"),
        ("en", SHANGHAI, "2025-10-03", "day, then month"),
        ("en", NEW_YORK, "2026-03-10", "month, then day"),
    ],
)
def test_day_and_month_by_language_and_country(
    language: Language, zone: str, meant: str, order: str
) -> None:
    assert shown("3/10 10:42", language, zone).startswith(meant)
    remarks = " ".join(
        remark.text(language) for remark in read("3/10 10:42", language, zone).remarks
    )
    assert order in remarks


def test_nothing_ambiguous_needs_no_remark() -> None:
    assert read("2026-03-10 10:42").remarks == ()
    assert read("13/3/2026 10:42").remarks == ()
    assert read("3/3/2026 10:42").remarks == ()


def test_what_was_added_is_said() -> None:
    assert [each.text("en") for each in read("10:42").remarks] == [
        "The day is the one the wall shows."
    ]
    assert "not ahead" in read("25 Dec 10:42").remarks[0].text("en")


def test_a_time_that_the_clocks_skip_is_told_and_moved_on() -> None:
    reading = read("2026-03-29 02:30", zone=BERLIN)
    assert reading.at_us == at(BERLIN, 2026, 3, 29, 3, 30)
    assert "02:30" in reading.remarks[0].text("en")
    assert "03:30" in reading.remarks[0].text("en")
    assert "拨快" in reading.remarks[0].text("zh_CN")


def test_a_time_that_comes_twice_is_told_and_both_can_be_had() -> None:
    reading = read("2026-10-25 02:30", zone=BERLIN)
    assert reading.at_us == at(BERLIN, 2026, 10, 25, 2, 30)
    assert reading.other_us == reading.at_us + 3600 * US
    said = reading.remarks[0].text("en")
    assert "UTC+2" in said
    assert "UTC+1" in said


def test_an_offset_tells_the_two_apart() -> None:
    first = read("2026-10-25T02:30+02:00", zone=BERLIN)
    second = read("2026-10-25T02:30+01:00", zone=BERLIN)
    assert (first.remarks, second.at_us - first.at_us) == ((), 3600 * US)


def test_a_day_ago_is_a_day_of_the_calendar() -> None:
    wall_us = at(BERLIN, 2026, 3, 29, 12)
    back = read_moment("1 day ago", wall_us=wall_us, clock_us=wall_us, zone=BERLIN, language="en")
    assert back.at_us == at(BERLIN, 2026, 3, 28, 12)
    assert wall_us - back.at_us == 23 * 3600 * US


def test_a_zone_that_is_not_known_reads_as_utc() -> None:
    reading = read_moment(
        "2026-03-10 10:42", wall_us=0, clock_us=0, zone="Mars/Olympus", language="en"
    )
    assert reading.at_us == at("UTC", 2026, 3, 10, 10, 42)


@given(
    moment=st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001 - as typed
    form=st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d %b %Y %H:%M:%S", "%B %d, %Y %H:%M:%S",
         "%Y年%m月%d日 %H时%M分%S秒", "%Y%m%d%H%M%S", "%H:%M:%S %Y-%m-%d", "%d %B %Y %I:%M:%S %p"]
    ),
    language=st.sampled_from(["en", "zh_CN"]),
)  # fmt: skip
def test_every_moment_comes_back_from_each_form(
    moment: datetime, form: str, language: Language
) -> None:
    plain = moment.replace(microsecond=0)
    reading = read(plain.strftime(form), language, "UTC")
    assert reading.at_us == round(plain.replace(tzinfo=UTC).timestamp()) * US
    assert reading.remarks == ()


@given(
    text=st.text(alphabet="0123456789:/-+. amptzTUC年月日时分秒点前后昨今天上下午半", max_size=24)
)
def test_any_text_gives_a_moment_or_a_sentence(text: str) -> None:
    try:
        said, at_us = "", read(text).at_us
    except MomentFault as fault:
        said, at_us = fault.text("zh_CN"), -1
    assert said or at_us >= 0
