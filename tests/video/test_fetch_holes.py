"""What is remembered as a hole of the recording: what is proved, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.video.fetch.faults import NOTHING_CAME, NOTHING_KNOWN, FetchFault
from app.video.fetch.fetching import Fetch, FetchProgress
from app.video.fetch.folder import FetchFolder
from app.video.media import RecorderAbility, RecorderKind
from tests.support.clips import make_clip
from tests.support.replay_recording import Frame
from tests.support.replay_server import Recorder, ReplayServer
from tests.video.fetch_stage import CAMERA, TWO_SPANS, US, fetched, hurry, span


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    hurry(monkeypatch)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20)


def test_gaps_are_remembered_and_not_asked_for_again(clip, tmp_path):
    with ReplayServer(clip, Recorder(spans=TWO_SPANS)) as server:
        fetched(server, tmp_path, span(16, 46))
        asked = len(server.told("PLAY", "range"))
        fetched(server, tmp_path, span(16, 46))
        assert len(server.told("PLAY", "range")) == asked
    folder = FetchFolder(tmp_path, CAMERA)
    assert folder.gaps == [span(20, 40)]
    assert folder.missing(span(10, 50)) == (span(10, 16), span(46, 50))


def test_the_end_of_a_recording_that_is_not_announced_is_found(clip, tmp_path):
    """A maker's recorder that falls silent: what it sent is kept, the rest is no proved gap."""
    recorder = Recorder(RecorderKind.UNIVIEW, spans=TWO_SPANS[:1])
    with ReplayServer(clip, recorder) as server:
        folder = FetchFolder(tmp_path, CAMERA)
        ability = RecorderAbility(rate_control=True)
        media = server.media(ability=ability)
        told: list[FetchProgress] = []
        Fetch(media, span(10, 35), folder, told.append).run()
    assert folder.covered() == (span(10, 20),)
    assert folder.gaps == []
    assert told[-1].unsent_us == 15 * US


def wear(
    monkeypatch: pytest.MonkeyPatch, server: ReplayServer, bad_us: int, *, for_good: bool = False
) -> None:
    """The recorder's disk: what is asked for from before a bad place ends there without a word."""
    real = server.recording.frames

    def frames(from_us: int, *how: Any) -> Iterator[Frame]:
        for frame in real(from_us, *how):
            if frame.time_us >= bad_us and (for_good or from_us < bad_us):
                return
            yield frame

    monkeypatch.setattr(server.recording, "frames", frames)


def test_behind_a_bad_place_of_the_recorders_disk_the_fetch_goes_on(clip, tmp_path, monkeypatch):
    with ReplayServer(clip, Recorder(RecorderKind.AXIS)) as server:
        wear(monkeypatch, server, span(10.5, 60).start_us)
        told = fetched(server, tmp_path, span(0, 60))
    folder = FetchFolder(tmp_path, CAMERA)
    assert folder.covered() == (span(0, 10.5), span(24, 60))
    assert folder.gaps == [span(10.5, 24)]  # proved: pictures came before it and behind it
    assert told[-1].unsent_us == 0


def test_silence_to_the_end_is_no_gap_and_is_asked_for_again_by_the_next_fetch(
    clip, tmp_path, monkeypatch
):
    with ReplayServer(clip, Recorder(RecorderKind.AXIS)) as server:
        with monkeypatch.context() as worn:
            wear(worn, server, span(10.5, 60).start_us, for_good=True)
            told = fetched(server, tmp_path, span(0, 60))
        assert told[-1].unsent_us == round(49.5 * US)
        folder = FetchFolder(tmp_path, CAMERA)
        assert folder.gaps == []
        assert folder.missing(span(0, 60)) == (span(10.5, 60),)
        fetched(server, tmp_path, span(0, 60))
    assert FetchFolder(tmp_path, CAMERA).missing(span(0, 60)) == ()


def test_a_channel_that_the_recorder_does_not_know_is_told_and_nothing_is_kept_of_it(
    clip, tmp_path
):
    with ReplayServer(clip, Recorder(RecorderKind.AXIS)) as server:
        folder = FetchFolder(tmp_path, CAMERA)
        mistyped = server.media(channel="17")
        with pytest.raises(FetchFault) as caught:
            Fetch(mistyped, span(0, 30), folder, lambda _told: None).run()
        assert caught.value.sentence is NOTHING_KNOWN
        for language in ("en", "zh_CN"):
            words = caught.value.text(language)
            assert "S001/counter" in words
            assert "17" in words
            assert "404" in words
        assert FetchFolder(tmp_path, CAMERA).gaps == []
        fetched(server, tmp_path, span(0, 30))  # the channel was corrected
    assert FetchFolder(tmp_path, CAMERA).missing(span(0, 30)) == ()


def test_a_recorder_that_answers_and_sends_nothing_at_all_is_told(clip, tmp_path):
    with ReplayServer(clip) as server, pytest.raises(FetchFault) as caught:
        fetched(server, tmp_path, span(700, 730))
    assert caught.value.sentence is NOTHING_CAME
    assert "S001/counter" in caught.value.text("zh_CN")
    assert FetchFolder(tmp_path, CAMERA).gaps == []


def test_where_only_the_keyframe_was_left_out_no_gap_is_kept(tmp_path, monkeypatch):
    clip = make_clip(tmp_path / "long.mp4", pictures=100, rate=10, keyframe_every=50)
    with ReplayServer(clip) as server:
        real = server.recording.frames

        def without_first(*how):
            frames = real(*how)
            next(frames)
            return frames

        monkeypatch.setattr(server.recording, "frames", without_first)
        told = fetched(server, tmp_path, span(1, 9))
    folder = FetchFolder(tmp_path, CAMERA)
    assert folder.covered() == (span(5, 10),)
    assert folder.gaps == []
    assert told[-1].unsent_us == 4 * US


def test_of_an_older_manifest_only_holes_between_segments_are_taken_over(clip, tmp_path):
    with ReplayServer(clip, Recorder(spans=TWO_SPANS)) as server:
        fetched(server, tmp_path, span(16, 46))
    manifest = tmp_path / CAMERA / "manifest.json"
    told = json.loads(manifest.read_text())
    after = span(46, 3600)  # a refusal that was taken for a hole
    told.update(version=1, gaps=[*told["gaps"], [after.start_us, after.end_us]])
    manifest.write_text(json.dumps(told))
    folder = FetchFolder(tmp_path, CAMERA)
    assert folder.gaps == [span(20, 40)]
    assert folder.covered() == (span(16, 20), span(40, 46))
