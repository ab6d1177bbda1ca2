"""``demo --footage FOLDER --headless``: the same inspection over somebody's own clips."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.demo_run import FPS, Demo, check_database, check_files
from tests.e2e.programs import MAIN, environment, run
from tests.support.clips import make_clip

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SHORTER = """
import sys
from app.demo import own_clips
own_clips.END_US = own_clips.START_US + 240_000_000
from app.cli import main
if __name__ == "__main__":
    sys.exit(main({words!r}))
"""
"""The same door over four minutes of recordings (the wall plays three) instead of twelve."""


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
