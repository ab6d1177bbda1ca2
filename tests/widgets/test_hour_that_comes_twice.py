"""In the hour that comes twice as clocks go back, two moments never read alike."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.operations.clips_values import ClipPaper, ClipStatus, WrittenClip
from app.operations.values import Bookmark
from app.widgets.export_results import ExportResults
from app.widgets.theme import Theme
from app.widgets.wall_marks import bookmark_mark

BERLIN = "Europe/Berlin"
S = 1_000_000
FIRST_US = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()) * S  # 02:30 in summer time
BOTH = (FIRST_US, FIRST_US + 3600 * S)


def test_marks_of_the_timeline_tell_which_of_the_two() -> None:
    told = [
        bookmark_mark(Bookmark(1, 1, 1, at_us, "", "Lin", at_us), {1: "B1  Till"}, BERLIN).text
        for at_us in BOTH
    ]
    assert told == [f"B1  Till\n2026-10-25 02:30:00 UTC+{hours}" for hours in (2, 1)]


def test_exported_clips_tell_which_of_the_two(qapp: QApplication) -> None:
    def written(at_us: int) -> WrittenClip:
        return WrittenClip(
            Path("clip.mp4"),
            ClipPaper(
                "clip.mp4", "", "B1", "Berlin", "till", "Till", BERLIN, at_us, at_us + S, at_us,
                at_us + S, 0, False, False, "", "Lin", "why", at_us, "1", (),
            ),
        )  # fmt: skip

    results = ExportResults(Theme())
    clips = tuple(written(at_us) for at_us in BOTH)
    results.show_status(ClipStatus("", 1, 1, 1.0, True, False, clips, ()), "", "en")
    said = [results.list.item(row).text() for row in range(2)]
    assert "02:30:00 UTC+2 – 02:30:01" in said[0]
    assert "02:30:00 UTC+1 – 02:30:01" in said[1]
