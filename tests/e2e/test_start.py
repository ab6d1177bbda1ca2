"""The program itself: it comes up, ends in order, and leaves nothing behind when it is killed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.e2e.programs import run, started
from tests.e2e.stage import START_US, SmallStage, open_window
from tests.support.walls import wait_for

STOOD = re.compile(r"(\d+) tiles stood on the wall ([\d.]+) s after the start")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals end programs elsewhere"),
]


@pytest.fixture
def home(small_stage: SmallStage) -> Path:
    """A data folder whose wall was filled before."""
    with open_window(small_stage) as window:
        window.wall.controller.set_layout(9)
        window.fill(small_stage.cameras.values())
        window.wall.controller.seek(START_US + 3_000_000)
    return small_stage.home


def stood(home: Path) -> list[tuple[int, float]]:
    """Tiles and seconds of every start that came as far as a wall."""
    log = home / "logs" / "floorwalk.log"
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    return [(int(tiles), float(seconds)) for tiles, seconds in STOOD.findall(text)]


def wait_for_wall(home: Path, program: subprocess.Popen[str], starts: int) -> None:
    def there() -> bool:
        assert program.poll() is None, program.communicate()
        return len(stood(home)) == starts

    wait_for(there, "the first painted wall", 60)


def children(program: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(program.pid).children(recursive=True)


def test_the_second_start_shows_the_wall_and_ends_in_order(
    home: Path, record_property: pytest.RecordProperty, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a word and by its name; ended by Ctrl+C and by the machine's shutdown."""
    ways = (((), signal.SIGINT), (("open",), signal.SIGTERM))
    for number, (words, end) in enumerate(ways, start=1):
        with started(home, *words) as program:
            wait_for_wall(home, program, number)
            below = children(program)
            assert below, "nothing decodes"
            program.send_signal(end)
            out, err = program.communicate(timeout=30)
        assert (program.returncode, out, err) == (0, "", "")
        wait_for(lambda below=below: not any(alive(each) for each in below), "the children")
    tiles, seconds = stood(home)[-1]
    assert tiles == 6
    record_property("second_start_s", seconds)
    with capsys.disabled():
        sys.stdout.write(f" [second start: wall of {tiles} after {seconds:.2f} s] ")
    log = (home / "logs" / "floorwalk.log").read_text(encoding="utf-8")
    assert not re.search(r" (WARNING|ERROR|CRITICAL) ", log), log
    assert '"layout": 9' in (home / "window.ini").read_text(encoding="utf-8").replace("\\", "")


def test_killed_outright_it_leaves_no_process_behind(home: Path) -> None:
    with started(home, "open") as program:
        wait_for_wall(home, program, 1)
        below = children(program)
        program.kill()
        program.wait(30)
        wait_for(lambda: not any(alive(each) for each in below), "its decode processes to end")
    with started(home, "open") as program:
        wait_for_wall(home, program, 2)
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=30)
    assert program.returncode == 0


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_folder_that_cannot_hold_the_data_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    done = run(blocked, "scorecard", "1", "--pdf", str(tmp_path / "a.pdf"))
    assert done.returncode == 1
    assert str(blocked) in done.stderr
    assert "Traceback" not in done.stderr
