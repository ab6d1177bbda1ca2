from __future__ import annotations

import pytest

from app.video.media import Span
from app.widgets.wall_coverage import spliced


@pytest.mark.parametrize(
    ("known", "latest", "whole"),
    [
        (((0, 10), (20, 50)), ((40, 60),), ((0, 10), (20, 60))),
        (((0, 10), (20, 50)), ((45, 60),), ((0, 10), (20, 40), (45, 60))),
        (((0, 10), (20, 50)), (), ((0, 10), (20, 40))),
        (((0, 30),), ((70, 80),), ((0, 30), (70, 80))),
        (((45, 50),), ((45, 90),), ((45, 90),)),
    ],
)
def test_the_end_is_read_anew_and_the_rest_stays(
    known: tuple[tuple[int, int], ...],
    latest: tuple[tuple[int, int], ...],
    whole: tuple[tuple[int, int], ...],
) -> None:
    spans = tuple(Span(*one) for one in known)
    found = spliced(spans, 40, tuple(Span(*one) for one in latest))
    assert found == tuple(Span(*one) for one in whole)
