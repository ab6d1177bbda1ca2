"""Clips as a person exports them and opens them again."""

from __future__ import annotations

import errno
import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app.faults import Fault, Sentence
from app.operations.clips import ClipFault, clip_span
from app.operations.clips_entry import ClipOrder, run_export
from app.operations.clips_job import ClipJob
from app.operations.clips_process import ExportDied, write_clip
from app.operations.clips_values import ClipRequest, ClipStatus, Proof
from app.operations.values import Camera, CameraDraft, ChangeKind, RecorderDraft, RecordingFolder
from app.video.export.faults import (
    BROKE,
    NO_RECORDING,
    NO_TIMES,
    NOT_WRITABLE,
    ON_RECORDER,
    ExportCancelled,
    ExportFault,
)
from app.video.media import Span
from app.video.open import open_source
from app.video.source import Picture
from tests.operations.stage import Heard, Stage, make_stage
from tests.support.clips import make_clip, number_of

T = 1_772_416_920_000_000  # 2026-03-02 10:02 in Shanghai
S = 1_000_000


@pytest.fixture
def stage(tmp_path: Path):
    made = make_stage(tmp_path / "home")
    root = tmp_path / "recordings"
    make_clip(root / "counter" / "2026-03-02" / "10-02-00.mp4", pictures=100, rate=10)
    draft = replace(made.camera.draft(), recording_root=str(root))
    made.operations.stores.update_camera(made.camera.id, draft)
    yield made
    made.operations.close()


def run(stage: Stage, folder: Path, span: Span, **options: object) -> ClipJob:
    request = ClipRequest(stage.camera.id, span)
    job = stage.operations.clips.start([request], folder, "spilt oil", **options)  # type: ignore[arg-type]
    assert job.wait(60)
    return job


def test_an_exported_clip_comes_back_as_a_recording_with_its_times(stage, tmp_path):
    folder = tmp_path / "clips"
    status = run(stage, folder, Span(T + 3_500_000, T + 6 * S)).status()
    assert status.failed == ()
    (written,) = status.written
    assert status.overall == 1.0
    assert written.path == folder / "S001_counter_2026-03-02_10-02-03.mp4"
    document = json.loads((folder / f"{written.path.name}.json").read_text("utf-8"))
    assert document["who"] == "Li Wei"
    assert document["why"] == "spilt oil"
    assert document["starts_early_us"] == 500_000
    assert document["start"] == "2026-03-02T02:02:03.000000Z"
    assert document["segments"] == ["10-02-00.mp4"]
    assert document["sha256"] == written.paper.sha256

    clips, heard = stage.operations.clips, Heard(stage.operations)
    found = clips.look(written.path)
    assert found.proof is Proof.WHOLE
    assert clips.suggestion(found) == stage.operations.stores.camera(stage.camera.id)
    camera = clips.add(found, stage.camera.id, stage.store.id)
    assert camera.code == "counter-clips"
    assert camera.place is stage.camera.place
    assert ChangeKind.STORES in heard.kinds()
    media = stage.operations.stores.recording(camera.id)
    assert isinstance(media, RecordingFolder)
    source = open_source(media)
    source.open()
    source.seek(T + 5 * S)
    picture = source.read()
    source.close()
    assert isinstance(picture, Picture)
    assert picture.media_time_us == T + 5 * S
    assert number_of(picture.frame) == 50
    heard.end()


def test_a_second_clip_joins_the_first_ones_camera(stage, tmp_path):
    clips = stage.operations.clips
    first, second = (
        run(stage, tmp_path / "clips", Span(T + at * S, T + (at + 2) * S)).status().written[0]
        for at in (1, 5)
    )
    camera = clips.add(clips.look(first.path), stage.camera.id, stage.store.id)
    again = clips.add(clips.look(second.path), stage.camera.id, stage.store.id)
    direct = clips.add(clips.look(second.path), camera.id, stage.store.id)
    assert camera.id == again.id == direct.id
    assert len(list(Path(camera.recording_root).rglob("*.mp4"))) == 2


def shown_at(stage: Stage, camera: Camera, at_us: int) -> int:
    """The number of the picture that a camera shows at a time; -1 where it shows none."""
    source = open_source(stage.operations.stores.recording(camera.id))
    source.open()
    source.seek(at_us)
    picture = source.read()
    source.close()
    shown = isinstance(picture, Picture) and abs(picture.media_time_us - at_us) < S
    return number_of(picture.frame) if shown else -1


def test_of_two_clips_from_one_keyframe_neither_replaces_the_other(stage, tmp_path):
    clips, folder = stage.operations.clips, tmp_path / "clips"
    long, short = (
        run(stage, folder, Span(T + 2 * S, T + end * S)).status().written[0].path for end in (8, 4)
    )
    marked = run(stage, folder, Span(T + 2 * S, T + 8 * S), watermark=True).status().written[0].path
    cameras = [
        clips.add(clips.look(path), stage.camera.id, stage.store.id)
        for path in (long, short, marked, short, long)
    ]
    assert [each.code for each in cameras[:3]] == [
        "counter-clips", "counter-clips-2", "counter-clips-3"
    ]  # fmt: skip
    assert cameras[3:] == [cameras[1], cameras[0]]  # there already: nothing is copied again
    assert cameras[1].name == f"{stage.camera.name}（录像片段 2）"
    for path, camera in zip((long, short, marked), cameras, strict=False):
        (kept,) = Path(camera.recording_root, camera.code).rglob("*.mp4")
        assert kept.read_bytes() == path.read_bytes()
    assert shown_at(stage, cameras[0], T + 7 * S) == 70
    assert shown_at(stage, cameras[1], T + 3 * S) == 30


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_short_clip_inside_a_long_one_does_not_cut_it_off(stage, tmp_path, order):
    clips = stage.operations.clips
    spans = (Span(T, T + 9 * S), Span(T + 3 * S, T + 5 * S))
    papers = [run(stage, tmp_path / "clips", spans[each]).status().written[0] for each in order]
    cameras = [clips.add(clips.look(each.path), stage.camera.id, stage.store.id) for each in papers]
    assert [each.code for each in cameras] == ["counter-clips", "counter-clips-2"]
    of_long = cameras[order.index(0)]
    assert [shown_at(stage, of_long, T + at * S) for at in (2, 4, 8)] == [20, 40, 80]
    # A camera of clips that is chosen itself is treated alike.
    again = clips.add(clips.look(papers[1].path), cameras[0].id, stage.store.id)
    assert again == cameras[1]


def test_clips_that_only_overlap_share_a_camera(stage, tmp_path):
    clips = stage.operations.clips
    cameras = [
        clips.add(
            clips.look(run(stage, tmp_path / "clips", span).status().written[0].path),
            stage.camera.id,
            stage.store.id,
        )
        for span in (Span(T, T + 4 * S), Span(T + 5 * S, T + 9 * S), Span(T + 3 * S, T + 6 * S))
    ]
    assert len({each.id for each in cameras}) == 1
    assert [shown_at(stage, cameras[0], T + at * S) for at in (1, 4, 8)] == [10, 40, 80]


def test_a_camera_of_that_code_with_recordings_of_its_own_is_left_alone(stage, tmp_path):
    draft = CameraDraft(
        stage.store.id, "counter-clips", "Mine", recording_root=str(tmp_path / "mine"),
        recording_pattern="{camera}/%Y-%m-%d/%H.mp4", recording_time_zone="UTC",
    )  # fmt: skip
    mine = stage.operations.stores.add_camera(draft)
    written = run(stage, tmp_path / "clips", Span(T, T + 2 * S)).status().written[0]
    clips = stage.operations.clips
    camera = clips.add(clips.look(written.path), stage.camera.id, stage.store.id)
    assert camera.code == "counter-clips-2"
    assert stage.operations.stores.camera(mine.id) == mine
    assert not (tmp_path / "mine").exists()


def test_a_camera_without_recordings_takes_the_clip_itself(stage, tmp_path):
    _, door = stage.second_store()
    written = run(stage, tmp_path / "clips", Span(T, T + 2 * S)).status().written[0]
    clips = stage.operations.clips
    camera = clips.add(clips.look(written.path), door.id, door.store_id)
    assert camera.id == door.id
    assert camera.recording_time_zone == "UTC"
    loose = clips.add(clips.look(written.path), None, stage.store.id)
    assert (loose.code, loose.store_id) == ("clips", stage.store.id)


def test_a_changed_clip_and_one_without_sidecar_are_told(stage, tmp_path):
    clips = stage.operations.clips
    (written,) = run(stage, tmp_path / "clips", Span(T, T + 2 * S)).status().written
    sidecar = written.path.with_name(written.path.name + ".json")
    document = json.loads(sidecar.read_text("utf-8"))
    sidecar.write_text(json.dumps({**document, "sha256": "0" * 64}), "utf-8")
    assert clips.look(written.path).proof is Proof.CHANGED
    sidecar.unlink()
    alone = clips.look(written.path)
    assert alone.proof is Proof.UNKNOWN
    assert alone.paper.start_us == written.paper.start_us
    assert (alone.paper.store_code, alone.paper.who) == ("S001", "Li Wei")
    with pytest.raises(ExportFault) as met:
        clips.look(make_clip(tmp_path / "foreign.mp4"))
    assert met.value.sentence is NO_TIMES


@pytest.mark.parametrize("changed", [{"start_us": T - 3600 * S}, {"why": "x"}, {"who": "Me"}])
def test_a_sidecar_that_was_changed_is_told_and_not_believed(stage, tmp_path, changed):
    clips = stage.operations.clips
    (written,) = run(stage, tmp_path / "clips", Span(T, T + 2 * S)).status().written
    sidecar = written.path.with_name(written.path.name + ".json")
    document = json.loads(sidecar.read_text("utf-8"))
    sidecar.write_text(json.dumps({**document, **changed}), "utf-8")
    found = clips.look(written.path)
    assert found.proof is Proof.CONTRADICTED
    assert (found.paper.start_us, found.paper.who, found.paper.why) == (T, "Li Wei", "spilt oil")
    sidecar.write_text(json.dumps({**document, "start_us": "yesterday"}), "utf-8")
    assert clips.look(written.path).proof is Proof.UNKNOWN  # no sidecar that can be read


def test_what_cannot_begin_says_what_to_change(stage, tmp_path):
    clips, good = stage.operations.clips, ClipRequest(stage.camera.id, Span(T, T + S))
    with pytest.raises(Fault, match="Why"):
        clips.start([good], tmp_path, "  ")
    with pytest.raises(ClipFault, match="No camera"):
        clips.start([], tmp_path, "why")
    with pytest.raises(ClipFault, match="before it begins"):
        clips.start([ClipRequest(stage.camera.id, Span(T, T))], tmp_path, "why")


def test_a_camera_without_recordings_fails_alone(stage, tmp_path):
    _, door = stage.second_store()
    requests = [ClipRequest(each, Span(T, T + S)) for each in (door.id, stage.camera.id)]
    job = stage.operations.clips.start(requests, tmp_path / "clips", "why")
    assert job.wait(60)
    status = job.status()
    assert [failed.fault.sentence for failed in status.failed] == [NO_RECORDING]  # type: ignore[attr-defined]
    assert len(status.written) == 1
    assert stage.operations.clips.folder() == tmp_path / "clips"


def test_of_a_recorders_recordings_only_what_was_fetched_and_that_without_its_password(
    stage, tmp_path
):
    recorder = stage.operations.recorders.add(
        RecorderDraft("Back office", "hikvision", "10.0.0.9", "admin")
    )
    draft = CameraDraft(
        stage.store.id, "till", "Till", recorder_id=recorder.id, recorder_channel="3"
    )
    till = stage.operations.stores.add_camera(draft)
    here = stage.operations.stores.footage_here(till.id)

    def exported(span: Span) -> ClipStatus:
        request, folder = ClipRequest(till.id, span), tmp_path / "clips"
        job = stage.operations.clips.start([request], folder, "spilt oil")
        assert job.wait(60)
        return job.status()

    def faults(status: ClipStatus) -> list[Sentence]:
        return [failed.fault.sentence for failed in status.failed]

    assert faults(exported(Span(T, T + 2 * S))) == [ON_RECORDER]
    make_clip(Path(here.root) / here.camera / "2026-03-02" / "02-02-00-000000.mp4", pictures=50)
    assert faults(exported(Span(T + 90 * S, T + 95 * S))) == [ON_RECORDER]
    status = exported(Span(T, T + 2 * S))
    assert status.failed == ()
    assert status.written[0].paper.start_us == T


def test_a_cancelled_export_leaves_no_file_and_no_process(stage, tmp_path):
    make_clip(
        tmp_path / "recordings" / "counter" / "2026-03-02" / "10-02-10.mp4", pictures=4000, rate=10
    )
    clips, folder = stage.operations.clips, tmp_path / "clips"
    request = ClipRequest(stage.camera.id, Span(T + 10 * S, T + 400 * S))
    job = clips.start([request], folder, "why", watermark=True)
    with pytest.raises(ClipFault, match="under way"):
        clips.start([request], folder, "why")
    while not job.status().share and not job.status().finished:
        job.wait(0.02)
    job.cancel()
    assert job.wait(30)
    assert job.status().cancelled
    assert job.status().written == ()
    assert list(folder.glob("*")) == []
    left = [" ".join(each.cmdline()) for each in psutil.Process().children()]
    assert not any("spawn_main" in line for line in left)


def test_an_export_under_way_is_cancelled_with_the_end_of_the_program(stage, tmp_path):
    make_clip(
        tmp_path / "recordings" / "counter" / "2026-03-02" / "10-02-10.mp4", pictures=4000, rate=10
    )
    folder = tmp_path / "clips"
    request = ClipRequest(stage.camera.id, Span(T + 10 * S, T + 400 * S))
    job = stage.operations.clips.start([request], folder, "why", watermark=True)
    while not list(folder.glob("*.part")) and not job.status().finished:
        job.wait(0.02)
    stage.operations.close()
    status = job.status()
    assert status.finished
    assert status.cancelled
    assert list(folder.glob("*")) == []


def test_an_export_whose_process_is_killed_is_told(stage, tmp_path):
    def kill(_share: float) -> None:
        # Not the helper process of Python's own multiprocessing.
        found = psutil.Process().children()
        for child in [each for each in found if "spawn_main" in " ".join(each.cmdline())]:
            os.kill(child.pid, signal.SIGKILL)

    make_clip(
        tmp_path / "recordings" / "counter" / "2026-03-02" / "10-02-10.mp4", pictures=4000, rate=10
    )
    part = stage.operations.clips._part(
        ClipRequest(stage.camera.id, Span(T + 10 * S, T + 400 * S)),
        tmp_path / "clips", "Li Wei", "why", True,
    )  # fmt: skip
    with pytest.raises(ExportDied):
        write_clip(part.order(), "S001/counter", kill, lambda: False)
    assert list((tmp_path / "clips").glob("*")) == []


def test_ctrl_c_in_the_terminal_is_for_the_program_to_answer(stage, tmp_path):
    make_clip(
        tmp_path / "recordings" / "counter" / "2026-03-02" / "10-02-10.mp4", pictures=400, rate=10
    )
    interrupted: list[int] = []

    def interrupt(_share: float) -> None:
        for child in psutil.Process().children() if not interrupted else []:
            if "spawn_main" in " ".join(child.cmdline()):
                os.kill(child.pid, signal.SIGINT)
                interrupted.append(child.pid)

    part = stage.operations.clips._part(
        ClipRequest(stage.camera.id, Span(T + 10 * S, T + 50 * S)),
        tmp_path / "clips", "Li Wei", "why", True,
    )  # fmt: skip
    (clip,) = write_clip(part.order(), "S001/counter", interrupt, lambda: False)
    assert interrupted
    assert Path(clip.path).exists()


def test_taken_back_before_the_first_picture(stage, tmp_path):
    part = stage.operations.clips._part(
        ClipRequest(stage.camera.id, Span(T, T + 9 * S)), tmp_path / "clips", "Li", "why", False
    )
    with pytest.raises(ExportCancelled):
        write_clip(part.order(), "S001/counter", lambda _share: None, lambda: True)


class Far:
    """The far end of an export process, which hears what is sent."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []

    def send(self, message: tuple[str, object]) -> None:
        self.heard.append(message)

    def poll(self, _timeout_s: float) -> bool:
        return False


def order_of(stage: Stage, folder: Path) -> ClipOrder:
    request = ClipRequest(stage.camera.id, Span(T, T + 2 * S))
    return stage.operations.clips._part(request, folder, "Li", "why", False).order()


def test_a_folder_that_cannot_be_looked_into_is_told_and_not_taken_for_cancelled(
    stage, tmp_path, monkeypatch
):
    exists = Path.exists

    def gone(path: Path) -> bool:
        if path.parent == tmp_path / "share":
            raise OSError(errno.ESTALE, "Stale file handle")
        return exists(path)

    order, far = order_of(stage, tmp_path / "share"), Far()
    monkeypatch.setattr(Path, "exists", gone)
    run_export(far, order)
    ((kind, fault),) = [each for each in far.heard if each[0] != "share"]
    assert kind == "fault"
    assert fault.sentence is NOT_WRITABLE
    assert "Stale file handle" in fault.text("en")
    assert str(tmp_path / "share") in fault.text("zh_CN")


@pytest.mark.parametrize("problem", [OSError(errno.EIO, "Input/output error"), KeyError("x")])
def test_whatever_breaks_while_a_clip_is_written_is_told(stage, tmp_path, monkeypatch, problem):
    def broken(*_all: object) -> None:
        raise problem

    order, far = order_of(stage, tmp_path), Far()
    monkeypatch.setattr("app.video.export.cutting.export_clip", broken)
    run_export(far, order)
    ((kind, fault),) = far.heard
    assert (kind, fault.sentence) == ("fault", BROKE)
    assert "S001/counter" in fault.text("en")


@pytest.mark.expects_logs("was not exported")
@pytest.mark.parametrize("problem", [OSError(errno.EAGAIN, "No more processes"), KeyError("x")])
def test_an_export_whose_thread_breaks_ends_with_a_sentence_and_the_next_begins(
    stage, tmp_path, monkeypatch, problem
):
    def broken(*_all: object) -> None:
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr("app.operations.clips.write_clip", broken)
        status = run(stage, tmp_path / "clips", Span(T, T + 2 * S)).status()
    assert status.finished
    assert not status.cancelled
    (failed,) = status.failed
    assert failed.fault.sentence is BROKE
    assert failed.camera == "S001/counter"
    assert len(run(stage, tmp_path / "clips", Span(T, T + 2 * S)).status().written) == 1


def test_the_span_that_is_offered():
    assert clip_span(100 * S) == Span(70 * S, 130 * S)
    assert clip_span(S).start_us == 0
