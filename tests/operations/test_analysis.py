from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.faults import Sentence
from app.operations.analysis import Analysis
from app.operations.analysis_values import AnalysisJob
from app.operations.values import ChangeKind, ChangeSet, Segment, SegmentList, Span
from app.storage.faults import StorageFault
from app.video.media import LiveStream
from tests.operations.analysis_stage import (
    AWAY_S,
    LENGTH_S,
    START_US,
    Hints,
    S,
    analysis,
    counter_clip,
    job,
    live_job,
)
from tests.operations.stage import Stage
from tests.support.rtsp_server import RtspServer

WAIT_S = 60


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return counter_clip(tmp_path_factory.mktemp("analysis") / "counter.mp4")


@pytest.fixture
def hints() -> Hints:
    return Hints()


@pytest.fixture
def made(tmp_path: Path, hints: Hints) -> Iterator[Callable[..., Analysis]]:
    """Makes analyses that are closed when the test is over."""
    begun: list[Analysis] = []

    def make(**settings: object) -> Analysis:
        begun.append(analysis(tmp_path, hints, **settings))
        return begun[-1]

    yield make
    for one in begun:
        one.close()


def until(condition: Callable[[], object], timeout_s: float = 20) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.01)


def away_of(hints: Hints, number: int = 1) -> list[tuple[float, float]]:
    return [
        ((hint.start_us - START_US) / S, (hint.end_us - START_US) / S)
        for hint in hints.kept
        if hint.camera_id == number
    ]


def is_the_absence(found: list[tuple[float, float]]) -> bool:
    ((start_s, end_s),) = found
    return abs(start_s - AWAY_S[0]) <= 1.5 and abs(end_s - AWAY_S[1]) <= 1.5


def test_an_empty_counter_becomes_a_hint_and_people_become_boxes(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made()
    one.start([job(clip)])
    assert one.wait(WAIT_S)
    assert is_the_absence(away_of(hints))
    assert hints.kept[0].rule_key == "counter_unattended"
    assert hints.kept[0].model_key == "motion"
    (box,) = one.overlay(1, START_US + 20 * S + 70_000)
    assert 0.5 < box.trail[-1][0] < 0.75
    assert 2 <= len(box.trail) <= 25
    assert one.overlay(1, START_US + 11 * S) == ()
    assert one.overlay(2, START_US + 20 * S) == ()
    status = one.status()
    assert (status.running, status.done, status.total, status.progress) == (False, 1, 1, 1.0)
    assert (status.model_name, status.device, status.note) == ("Motion blobs", "CPU", None)
    (looked_at,) = one.analysed(1)
    assert looked_at.duration_us > (LENGTH_S - 1) * S
    assert one.pids == ()


def test_analysing_again_does_not_double_a_hint(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made()
    for _ in range(2):
        one.start([job(clip), job(clip)])
        assert one.status().total == 1
        assert one.wait(WAIT_S)
    assert len(hints.kept) == 1


def test_a_broken_clip_is_noted_and_the_rest_goes_on(
    made: Callable[..., Analysis], clip: Path, hints: Hints, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video at all")
    one = made()
    one.start([job(broken, clip, number=2), job(clip)])
    assert one.wait(WAIT_S)
    status = one.status()
    assert status.note is not None
    assert "broken.mp4" in status.note.fill("en", **status.note_values)
    assert is_the_absence(away_of(hints))
    ((start_s, end_s),) = away_of(hints, number=2)
    assert (round(start_s - LENGTH_S), round(end_s - LENGTH_S)) == AWAY_S


def test_without_a_usable_zone_there_are_tracks_and_no_hints(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made(processes=2)
    one.start([job(clip, zone=()), job(clip, number=2, zone=((0.1, 0.1), (0.2, 0.2)))])
    assert one.wait(WAIT_S)
    for number in (1, 2):
        assert one.overlay(number, START_US + 20 * S) != ()
    assert hints.kept == []
    note = one.status().note
    assert note is not None
    assert "zone" in note.en


def test_a_process_that_dies_is_replaced_and_nothing_is_missing(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made()
    one.start([job(clip)])
    until(lambda: one.status().progress > 0)
    os.kill(one.pids[0], signal.SIGKILL)
    assert one.wait(WAIT_S)
    assert is_the_absence(away_of(hints))
    assert one.status().note is None
    assert len(one.overlay(1, START_US + 2 * S)) == 1


def test_a_job_that_dies_twice_is_given_up_and_the_others_go_on(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made()
    one.start([job(clip, number=2), job(clip)])
    killed: set[int] = set()
    while len(killed) < 2:
        until(lambda: set(one.pids) - killed)
        pid = next(iter(set(one.pids) - killed))
        os.kill(pid, signal.SIGKILL)
        killed.add(pid)
    assert one.wait(WAIT_S)
    status = one.status()
    assert status.note is not None
    assert "S007/c2" in status.note.fill("en", **status.note_values)
    assert (status.done, status.total, status.running) == (2, 2, False)
    assert away_of(hints, number=2) == []
    assert is_the_absence(away_of(hints))


def test_stop_ends_everything_and_a_new_start_works(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made(processes=2)
    one.start([job(clip, number=number) for number in range(1, 9)])
    until(lambda: one.pids)
    one.stop()
    assert one.pids == ()
    assert one.status().running is False
    one.stop()
    one.start([job(clip, number=20)])
    assert one.wait(WAIT_S)
    assert is_the_absence(away_of(hints, number=20))


def test_jobs_may_come_while_others_are_under_way(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made(processes=2)
    one.start([job(clip)])
    one.start([job(clip, number=2)])
    assert one.wait(WAIT_S)
    assert is_the_absence(away_of(hints, number=1))
    assert is_the_absence(away_of(hints, number=2))


def test_a_damaged_model_is_told_and_motion_serves(
    made: Callable[..., Analysis], clip: Path, hints: Hints, tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "yolox_nano.onnx").write_bytes(b"half a model")
    one = made(model="yolox_nano")
    one.start([job(clip)])
    assert one.wait(WAIT_S)
    status = one.status()
    assert status.model_name == "Motion blobs"
    assert status.note is not None
    assert "yolox_nano.onnx" in status.note.fill("zh_CN", **status.note_values)
    assert is_the_absence(away_of(hints))


def test_a_lost_database_is_noted_and_analysis_goes_on(
    made: Callable[..., Analysis], clip: Path, hints: Hints, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(draft: object) -> None:
        raise StorageFault(Sentence("The database is away. Wait.", "数据库不可用。请稍候。"))

    monkeypatch.setattr(hints, "add", away)
    one = made()
    one.start([job(clip)])
    assert one.wait(WAIT_S)
    note = one.status().note
    assert note is not None
    assert note.en == "The database is away. Wait."
    assert one.status().done == 1


def test_listeners_hear_of_start_and_end_and_a_missing_model_is_told(
    made: Callable[..., Analysis], clip: Path, hints: Hints
) -> None:
    one = made(model="yolox_nano")
    heard: list[bool] = []
    end = one.subscribe(lambda: heard.append(one.status().running))
    one.start([job(clip)])
    assert one.wait(WAIT_S)
    assert heard[0] is True
    until(lambda: heard[-1] is False)
    end()
    count = len(heard)
    one.stop()
    assert len(heard) == count
    status = one.status()
    assert status.model_name == "Motion blobs"
    assert status.note is not None
    assert "models install yolox_nano" in status.note.fill("en", **status.note_values)
    assert hints.kept[0].model_key == "motion"


def test_a_live_camera_is_looked_at_until_it_is_stopped(
    made: Callable[..., Analysis], clip: Path
) -> None:
    with RtspServer(clip) as server:
        media = LiveStream(server.url, label="S007/c1")
        one = made()
        one.start([live_job(media, Span(0, 2**62))])
        until(lambda: one.analysed(1) and one.analysed(1)[0].end_us > 0, timeout_s=40)
        assert one.status().running
        assert not one.wait(0)
        one.stop()
    assert one.pids == ()


def test_hints_reach_the_database_and_whoever_shows_them(stage: Stage, clip: Path) -> None:
    operations = stage.operations
    operations.settings.set("hints.absence_minutes", 0.1)
    seen: list[ChangeSet] = []
    operations.changes.subscribe(seen.append)
    media = SegmentList((Segment(str(clip), START_US),), "S001/counter")
    span = Span(START_US, START_US + LENGTH_S * S)
    zone = ((0.45, 0.6), (0.85, 0.6), (0.85, 1.0), (0.45, 1.0))
    draft = stage.camera.draft()
    camera = operations.stores.update_camera(
        stage.camera.id, type(draft)(**{**vars(draft), "zone": zone})
    )
    operations.analysis.start([AnalysisJob(camera, media, span)])
    assert operations.analysis.wait(WAIT_S)
    (hint,) = operations.hints.list(stage.store.id)
    assert hint.camera_id == camera.id
    assert abs(hint.start_us - START_US - AWAY_S[0] * S) <= 1.5 * S
    assert any(ChangeKind.HINTS in change.kinds for change in seen)
