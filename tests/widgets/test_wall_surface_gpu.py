"""The wall by OpenGL looks as the wall by raster; who paints is chosen, and changed on failure."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QVector4D

from app.faults import Sentence
from app.operations.values import ChangeKind, ChangeSet
from app.video.wall.engine import WallEngine
from app.widgets import wall_surface_painting
from app.widgets.notices import Notices
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_surface_painting import (
    CARD_FAILED,
    NO_OPENGL,
    TOO_OLD,
    Renderer,
    WallPainting,
    card_present,
    chosen,
    find_renderer,
)
from app.widgets.wall_surface_planes import colour_matrix
from tests.support.clips import make_clip

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server without a screen, with Mesa's OpenGL on the processor."""
    if not sys.platform.startswith("linux") or shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is needed to paint by OpenGL without a screen")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            pytest.skip("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def seen(display, tmp_path_factory) -> dict[str, object]:
    """What one wall looked like by raster and by OpenGL."""
    clip = make_clip(tmp_path_factory.mktemp("clips") / "counter.mp4", pictures=100, rate=10)
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.gpu_wall", str(clip)],
        cwd=ROOT,
        env=os.environ
        | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if "no Qt platform plugin" in done.stderr or "could not connect to display" in done.stderr:
        pytest.skip("Qt finds no way to open a window under Xvfb")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    if "skip" in answer:
        pytest.skip(answer["skip"])
    return answer


def alike(differences: dict[str, float]) -> bool:
    """Rounding of colours and of letters' edges apart."""
    return differences["mean"] < 3 and differences["visible"] < 0.01


def test_opengl_paints_what_the_raster_paints(seen):
    assert seen["flat"] > 10, "there was nothing to compare"
    assert alike(seen["gpu"]), seen["gpu"]


def test_another_moment_is_uploaded(seen):
    assert not alike(seen["moved"]), "the card still showed the old pictures"


def test_in_another_window_everything_is_uploaded_again(seen):
    assert alike(seen["other_window"]), seen["other_window"]


def test_after_a_failure_the_raster_goes_on(seen):
    assert seen["told"] == ["pulled out"]
    assert seen["gpu_after"] is False
    assert alike(seen["raster_again"]), seen["raster_again"]


SOFTWARE = Renderer("llvmpipe (LLVM 15.0.6, 256 bits)", (4, 5))
CARD = Renderer("Mesa Intel(R) UHD Graphics 630", (4, 6))
OLD = Renderer("Mobile Intel 4 Series", (2, 1))


@pytest.mark.parametrize(
    ("painting", "renderer", "by_card"),
    [
        ("auto", CARD, True),
        ("auto", SOFTWARE, False),
        ("auto", Renderer("Microsoft Basic Render Driver", (3, 1)), False),
        ("auto", OLD, False),
        ("auto", None, False),
        ("gpu", SOFTWARE, True),
        ("gpu", OLD, False),
        ("gpu", None, False),
        ("raster", CARD, False),
    ],
)
def test_automatic_takes_no_processor_in_disguise(painting, renderer, by_card):
    assert chosen(painting, renderer) is by_card


class Settings:
    """The one setting that is looked at."""

    painting = "auto"

    def text(self, key: str) -> str:
        assert key == "wall.painting"
        return self.painting


class Heard(QObject):
    changed = Signal(object)


@pytest.fixture
def painting(qtbot, monkeypatch) -> Iterator[WallPainting]:
    """Who paints a wall that is not shown, on a machine with an old card."""
    monkeypatch.setattr(wall_surface_painting, "find_renderer", lambda: OLD)
    surface = WallSurface(WallEngine(workers=1))
    qtbot.addWidget(surface)
    context = SimpleNamespace(
        operations=SimpleNamespace(settings=Settings()), changes=Heard(), notices=Notices()
    )
    yield WallPainting(context, surface)
    surface.release_pictures()


def said(painting: WallPainting) -> list[Sentence]:
    return [notice.sentence for notice in painting._context.notices.open()]


def choose(painting: WallPainting, value: str) -> None:
    painting._context.operations.settings.painting = value
    painting._context.changes.changed.emit(ChangeSet(frozenset({ChangeKind.SETTINGS})))


def test_a_card_that_cannot_is_told_only_where_it_was_asked_for(painting, monkeypatch):
    assert said(painting) == []
    choose(painting, "gpu")
    assert not painting._surface.gpu
    assert said(painting) == [TOO_OLD]
    choose(painting, "raster")
    monkeypatch.setattr(wall_surface_painting, "find_renderer", lambda: None)
    choose(painting, "gpu")
    assert said(painting) == [TOO_OLD, NO_OPENGL]


@pytest.mark.expects_logs("the graphics card failed, the raster paints: context lost")
def test_a_card_that_fails_is_told(painting, caplog):
    painting._surface.gpu_failed.emit("context lost")
    assert said(painting) == [CARD_FAILED]
    assert "context lost" in caplog.text


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices are files on Linux")
def test_without_a_card_nobody_is_asked(tmp_path):
    assert not card_present(tmp_path)
    (tmp_path / "dri").mkdir()
    (tmp_path / "dri" / "card0").touch()  # shows pictures, draws none
    assert not card_present(tmp_path)
    (tmp_path / "dri" / "renderD128").touch()
    assert card_present(tmp_path)


def test_offscreen_there_is_no_card(qapp):
    assert find_renderer() is None


@pytest.mark.parametrize(
    ("colours", "yuv", "rgb"),
    [  # by hand after BT.601 and BT.709; number = 2 x place of the matrix + full range
        (0, (16, 128, 128), (0, 0, 0)),
        (0, (235, 128, 128), (255, 255, 255)),
        (1, (255, 128, 128), (255, 255, 255)),
        (0, (63, 102, 240), (255, 0, 0)),  # BT.709 red
        (4, (81, 90, 240), (254, 0, 0)),  # BT.601 red
        (5, (76, 85, 255), (254, 0, 0)),  # the same, full range
    ],
)
def test_colours_follow_the_standards(colours, yuv, rgb):
    seen = colour_matrix(colours).map(QVector4D(*(part / 255 for part in yuv), 1.0))
    for part, wanted in zip((seen.x(), seen.y(), seen.z()), rgb, strict=True):
        assert min(max(255 * part, 0), 255) == pytest.approx(wanted, abs=2.5)
