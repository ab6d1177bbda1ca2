"""``demo --headless``: a whole inspection without a person, held against database and truth."""

from __future__ import annotations

import faulthandler
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.demo.footage import make_demo
from app.demo.truth import load_truth
from tests.e2e.demo_run import FPS, Demo, check_database, check_files, colours
from tests.e2e.programs import run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
LEAST_ABSENCE_US = 120_000_000
NEAR_US = 3_000_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One run for all tests here, over footage of few pictures (tests/demo draws all of them)."""
    faulthandler.cancel_dump_traceback_later()  # a run takes minutes and has its own limit
    folder = tmp_path_factory.mktemp("demo")
    home, out = folder / "home", folder / "out"
    make_demo(home / "demo", lambda _part, _what: None, fps=FPS)
    done = run(home, "demo", "--headless", "--out", str(out), timeout_s=850)
    return Demo(done, home, out)


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
