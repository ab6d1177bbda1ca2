"""The demo's folders, its truth file and its place in the database."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from app.demo import footage as footage_module
from app.demo.chain import CAMERAS, END_US, FPS, SEGMENT_S, START_US, STORES
from app.demo.clip import make_clip
from app.demo.footage import DemoStage, make_demo
from app.demo.scene import LOOKS, LOOP_S
from app.demo.stage import make_stage
from app.demo.telling import spread, tell
from app.demo.truth import load_truth, save_truth
from app.operations.facade import open_operations
from app.video.coverage import coverage, recorded_span
from app.video.media import Span

MINUTE_US = 60_000_000


def silent(part: float, what: str) -> None:
    """For who does not want to hear of the progress."""


class Heard:
    """Remembers the progress it was told."""

    def __init__(self) -> None:
        self.parts: list[float] = []

    def hear(self, part: float, what: str) -> None:
        assert what
        self.parts.append(part)


@pytest.fixture(scope="module")
def one_minute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("minute") / "minute.mp4"
    make_clip(path, SEGMENT_S, 160, 90, fps=FPS // 5)
    return path


@pytest.fixture
def quick_drawing(one_minute: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The same minute stands for each of the fifty; notes that drawing took place."""
    drawn: list[str] = []

    def draw_all(folder: Path, progress: object, workers: int, fps: int) -> None:
        drawn.append(str(folder))
        for camera in CAMERAS:
            for variant in LOOKS:
                for number in range(LOOP_S // SEGMENT_S):
                    name = footage_module.Minute(camera.place, variant, number).file_name
                    shutil.copyfile(one_minute, folder / name)

    monkeypatch.setattr(footage_module, "_draw_all", draw_all)
    return drawn


def test_every_camera_gets_its_minutes_except_the_gaps(
    tmp_path: Path, quick_drawing: list[str]
) -> None:
    stage = make_demo(tmp_path, silent)
    files = sorted(stage.footage_root.rglob("*.mp4"))
    assert len(files) == 5 * 5 * 12 - 3
    # 02:00 UTC is another time of day in each store; the names are in the store's own.
    for store, first in (("S001", "10-00-00"), ("S004", "09-00-00"), ("S005", "15-00-00")):
        folder = stage.footage_root / store / "03-counter" / "2026-03-10"
        assert min(folder.iterdir()).name == f"{first}.mp4"


def test_made_once_and_again_only_after_a_change(
    tmp_path: Path, quick_drawing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    first = make_demo(tmp_path, heard.hear)
    assert make_demo(tmp_path, heard.hear) == first
    assert len(quick_drawing) == 1
    assert heard.parts[-1] == 1.0
    monkeypatch.setattr(footage_module, "VERSION", footage_module.VERSION + 1)
    make_demo(tmp_path, silent)
    assert len(quick_drawing) == 2


def test_an_interrupted_making_begins_anew(
    tmp_path: Path, quick_drawing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(footage_module, "_tell", fail)
        with pytest.raises(OSError, match="No space"):
            make_demo(tmp_path, silent)
    stage = make_demo(tmp_path, silent)
    assert len(quick_drawing) == 2
    assert load_truth(stage.truth_path) == tell()


def test_files_are_copied_where_links_do_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    (tmp_path / "a").write_bytes(b"minute")
    footage_module.link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"minute"


def test_minutes_are_drawn_by_other_processes_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    monkeypatch.setattr(footage_module, "CAMERAS", CAMERAS[-1:])
    monkeypatch.setattr(footage_module, "LOOP_S", SEGMENT_S)
    footage_module._draw_all(tmp_path, heard.hear, 2)
    assert heard.parts == [0.0, pytest.approx(0.49), pytest.approx(0.98)]
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"service_bay-a-0.mp4", "service_bay-b-0.mp4"}


def test_truth_survives_its_file(tmp_path: Path) -> None:
    truth = tell()
    save_truth(truth, tmp_path / "truth.json")
    assert load_truth(tmp_path / "truth.json") == truth
    assert len(truth.cameras) == len(STORES) * len(CAMERAS)


def test_truth_keeps_to_what_was_recorded() -> None:
    for label, camera in tell().cameras.items():
        stretches = [
            *((visit.enter_us, visit.leave_us) for visit in camera.visits),
            *camera.staffed, *camera.unattended, *camera.bay_occupied,
        ]  # fmt: skip
        for start, end in stretches:
            assert start < end, label
            inside = any(first <= start and end <= last for first, last in camera.recorded)
            assert inside, label


def test_counters_of_one_variant_stand_empty_for_minutes_the_others_never_for_one() -> None:
    cameras = tell().cameras
    for store in STORES:
        empty = [end - start for start, end in cameras[f"{store.code}/03-counter"].unattended]
        assert (max(empty) > 3 * MINUTE_US) == (store.variant == "a")
        assert max(empty) > 3 * MINUTE_US or max(empty) < MINUTE_US


def test_staffed_and_unattended_fill_the_recording() -> None:
    camera = tell().cameras["S003/03-counter"]
    stretches = sorted([*camera.staffed, *camera.unattended])
    assert stretches[0][0] == START_US
    assert stretches[-1][1] == END_US
    assert all(one[1] == two[0] for one, two in pairwise(stretches))


def test_spans_that_meet_at_the_seam_are_one() -> None:
    stretches = spread([(0.0, 10.0), (290.0, 300.0)], ahead_s=0)
    assert (START_US + 290_000_000, START_US + 310_000_000) in stretches


def test_the_stage_is_five_stores_with_five_cameras(
    tmp_path: Path, quick_drawing: list[str]
) -> None:
    stage = make_demo(tmp_path / "demo", silent)
    operations = open_operations(tmp_path / "home")
    try:
        operations.people.introduce("Demo inspector", "en", "Asia/Shanghai")
        make_stage(operations, stage)
        before = operations.stores.tree()
        make_stage(operations, stage)
        assert operations.stores.tree() == before
        stores = [
            node for company in before.companies for region in company.regions
            for node in region.stores
        ]  # fmt: skip
        assert sorted(node.store.code for node in stores) == [store.code for store in STORES]
        for node in stores:
            assert len(node.cameras) == 5
            zoned = [camera.code for camera in node.cameras if camera.zone]
            assert zoned == ["03-counter"]
            for camera in node.cameras:
                check_recording(operations.stores.media(camera.id).recording, stage)
        assert {version.version for version in operations.checklists.list()} == {1}
        assert len(operations.checklists.list()) == 2
    finally:
        operations.close()


def check_recording(folder: object, stage: DemoStage) -> None:
    span = Span(stage.start_us, stage.end_us)
    assert recorded_span(folder) == span
    found = coverage(folder, span)
    gaps = [(one.end_us, two.start_us) for one, two in pairwise(found)]
    expected = {
        "S003/04-shelf": [(START_US + 4 * MINUTE_US, START_US + 6 * MINUTE_US)],
        "S005/01-entrance": [(START_US + 7 * MINUTE_US, START_US + 8 * MINUTE_US)],
    }
    assert gaps == expected.get(folder.label, []), folder.label
