"""A span of a recorder, fetched into segments: whole, resumed, and never half."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import pytest

from app.video.coverage import coverage
from app.video.fetch import fetching as fetch_module
from app.video.fetch.faults import (
    DISK_FULL,
    DISK_SMALL,
    LIMIT_REACHED,
    NOT_WRITABLE,
    FetchFault,
)
from app.video.fetch.fetching import Fetch, FetchCancelled, FetchProgress
from app.video.fetch.folder import FetchFolder, fetched_folder, fetched_part
from app.video.fetch.room import Room
from app.video.media import RecorderAbility, RecorderKind
from app.video.open import open_source
from app.video.recorders.sessions import SessionBudget
from app.video.replay.faults import SESSION_AWAITED
from app.video.source import NoRecording, Picture
from app.video.thumbnails.thumbnail import Thumbnailer
from app.video.tiles import TileStateKind
from tests.support.clips import make_clip, number_of
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer
from tests.support.walls import SIZE, Watcher, engine_of, wait_for
from tests.video.fetch_stage import CAMERA, TWO_SPANS, US, fetched, hurry, numbers, span


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    hurry(monkeypatch)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20)


@pytest.fixture(scope="module")
def reordered(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "b.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20, bframes=2)


@pytest.mark.parametrize("which", ["clip", "reordered"])
def test_every_picture_is_here_at_its_time(which, tmp_path, request):
    with ReplayServer(request.getfixturevalue(which)) as server:
        told = fetched(server, tmp_path, span(5.5, 29))
    (covered,) = coverage(fetched_folder(tmp_path, CAMERA), span(0, 600))
    assert covered.start_us == ORIGIN_US + 4 * US
    # MP4 counts the delay of reordered pictures as length.
    assert covered.end_us == pytest.approx(ORIGIN_US + 30 * US, abs=100_000)
    assert FetchFolder(tmp_path, CAMERA).covered() == (span(4, 30),)
    assert numbers(tmp_path, span(6, 30)) == [n % 100 for n in range(60, 300)]
    assert told[-1].share == 1.0
    assert [each.done_us for each in told] == sorted(each.done_us for each in told)


def test_segments_are_about_a_minute_begin_with_a_keyframe_and_are_named_in_utc(
    clip, tmp_path, monkeypatch
):
    monkeypatch.setattr(fetch_module, "SEGMENT_US", 60 * US)
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 130))
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.mp4"))
    assert names == [
        f"{CAMERA}/2026-05-28/20-26-40-000000.mp4",
        f"{CAMERA}/2026-05-28/20-27-40-000000.mp4",
        f"{CAMERA}/2026-05-28/20-28-40-000000.mp4",
    ]
    for name in names:
        with av.open(str(tmp_path / name)) as container:
            packet = next(container.demux(video=0))
            assert packet.is_keyframe
            assert container.streams.video[0].codec_context.name == "h264"


def test_a_cut_is_resumed_and_nothing_is_there_twice(clip, tmp_path):
    with ReplayServer(clip, Recorder(cut_after=177)) as server:
        told = fetched(server, tmp_path, span(0, 30))
        assert server.connections == 2
    assert numbers(tmp_path, span(0, 30)) == [n % 100 for n in range(300)]
    assert any(each.waits is not None for each in told)


def test_after_a_cancel_only_what_is_missing_is_fetched(clip, tmp_path):
    with ReplayServer(clip, Recorder(pace=30.0)) as server:
        fetch: Fetch

        def stop_in_the_middle(progress: FetchProgress) -> None:
            if progress.share > 0.5:
                fetch.cancel()

        folder = FetchFolder(tmp_path, CAMERA)
        fetch = Fetch(server.media(), span(0, 30), folder, stop_in_the_middle)
        with pytest.raises(FetchCancelled):
            fetch.run()
        kept = FetchFolder(tmp_path, CAMERA).pieces
        assert 0 < len(kept) < 5
        server.recorder.pace = 0.0
        fetched(server, tmp_path, span(0, 30))
        assert FetchFolder(tmp_path, CAMERA).pieces[: len(kept)] == kept
    assert numbers(tmp_path, span(0, 30)) == [n % 100 for n in range(300)]


def test_what_a_crash_left_is_no_footage_and_goes_away(clip, tmp_path):
    half = tmp_path / CAMERA / "2026-05-28" / "20-26-40-000000.mp4.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    (tmp_path / CAMERA / "manifest.json.part").write_bytes(b"{")
    assert fetched_part(_media(tmp_path), span(0, 60)) is None
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 60))
    assert not list(tmp_path.rglob("*.part"))


def test_a_segment_that_was_cut_short_behind_our_back_is_fetched_again(clip, tmp_path):
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 5))
        path = next(tmp_path.rglob("*.mp4"))
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert FetchFolder(tmp_path, CAMERA).missing(span(0, 5)) == (span(0, 5),)
        fetched(server, tmp_path, span(0, 5))
    assert path.read_bytes() == whole


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pieces": [{"file": 1}], "gaps": []}'])
def test_a_broken_manifest_costs_only_time(clip, tmp_path, text):
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 30))
        (tmp_path / CAMERA / "manifest.json").write_text(text)
        fetched(server, tmp_path, span(0, 30))
    assert json.loads((tmp_path / CAMERA / "manifest.json").read_text())["pieces"]


def test_a_disk_that_fills_up_stops_it_in_words_and_leaves_only_whole_segments(
    clip, tmp_path, monkeypatch
):
    written = 0
    real = Path.write_bytes

    def write(path: Path, data: bytes) -> int:
        nonlocal written
        written += 1
        if written > 2:
            real(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(path, data)

    with ReplayServer(clip) as server:
        monkeypatch.setattr(Path, "write_bytes", write)
        with pytest.raises(FetchFault) as caught:
            fetched(server, tmp_path, span(0, 30))
        assert caught.value.sentence is DISK_FULL
        assert "S001/counter" in caught.value.text("en")
        assert "磁盘已满" in caught.value.text("zh_CN")
        assert not list(tmp_path.rglob("*.part"))
        assert coverage(fetched_folder(tmp_path, CAMERA), span(0, 600)) == (span(0, 12),)
        monkeypatch.setattr(Path, "write_bytes", real)
        fetched(server, tmp_path, span(0, 30))
    assert numbers(tmp_path, span(0, 30)) == [n % 100 for n in range(300)]


def test_a_disk_that_will_not_hold_the_rest_is_noticed_before_it_is_full(
    clip, tmp_path, monkeypatch
):
    class Disk:
        free = fetch_module.RESERVE_BYTES + 15_000

    with ReplayServer(clip) as server:
        monkeypatch.setattr(fetch_module.shutil, "disk_usage", lambda _path: Disk)
        with pytest.raises(FetchFault) as caught:
            fetched(server, tmp_path, span(0, 60))
    assert caught.value.sentence is DISK_SMALL
    assert len(list(tmp_path.rglob("*.mp4"))) == 1


def test_a_folder_that_cannot_be_made_is_named(clip, tmp_path):
    (tmp_path / "fetched").write_text("a file in its place")
    with ReplayServer(clip) as server, pytest.raises(FetchFault) as caught:
        fetched(server, tmp_path / "fetched", span(0, 30))
    assert caught.value.sentence is NOT_WRITABLE
    assert str(tmp_path / "fetched") in caught.value.text("en")


def test_the_limit_of_the_settings_is_kept(clip, tmp_path):
    with ReplayServer(clip) as server, pytest.raises(FetchFault) as caught:
        fetched(server, tmp_path, span(0, 60), Room(tmp_path, 25_000))
    assert caught.value.sentence is LIMIT_REACHED
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.mp4")) <= 25_000


def test_it_waits_for_a_session_says_so_and_goes_on(clip, tmp_path):
    with ReplayServer(clip, Recorder(sessions=1)) as server:
        media = server.media(sessions=1)
        seat = SessionBudget(media).take()
        assert seat is not None
        told: list[FetchProgress] = []
        fetch = Fetch(media, span(0, 60), FetchFolder(tmp_path, CAMERA), told.append)
        thread = threading.Thread(target=fetch.run)
        thread.start()
        wait_for(lambda: told and told[-1].waits is not None)
        waits = told[-1].waits
        assert waits is not None
        assert waits.sentence is SESSION_AWAITED
        seat.release()
        thread.join(30)
        assert told[-1].share == 1.0


def test_a_maker_that_only_scales_is_fetched_with_the_scale_that_leaves_nothing_out(clip, tmp_path):
    ability = RecorderAbility(scale=16.0, whole_scale=8.0, stamps_scaled=True)
    recorder = Recorder(RecorderKind.DAHUA, rate_control=False, scale=16.0, stamps_scaled=True)
    with ReplayServer(clip, recorder) as server:
        folder = FetchFolder(tmp_path, CAMERA)
        Fetch(server.media(ability=ability), span(0, 8), folder, lambda _told: None).run()
        assert server.told("PLAY", "scale") == ["8.0"]
    assert numbers(tmp_path, span(0, 8)) == list(range(80))


def _media(root: Path):
    from app.video.media import RecorderPlayback

    folder = fetched_folder(root, CAMERA, "S001/counter")
    return RecorderPlayback(RecorderKind.ONVIF, "rtsp://127.0.0.1:9", "replay-1", fetched=folder)


def test_what_is_here_plays_without_the_recorder_both_ways(clip, tmp_path):
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 70))
    media = _media(tmp_path)  # nothing listens at its address
    assert fetched_part(media, span(10, 60)) == media.fetched
    assert fetched_part(media, span(10, 80)) is None
    source = open_source(media)
    source.open()
    source.seek(ORIGIN_US + 61 * US + 50_000)
    assert [_number(source.read()) for _ in range(3)] == [10, 11, 12]
    source.set_backwards(True)
    source.seek(ORIGIN_US + 60 * US + 50_000)
    assert [_number(_soon(source)) for _ in range(3)] == [0, 99, 98]
    still = source.still(ORIGIN_US + 33_350_000)
    assert still.media_time_us == ORIGIN_US + 33_300_000
    source.close()


def test_what_is_here_has_thumbnails_and_what_is_not_has_none(clip, tmp_path):
    media = _media(tmp_path)
    here = media.fetched
    assert here is not None
    reader = Thumbnailer()
    assert reader.take(here, ORIGIN_US + 5 * US, 48) is None  # nothing was fetched yet
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 10))
    found: list[object] = []

    def look() -> bool:
        found.append(reader.take(here, ORIGIN_US + 5 * US, 48))
        return found[-1] is not None

    wait_for(look, "a thumbnail of what was fetched")
    assert reader.take(here, ORIGIN_US + 30 * US, 48) is None
    reader.close()


def test_fetched_tiles_play_in_step_at_sixteen_times(clip, tmp_path):
    with ReplayServer(clip) as server:
        for camera in ("a", "b", "c"):
            folder = FetchFolder(tmp_path, camera)
            Fetch(server.media(), span(0, 60), folder, lambda _told: None).run()
    with engine_of(workers=1) as engine:
        engine.seek(ORIGIN_US)
        for tile, camera in enumerate(("a", "b", "c")):
            here = fetched_folder(tmp_path, camera, f"S001/{camera}")
            engine.open(tile, replace(_media(tmp_path), channel=camera, fetched=here), *SIZE)
        Watcher(engine).wait_picture(0, 1, 2)
        engine.set_speed(16.0)
        engine.play()
        spreads: list[int] = []
        while (at_us := engine.clock.now_us()) < ORIGIN_US + 45 * US:
            times = [
                picture.media_time_us for tile in range(3) if (picture := engine.picture(tile))
            ]
            if at_us > ORIGIN_US + 15 * US:
                spreads.append(max(times) - min(times))
            time.sleep(0.02)
        assert sorted(spreads)[len(spreads) // 2] <= 2 * US  # a keyframe's distance
        assert {engine.state(tile).kind for tile in range(3)} == {TileStateKind.PLAYING}


def test_beyond_what_is_here_the_recorder_goes_on_and_gives_back(clip, tmp_path):
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 60))
        fetched(server, tmp_path, span(64, 120))
        played = len(server.told("PLAY", "range"))
        source = open_source(server.media(fetched=fetched_folder(tmp_path, CAMERA)))
        source.open()
        source.seek(ORIGIN_US + 59 * US)
        got = [_number(_soon(source)) for _ in range(80)]
        assert got == [(590 + n) % 100 for n in range(80)]
        assert len(server.told("PLAY", "range")) == played + 1
        source.close()
        wait_for(lambda: server.playing() == 0, "the session's end")


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_is_removed_while_it_plays_comes_from_the_recorder(clip, tmp_path, by_hand):
    with ReplayServer(clip) as server:
        fetched(server, tmp_path, span(0, 60))
        source = open_source(server.media(fetched=fetched_folder(tmp_path, CAMERA)))
        source.open()
        source.seek(ORIGIN_US + 1 * US)
        assert _number(_soon(source)) == 10
        if by_hand:
            for path in sorted(tmp_path.rglob("*.mp4"))[1:]:
                path.unlink()
        else:
            shutil.rmtree(tmp_path / CAMERA)
        seen = [_number(_soon(source)) for _ in range(200)]
        fresh = [each for before, each in pairwise([10, *seen]) if each != before]
        assert fresh == [(11 + n) % 100 for n in range(len(fresh))]
        assert len(fresh) > 190
        assert server.playing() == 1
        source.close()
        wait_for(lambda: server.playing() == 0, "the session's end")


def test_where_only_a_gap_is_known_here_the_recorder_is_asked(clip, tmp_path):
    with ReplayServer(clip, Recorder(spans=TWO_SPANS)) as server:
        fetched(server, tmp_path, span(25, 35))
        assert FetchFolder(tmp_path, CAMERA).gaps == [span(25, 35)]
        assert FetchFolder(tmp_path, CAMERA).pieces == []
        source = open_source(server.media(fetched=fetched_folder(tmp_path, CAMERA)))
        source.open()
        source.seek(ORIGIN_US + 30 * US)
        assert isinstance(_soon(source), NoRecording | Picture)  # and no fault of an empty folder
        source.close()
        wait_for(lambda: server.playing() == 0, "the session's end")


def test_no_two_add_at_once_to_what_has_one_limit(clip, tmp_path):
    told: list[FetchProgress] = []
    with ReplayServer(clip) as server:
        folder = FetchFolder(tmp_path, CAMERA)
        fetch = Fetch(server.media(), span(0, 12), folder, told.append, Room(tmp_path, 10**9))
        thread = threading.Thread(target=fetch.run)
        with Room(tmp_path).held():
            thread.start()
            wait_for(lambda: server.told("PLAY", "range"), "that it was asked for")
            thread.join(1.0)
            held_back = folder.pieces == []
        thread.join(60)
    assert held_back
    assert folder.missing(span(0, 12)) == ()


def _number(got: object) -> int:
    assert isinstance(got, Picture)
    return number_of(got.frame)


def _soon(source) -> object:
    found: list[object] = []

    def look() -> bool:
        got = source.read()
        if isinstance(got, Picture | NoRecording):
            found.append(got)
        return bool(found)

    wait_for(look)
    return found[0]
