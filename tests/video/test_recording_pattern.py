"""Time patterns: what they match, which instants they mean, which are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.video.faults import PatternFault
from app.video.recordings.pattern import compile_pattern, start_us, zone_of


def instant(pattern: str, path: str, zone: str = "UTC", camera: str = "cam1") -> datetime | None:
    compiled = compile_pattern(pattern, camera)
    told: dict[str, str] = {}
    names = path.split("/")
    if len(names) != len(compiled.mine):
        return None
    for level, name in enumerate(names):
        fields = compiled.match(level, name)
        if fields is None:
            return None
        told |= fields
    at_us = start_us(told, ZoneInfo(zone))
    return None if at_us is None else datetime.fromtimestamp(at_us / 1e6, UTC)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("{camera}/%Y-%m-%d/%H-%M-%S.mp4", "cam1/2026-03-04/05-06-07.mp4", (2026, 3, 4, 5, 6, 7)),
        ("%Y%m%d/{camera}_%H%M%S.ts", "20260304/cam1_050607.ts", (2026, 3, 4, 5, 6, 7)),
        ("%Y%m%d%H%M%S.mp4", "20260304050607.mp4", (2026, 3, 4, 5, 6, 7)),
        ("{camera}-%Y%j-%H.mkv", "cam1-2026063-05.mkv", (2026, 3, 4, 5)),
        ("%Y/%j/%H/%M.mp4", "2026/63/5/6.mp4", (2026, 3, 4, 5, 6)),
        ("{camera}/%s.mp4", "cam1/1772600767.mp4", (2026, 3, 4, 5, 6, 7)),
        ("100%%/%Y-%m-%dT%H.mp4", "100%/2026-03-04T05.mp4", (2026, 3, 4, 5)),
        (
            "%Y-%m-%d_%H-%M-%S.%f.mp4",
            "2026-03-04_05-06-07.25.mp4",
            (2026, 3, 4, 5, 6, 7, 250_000),
        ),
        ("rec\\{camera}\\%Y-%m-%d %H.mp4", "rec/cam1/2026-03-04 05.mp4", (2026, 3, 4, 5)),
    ],
)
def test_names_tell_instants(pattern: str, path: str, expected: tuple[int, ...]) -> None:
    assert instant(pattern, path) == datetime(*expected, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "path",
    [
        "cam2/2026-03-04/05-06-07.mp4",
        "cam1/2026-03-04/05-06-07.mp4.part",
        "cam1/2026-03-04/05-06-07.avi",
        "cam1/2026-03-04/thumbs.db",
        "cam1/2026-13-04/05-06-07.mp4",
        "cam1/2026-02-30/05-06-07.mp4",
        "cam1/2026-03-04/25-06-07.mp4",
        "cam1/2026-03-04/05-06-07xmp4",
    ],
)
def test_other_names_are_not_ours(path: str) -> None:
    assert instant("{camera}/%Y-%m-%d/%H-%M-%S.mp4", path) is None


def test_the_366th_day_exists_in_leap_years_only() -> None:
    assert instant("%Y-%j-%H.mp4", "2028-366-00.mp4") == datetime(2028, 12, 31, tzinfo=UTC)
    assert instant("%Y-%j-%H.mp4", "2026-366-00.mp4") is None


def test_a_camera_name_is_taken_by_the_letter_and_may_hold_folders() -> None:
    pattern = "{camera}/%Y%m%d%H.mp4"
    assert instant(pattern, "a+b (1)/2026030405.mp4", camera="a+b (1)") is not None
    assert instant(pattern, "aab (1)/2026030405.mp4", camera="a+b (1)") is None
    assert instant(pattern, "S001/entrance/2026030405.mp4", camera="S001/entrance") is not None
    assert instant(pattern, "50%/2026030405.mp4", camera="50%") is not None


def test_times_are_those_of_the_zone() -> None:
    name = "%Y-%m-%d %H-%M.mp4"
    assert instant(name, "2026-01-01 08-00.mp4", "Asia/Shanghai") == datetime(
        2026, 1, 1, tzinfo=UTC
    )
    assert instant(name, "2026-07-01 08-00.mp4", "Europe/Berlin") == datetime(
        2026, 7, 1, 6, tzinfo=UTC
    )


def test_the_hour_that_happens_twice_is_its_first_passing() -> None:
    """Berlin set its clocks back on 2026-10-25 at 03:00 to 02:00 (01:00 UTC)."""
    at = instant("%Y-%m-%d %H-%M.mp4", "2026-10-25 02-30.mp4", "Europe/Berlin")
    assert at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_never_happens_is_read_as_if_the_clocks_stood() -> None:
    """Berlin set its clocks forward on 2026-03-29 at 02:00 to 03:00 (01:00 UTC)."""
    at = instant("%Y-%m-%d %H-%M.mp4", "2026-03-29 02-30.mp4", "Europe/Berlin")
    assert at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("{camera}/%Y-%m-%d/%H-%Q.mp4", "uses %Q"),
        ("{store}/%Y-%m-%d/%H.mp4", r"uses \{store\}"),
        ("{camera/%Y-%m-%d/%H.mp4", r"uses \{"),
        ("%Y-%m-%d-%H%", "uses %"),
        ("{camera}/%H-%M-%S.mp4", "does not tell a full date"),
        ("{camera}/%Y-%m/%H.mp4", "does not tell a full date"),
        ("{camera}/%Y-%m-%d.mp4", "does not tell a full date"),
        ("/video/%Y-%m-%d-%H.mp4", "leads out of"),
        ("../{camera}/%Y-%m-%d-%H.mp4", "leads out of"),
        ("{camera}//%Y-%m-%d-%H.mp4", "leads out of"),
    ],
)
def test_unusable_patterns_are_refused_with_a_reason(pattern: str, says: str) -> None:
    with pytest.raises(PatternFault, match=says) as caught:
        compile_pattern(pattern, "cam1")
    assert caught.value.text("zh_CN")


def test_a_camera_name_cannot_lead_out_of_the_folder() -> None:
    with pytest.raises(PatternFault, match="leads out of"):
        compile_pattern("{camera}/%Y-%m-%d-%H.mp4", "..")


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(PatternFault, match="Mars/Olympus"):
        zone_of("Mars/Olympus")
    with pytest.raises(PatternFault, match="time zone  is"):
        zone_of("")
