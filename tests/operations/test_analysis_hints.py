from __future__ import annotations

import pytest

from app.inference.values import Finding
from app.operations.analysis_hints import keep_hint
from tests.operations.analysis_stage import Hints, S, camera

RULE = "counter_unattended"
FIRST = Finding(RULE, 100 * S, 400 * S)


@pytest.mark.parametrize(
    ("again", "new"),
    [
        (FIRST, False),
        (Finding(RULE, 104 * S, 399 * S), False),
        (Finding(RULE, 100 * S, 200 * S), False),
        (Finding(RULE, 200 * S, 400 * S), False),
        (Finding(RULE, 50 * S, 130 * S), True),
        (Finding(RULE, 500 * S, 800 * S), True),
        (Finding("shelf_empty", 100 * S, 400 * S), True),
    ],
)
def test_what_is_the_same_hint(again: Finding, new: bool) -> None:
    hints = Hints()
    assert keep_hint(hints, camera(), FIRST, "motion")
    assert keep_hint(hints, camera(), again, "yolox_nano") is new
    assert len(hints.kept) == (2 if new else 1)


def test_another_camera_has_its_own_hints() -> None:
    hints = Hints()
    keep_hint(hints, camera(1), FIRST, "motion")
    assert keep_hint(hints, camera(2), FIRST, "motion")
