"""``demo --headless``: a whole inspection without a person, held against database and truth."""

from __future__ import annotations

import faulthandler
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.demo.footage import make_demo
from app.demo.truth import load_truth
from app.operations.facade import Operations, open_operations
from app.operations.values import InspectionState
from app.storage.credentials import Credentials
from tests.e2e.programs import MAIN, environment, run
from tests.support.clips import make_clip

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
LEAST_ABSENCE_US = 120_000_000
FPS = 5
NEAR_US = 3_000_000
SHORTER = """
import sys
from app.demo import own_clips
own_clips.END_US = own_clips.START_US + 240_000_000
from app.cli import main
if __name__ == "__main__":
    sys.exit(main({words!r}))
"""
"""The same door over four minutes of recordings (the wall plays three) instead of twelve."""


@dataclass(frozen=True)
class Demo:
    """What a run left behind."""

    done: subprocess.CompletedProcess[str]
    home: Path
    out: Path

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.out / "summary.json").read_text(encoding="utf-8"))

    def open(self) -> Operations:
        return open_operations(self.out / "data", credentials=Credentials(lambda: None))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One run for all tests here, over footage of few pictures (tests/demo draws all of them)."""
    faulthandler.cancel_dump_traceback_later()  # a run takes minutes and has its own limit
    folder = tmp_path_factory.mktemp("demo")
    home, out = folder / "home", folder / "out"
    make_demo(home / "demo", lambda _part, _what: None, fps=FPS)
    done = run(home, "demo", "--headless", "--out", str(out), timeout_s=850)
    return Demo(done, home, out)


def check_files(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stderr
    for name in ("wall.png", "inspection.png"):
        picture = np.asarray(Image.open(demo.out / name).convert("RGB"))
        assert picture.shape == (1080, 1920, 3)
        assert colours(picture) > 1000, f"{name} is blank"
    assert (demo.out / "scorecard.pdf").read_bytes().startswith(b"%PDF-")
    assert (demo.out / "scorecard.xlsx").read_bytes().startswith(b"PK")
    evidence = demo.summary["evidence"]
    assert evidence
    for told in evidence:
        data = (demo.out / told["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["sha256"]
    assert len(list((demo.out / "evidence").iterdir())) == len({e["sha256"] for e in evidence})


def colours(picture: np.ndarray) -> int:
    return len(np.unique(picture.reshape(-1, 3), axis=0))


def check_database(demo: Demo) -> None:
    """The summary says what the database says."""
    told, operations = demo.summary, demo.open()
    try:
        tree = operations.stores.tree()
        inspection = operations.inspections.get(told["inspection"])
        tasks = operations.tasks.list()
        evidence = operations.evidence.list(inspection.id)
    finally:
        operations.close()
    assert (told["stores"], told["cameras"]) == (len(tree.stores()), len(tree.cameras())) == (5, 25)
    assert inspection.state is InspectionState.SUBMITTED
    assert told["items"] == told["items_answered"] == len(inspection.answers)
    assert inspection.score is not None
    assert told["final_percent"] == str(inspection.score.final_percent)
    assert told["raw_percent"] == str(inspection.score.raw_percent)
    assert {task["id"]: task["state"] for task in told["tasks"]} == {
        task.id: task.state.value for task in tasks
    }
    kept = {sha for record in evidence for sha in (record.sha256, record.marked_sha256) if sha}
    assert {picture["sha256"] for picture in told["evidence"]} == kept
    assert told["wall"]["tiles"] == 25
    assert told["wall"]["speed"] == 16.0
    assert told["wall"]["pictures_per_s_min"] > 0


def test_everything_is_there_and_is_what_it_should_be(demo: Demo) -> None:
    check_files(demo)
    assert demo.summary["tasks"]


def test_the_summary_agrees_with_the_database(demo: Demo) -> None:
    check_database(demo)


def test_every_tile_of_the_wall_shows_a_picture(demo: Demo) -> None:
    """Five by five: each tile has many colours (a gap shows words on black)."""
    picture = np.asarray(Image.open(demo.out / "wall.png").convert("RGB"))
    middle = picture[150:750, 350:1500]
    rows, columns = np.array_split(np.arange(600), 5), np.array_split(np.arange(1150), 5)
    lively = sum(
        colours(middle[np.ix_(row[20:], column[10:-10])]) > 300
        for row in rows
        for column in columns
    )
    assert lively >= 22  # at most two cameras stand in a gap


def test_hints_are_the_stretches_in_which_nobody_stood_there(demo: Demo) -> None:
    truth = load_truth(demo.home / "demo" / "truth.json")
    hints = demo.summary["hints"]
    assert hints
    label = hints[0]["camera"]
    assert {hint["camera"] for hint in hints} == {label}
    found = sorted((hint["start_us"], hint["end_us"]) for hint in hints)
    true = sorted(
        span for span in truth.cameras[label].unattended if span[1] - span[0] >= LEAST_ABSENCE_US
    )
    assert len(found) == len(true)
    for seen, real in zip(found, true, strict=True):
        assert abs(seen[0] - real[0]) <= NEAR_US
        assert abs(seen[1] - real[1]) <= NEAR_US
    assert [hint["decision"] for hint in hints].count("accepted") == 1


def test_the_evidence_shows_the_moment_of_the_accepted_hint(demo: Demo) -> None:
    (accepted,) = (hint for hint in demo.summary["hints"] if hint["decision"] == "accepted")
    taken = [each for each in demo.summary["evidence"] if each["camera"] == accepted["camera"]]
    assert {each["marked"] for each in taken} == {True, False}
    for each in taken:
        assert accepted["start_us"] <= each["media_time_us"] <= accepted["end_us"]
        with Image.open(demo.out / each["file"]) as picture:
            assert picture.size == (640, 360)  # as recorded, not as shown in its small tile


def test_the_scorecard_door_writes_it_again(demo: Demo, tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "again.pdf", tmp_path / "again.xlsx"
    number = str(demo.summary["inspection"])
    words = ("scorecard", number, "--pdf", str(pdf), "--xlsx", str(xlsx))
    done = run(demo.out / "data", *words)
    assert done.returncode == 0, done.stderr
    assert abs(pdf.stat().st_size - (demo.out / "scorecard.pdf").stat().st_size) < 20_000
    import pypdf

    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert str(demo.summary["final_percent"]) in text
    assert xlsx.stat().st_size > 10_000


def test_own_clips_take_the_place_of_the_drawn_ones(tmp_path: Path) -> None:
    faulthandler.cancel_dump_traceback_later()
    clips = tmp_path / "clips"
    for number, name in enumerate(("door.mp4", "desk.mp4")):
        make_clip(
            clips / name, pictures=60 * FPS, rate=FPS, keyframe_every=2 * FPS,
            width=320, height=180, first=60 * FPS * number,
        )  # fmt: skip
    (clips / "notes.txt").write_text("not a clip")
    home, out = tmp_path / "home", tmp_path / "out"
    words = ["demo", "--footage", str(clips), "--headless", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", SHORTER.format(words=words)],
        env=environment(home), cwd=MAIN.parent, capture_output=True, text=True, check=False,
        timeout=600,
    )  # fmt: skip
    own = Demo(done, home, out)
    check_files(own)
    check_database(own)


def test_a_folder_without_clips_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    words = ("demo", "--footage", str(empty), "--headless", "--out", str(tmp_path / "out"))
    done = run(tmp_path / "home", *words)
    assert done.returncode == 1
    assert str(empty) in done.stderr
    assert "Traceback" not in done.stderr
