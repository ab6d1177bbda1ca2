from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inference.boxes import grown, iou, suppress

side = st.floats(0, 1)
box = st.tuples(side, side, side, side).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]) + 0.01, max(b[1], b[3]) + 0.01)
)


def test_overlap_of_known_boxes() -> None:
    first = np.array([[0.0, 0.0, 2.0, 2.0]])
    second = np.array([[0.0, 0.0, 2.0, 2.0], [1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 6.0]])
    assert iou(first, second).tolist() == [[1.0, pytest.approx(1 / 3), 0.0]]


@given(st.lists(box, min_size=1, max_size=6))
def test_overlap_is_symmetric_and_between_nothing_and_all(boxes: list[tuple[float, ...]]) -> None:
    rows = np.array(boxes)
    shares = iou(rows, rows)
    assert np.allclose(shares, shares.T)
    assert np.all((shares >= 0) & (shares <= 1 + 1e-9))
    assert np.allclose(np.diag(shares), 1)


def test_a_box_grows_on_every_side() -> None:
    assert grown(np.array([[1.0, 1.0, 3.0, 2.0]]), 0.5).tolist() == [[0.0, 0.5, 4.0, 2.5]]


def test_the_best_of_boxes_on_one_thing_is_kept() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], dtype=float)
    assert suppress(boxes, np.array([0.5, 0.9, 0.7]), 0.5).tolist() == [1, 2]


def test_nothing_stays_nothing() -> None:
    assert suppress(np.zeros((0, 4)), np.zeros(0), 0.5).tolist() == []
