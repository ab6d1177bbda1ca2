"""Where fetched footage came from decides whether it is a camera's: recorder, channel, clock."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.video.fetch import fetching as fetch_module
from app.video.fetch.fetching import Fetch
from app.video.fetch.folder import MANIFEST, FetchFolder
from app.video.fetch.origin import Origin, fetched_place, origin_of, take_over
from app.video.media import RecorderKind, RecorderPlayback, RecordingFolder, Span
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer

US = 1_000_000
CAMERA = "camera-uid"
SLOW_US = 420 * US


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(fetch_module, "SEGMENT_US", 6 * US)


def span(start_s: float, end_s: float) -> Span:
    return Span(ORIGIN_US + round(start_s * US), ORIGIN_US + round(end_s * US))


def folder_of(here: RecordingFolder) -> FetchFolder:
    return FetchFolder(Path(here.root), here.camera)


def media(**changes: object) -> RecorderPlayback:
    known = RecorderPlayback(RecorderKind.ONVIF, "rtsp://10.0.0.9:554", "3")
    return replace(known, **changes)  # type: ignore[arg-type] # names are checked when it is built


def test_an_origin_is_recorder_channel_and_clock_and_not_the_address():
    known = origin_of(media(), "recorder-a")
    assert origin_of(media(address="rtsp://10.0.0.77:554", time_zone="UTC"), "recorder-a") == known
    assert origin_of(media(time_zone="Asia/Shanghai"), "recorder-a") == known  # it writes UTC
    assert origin_of(media(channel="4"), "recorder-a").key != known.key
    assert origin_of(media(), "recorder-b").key != known.key
    shifted = origin_of(media(clock_offset_us=-SLOW_US), "recorder-a")
    assert shifted.key == known.key
    assert shifted != known
    local = media(kind=RecorderKind.HIKVISION)
    other = replace(local, time_zone="Asia/Shanghai")
    assert origin_of(local, "recorder-a").key != origin_of(other, "recorder-a").key


def test_after_the_clock_was_corrected_the_next_fetch_takes_over_with_shifted_times(tmp_path):
    clip = make_clip(tmp_path / "clip.mp4", pictures=100, rate=10, keyframe_every=20)
    root = tmp_path / "fetched"
    spans = (Span(ORIGIN_US, ORIGIN_US + 20 * US), Span(ORIGIN_US + 40 * US, ORIGIN_US + 90 * US))
    with ReplayServer(clip, Recorder(spans=spans, offset_us=SLOW_US)) as server:
        wrong, right = server.media(), server.media(clock_offset_us=SLOW_US)
        before = folder_of(fetched_place(root, CAMERA, origin_of(wrong, "a"), ""))
        early = Span(ORIGIN_US - SLOW_US, ORIGIN_US + 60 * US - SLOW_US)
        Fetch(wrong, early, before, lambda _told: None).run()
        assert before.covered()[0].start_us == early.start_us
        asked = len(server.told("PLAY", "range"))
        after = folder_of(fetched_place(root, CAMERA, origin_of(right, "a"), ""))
        assert after.covered() == ()  # not played at its wrong times
        Fetch(right, span(0, 60), after, lambda _told: None).run()
        assert len(server.told("PLAY", "range")) == asked  # nothing is sent again
    again = FetchFolder(after.root, after.camera)
    assert again.covered() == (span(0, 20), span(40, 60))
    assert again.gaps == [span(20, 40)]
    assert (again.folder / "2026-05-28" / "20-26-40-000000.mp4").is_file()
    assert FetchFolder(before.root, before.camera).pieces == []
    assert not list(before.folder.rglob("*.mp4"))


def test_a_move_that_was_cut_off_is_finished_by_the_next_one(tmp_path, monkeypatch):
    old, new = Origin("a" * 16, 0), Origin("a" * 16, SLOW_US)
    before = folder_of(fetched_place(tmp_path, CAMERA, old, ""))
    for start_s in (0, 6, 12):
        before.add(b"segment", span(start_s, start_s + 6))
    after = folder_of(fetched_place(tmp_path, CAMERA, new, ""))
    real, moved = Path.replace, []

    def cut_off(path: Path, target: Path) -> Path:
        moved.append(path)
        if path.suffix == ".mp4" and sum(each.suffix == ".mp4" for each in moved) == 2:
            raise OSError("the power went")
        return real(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", cut_off)
        with pytest.raises(OSError, match="power"):
            take_over(after)
    again = FetchFolder(after.root, after.camera)
    assert len(again.pieces) == 1
    take_over(again)
    assert FetchFolder(after.root, after.camera).covered() == (span(420, 438),)


def test_an_older_folder_belongs_to_the_origin_that_first_sees_it_and_to_no_other(tmp_path):
    older = FetchFolder(tmp_path, CAMERA)
    older.add(b"segment", span(0, 6))
    manifest = older.folder / MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 1}))
    first, other = Origin("a" * 16, 0), Origin("b" * 16, 0)
    here = folder_of(fetched_place(tmp_path, CAMERA, first, ""))
    assert here.covered() == (span(0, 6),)
    here.add(b"more", span(6, 12))  # written on, it is still known whose it is
    assert folder_of(fetched_place(tmp_path, CAMERA, other, "")).covered() == ()
    assert folder_of(fetched_place(tmp_path, CAMERA, first, "")).covered() == (span(0, 12),)
    # Its clock corrected, it is taken over from there too.
    corrected = folder_of(fetched_place(tmp_path, CAMERA, Origin(first.key, SLOW_US), ""))
    take_over(corrected)
    assert corrected.covered() == (span(420, 432),)
