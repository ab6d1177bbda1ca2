"""The clip door: a camera by its name, times on the store's clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app import cli
from tests.operations.stage import make_stage
from tests.support.clips import make_clip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    stage = make_stage(tmp_path / "home")
    root = tmp_path / "recordings"
    make_clip(root / "counter" / "2026-03-02" / "10-02-00.mp4", pictures=100, rate=10)
    draft = replace(stage.camera.draft(), recording_root=str(root))
    stage.operations.stores.update_camera(stage.camera.id, draft)
    stage.operations.close()
    return tmp_path / "home"


def clip(home: Path, camera: str, begin: str, end: str) -> int:
    return cli.main([
        "clip", camera, begin, end, "--why", "oil", "--out", str(home.parent / "out"),
        "--home", str(home),
    ])  # fmt: skip


def test_the_door_writes_the_clip_and_says_where(home, capsys):
    assert clip(home, "S001/counter", "2026-03-02T10:02:02.5", "2026-03-02T02:02:06+00:00") == 0
    said = capsys.readouterr().out
    assert "S001_counter_2026-03-02_10-02-02.mp4  (0.5 s early" in said
    assert len(list((home.parent / "out").iterdir())) == 2


@pytest.mark.parametrize(("camera", "begin", "end", "said"), [
    ("S001/none", "2026-03-02T10:02:00", "2026-03-02T10:03:00", "no camera S001/none"),
    ("S001/counter", "noon", "2026-03-02T10:03:00", "noon is not a date"),
    ("S001/counter", "2026-03-02T12:00:00", "2026-03-02T12:03:00", "no recording in the chosen"),
    ("S001/counter", "2026-03-02T10:03:00", "2026-03-02T10:02:00", "end before it begins"),
])  # fmt: skip
def test_what_cannot_be_is_one_sentence(home, capsys, camera, begin, end, said):
    assert clip(home, camera, begin, end) == 1
    assert said in capsys.readouterr().err
