"""Analysis against what is known to be true: drawn footage, and real footage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.demo.drawing import SceneDrawer
from app.demo.encoding import write_pictures
from app.demo.projection import HEIGHT, WIDTH
from app.demo.scenes import scene_of
from app.inference.build import Detectors
from app.inference.choices import COUNTER_UNATTENDED, DetectorChoice, RuleChoice
from app.operations.analysis_messages import TrackBatch, WorkOrder
from app.operations.analysis_worker import analyse
from app.video.media import Segment, SegmentList, Span
from tests.operations.analysis_stage import START_US, S

TOLERANCE_S = 1.5
RATE = 5

Stretches = list[tuple[float, float]]


def absences(
    media: SegmentList,
    seconds: float,
    zone: Sequence[tuple[float, float]],
    choice: DetectorChoice,
    least_s: float = 3.0,
) -> Stretches:
    """What the rule finds, in seconds from the start; the process' own work, in this one."""
    rule = RuleChoice(COUNTER_UNATTENDED, tuple(zone), round(least_s * S))
    span = Span(START_US, START_US + round(seconds * S))
    order = WorkOrder(1, media, span, (rule,), live=False)
    found: Stretches = []
    for step in analyse(order, Detectors(choice), choice):
        if isinstance(step, TrackBatch):
            found += [
                ((one.start_us - START_US) / S, (one.end_us - START_US) / S)
                for one in step.findings
            ]
    return found


def assert_near(found: Stretches, true: Stretches) -> None:
    assert len(found) == len(true), found
    for (start, end), (true_start, true_end) in zip(found, true, strict=True):
        assert abs(start - true_start) <= TOLERANCE_S, (found, true)
        assert abs(end - true_end) <= TOLERANCE_S, (found, true)


def drawn_counter(path: Path, variant: str, first_s: float, seconds: float) -> Path:
    scene = scene_of("counter", variant)

    def prepare(planes: object) -> object:
        drawer = SceneDrawer(scene, planes)
        return lambda number: drawer.draw(first_s + number / RATE)

    write_pictures(path, round(seconds * RATE), (WIDTH, HEIGHT), RATE, 2 * RATE, prepare)
    return path


@pytest.mark.slow
def test_the_drawn_counter_stands_empty_when_the_truth_says_so(tmp_path: Path) -> None:
    """Variant b: visitors in front of the clerk must not make an absence, nor hide one."""
    first = drawn_counter(tmp_path / "1.mp4", "b", 0, 76)
    second = drawn_counter(tmp_path / "2.mp4", "b", 192, 64)
    media = SegmentList(
        (Segment(str(first), START_US), Segment(str(second), START_US + 192 * S)), "counter"
    )
    facts = scene_of("counter", "b").facts
    leaves, leaves_again, comes = facts.staffed[0][1], facts.staffed[1][1], facts.staffed[2][0]
    found = absences(media, 256, facts.zone, DetectorChoice(rate_hz=RATE))
    # The first clip ends while the counter stands empty; what lies between is not known.
    assert_near(found, [(leaves, 76.0), (leaves_again, comes)])


# Where people stand at the table of counter.mp4: the floor in front of it.
TABLE = ((0.35, 0.6), (0.85, 0.6), (0.85, 1.0), (0.35, 1.0))
VISITS = ((6.1, 19.4), (22.8, 44.7), (50.6, 69.6))
EMPTY = [(0.0, 6.1), (19.4, 22.8), (44.7, 50.6)]


@pytest.fixture
def counter(footage_dir: Path) -> SegmentList:
    return SegmentList((Segment(str(footage_dir / "counter.mp4"), START_US),), "counter")


@pytest.mark.footage
@pytest.mark.slow
def test_real_visits_are_found_by_motion(counter: SegmentList) -> None:
    """The three visits last at least as long as the gaps between them say."""
    found = absences(counter, 72, TABLE, DetectorChoice(rate_hz=RATE), least_s=2.0)
    assert_near(found[:3], EMPTY)
    assert all(start >= VISITS[-1][1] - TOLERANCE_S for start, _ in found[3:])


@pytest.mark.footage
@pytest.mark.models
@pytest.mark.slow
def test_real_visits_are_found_by_the_model(counter: SegmentList, models_dir: Path) -> None:
    choice = DetectorChoice(
        "yolox_nano", "YOLOX-Nano", models_dir / "yolox_nano_416x416.onnx", "cpu", rate_hz=2.5
    )
    found = absences(counter, 72, TABLE, choice, least_s=2.0)
    assert_near(found[:3], EMPTY)
    assert all(start >= VISITS[-1][1] - TOLERANCE_S for start, _ in found[3:])
