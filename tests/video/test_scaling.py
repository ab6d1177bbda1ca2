"""Sizes whose colours are made quickly: hardly smaller, and of the same shape."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.video.pictures.scaling import quick_size


@given(st.integers(2, 4000), st.integers(2, 3000))
def test_a_quick_size_is_hardly_smaller_and_of_the_same_shape(width, height):
    narrow, low = quick_size(width, height)
    if min(width, height) < 64:
        assert (narrow, low) == (width, height)
        return
    assert 0 <= width - narrow <= 4
    assert narrow % 8 not in (1, 2, 3, 4)
    assert low % 2 == 0
    assert height - low >= 0
    assert abs(low - height * narrow / width) <= 1.5


def test_a_size_that_is_quick_already_stays():
    assert quick_size(384, 216) == (384, 216)
    assert quick_size(1920, 1080) == (1920, 1080)
    assert quick_size(380, 214) == (376, 212)
    assert quick_size(382, 215) == (382, 214)
