"""Where a recorder has footage, as far as is known."""

from __future__ import annotations

import time

from app.video.coverage import coverage, recorded_span
from app.video.fetch.folder import FetchFolder, fetched_folder
from app.video.media import RecorderAbility, RecorderKind, RecorderPlayback, Span
from app.video.recorders.coverage import USUAL_REACH_US, presumed

US = 1_000_000
START_US = 1_780_000_000 * US


def media(**facts: object) -> RecorderPlayback:
    return RecorderPlayback(RecorderKind.DAHUA, "rtsp://10.0.0.9", "1", **facts)  # type: ignore[arg-type]


def test_what_it_does_not_tell_is_a_month_until_now():
    now_us = time.time_ns() // 1000
    held = recorded_span(media())
    assert held is not None
    assert abs(held.end_us - now_us) < 10 * US
    assert held.duration_us == USUAL_REACH_US


def test_its_first_recording_is_known_from_the_probe():
    told = media(ability=RecorderAbility(earliest_us=START_US), latest_us=START_US + 50 * US)
    assert recorded_span(told) == Span(START_US, START_US + 50 * US)
    wanted = Span(START_US - 10 * US, START_US + 20 * US)
    assert coverage(told, wanted) == (Span(START_US, START_US + 20 * US),)
    assert coverage(told, Span(0, START_US)) == ()


def test_gaps_that_fetching_found_are_left_out_and_what_is_here_counts(tmp_path):
    here = FetchFolder(tmp_path, "camera")
    here.add(b"old", Span(START_US - 100 * US, START_US - 40 * US))
    here.add_gap(Span(START_US + 10 * US, START_US + 20 * US))
    known = media(
        earliest_us=START_US,
        latest_us=START_US + 50 * US,
        fetched=fetched_folder(tmp_path, "camera"),
    )
    assert coverage(known, Span(0, START_US + 100 * US)) == (
        Span(START_US - 100 * US, START_US - 40 * US),
        Span(START_US, START_US + 10 * US),
        Span(START_US + 20 * US, START_US + 50 * US),
    )


def test_what_was_not_fetched_is_only_presumed(tmp_path):
    whole = (Span(START_US, START_US + 100 * US),)
    assert presumed(media(), whole) == whole
    here = FetchFolder(tmp_path, "camera")
    here.add(b"copied", Span(START_US + 20 * US, START_US + 40 * US))
    known = media(fetched=fetched_folder(tmp_path, "camera"))
    assert presumed(known, whole) == (
        Span(START_US, START_US + 20 * US),
        Span(START_US + 40 * US, START_US + 100 * US),
    )
    assert presumed(known, (Span(START_US + 20 * US, START_US + 30 * US),)) == ()
