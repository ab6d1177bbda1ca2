"""What the tests of fetching share: spans, a fetch that hurries, what is in what was fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.video.fetch import fetching as fetch_module
from app.video.fetch.fetching import Fetch, FetchProgress
from app.video.fetch.folder import FetchFolder, fetched_folder
from app.video.fetch.room import Room
from app.video.media import RecorderAbility, Span
from app.video.recordings.source import RecordingSource
from app.video.source import NoRecording, Picture
from tests.support.clips import number_of
from tests.support.replay_server import ORIGIN_US, ReplayServer

US = 1_000_000
CAMERA = "camera-1"
TWO_SPANS = (
    Span(ORIGIN_US, ORIGIN_US + 20 * US),
    Span(ORIGIN_US + 40 * US, ORIGIN_US + 80 * US),
)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits and short segments."""
    monkeypatch.setattr(fetch_module, "_BACK_OFF_S", 0.01)
    monkeypatch.setattr(fetch_module, "SILENT_S", 1.0)
    monkeypatch.setattr(fetch_module, "SEGMENT_US", 6 * US)


def span(start_s: float, end_s: float) -> Span:
    return Span(ORIGIN_US + round(start_s * US), ORIGIN_US + round(end_s * US))


def fetched(
    server: ReplayServer, root: Path, wanted: Span, room: Room | None = None
) -> list[FetchProgress]:
    told: list[FetchProgress] = []
    media = server.media(ability=RecorderAbility(rate_control=True))
    Fetch(media, wanted, FetchFolder(root, CAMERA), told.append, room).run()
    return told


def numbers(root: Path, wanted: Span) -> list[int]:
    """The numbers drawn into the fetched pictures."""
    source = RecordingSource(fetched_folder(root, CAMERA))
    source.open()
    source.seek(wanted.start_us)
    found = []
    while True:
        got = source.read()
        if isinstance(got, NoRecording) and got.span.end_us < wanted.end_us:
            continue
        if not isinstance(got, Picture) or got.media_time_us >= wanted.end_us:
            break
        found.append(number_of(got.frame))
    source.close()
    return found
