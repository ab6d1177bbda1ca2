from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.video.media import Span
from app.widgets.timeline_scale import TimelineScale
from app.widgets.timeline_spans import MANY, InstantIndex, SpanIndex, gaps

SCALE = TimelineScale(1_000_000, 10_000, 100)  # 100 us a pixel


def make_spans(cuts: list[int]) -> list[Span]:
    ordered = sorted(set(cuts))
    return [Span(a, b) for a, b in zip(ordered[::2], ordered[1::2], strict=False)]


cuts = st.lists(st.integers(995_000, 1_015_000), max_size=60)


@given(cuts=cuts)
def test_runs_cover_what_the_spans_cover_and_little_more(cuts: list[int]) -> None:
    spans = make_spans(cuts)
    runs = SpanIndex(spans).runs(SCALE)
    for x in range(100):
        middle_us = SCALE.us_of(x + 0.5)
        inside = any(span.contains(middle_us) for span in spans)
        near = any(
            span.start_us - 200 <= middle_us < span.end_us + 200 for span in spans
        )  # a run is at least a pixel wide, and no gap is narrower
        painted = any(left <= x + 0.5 < right for left, right in runs)
        assert painted or not inside
        assert near or not painted


@given(cuts=cuts)
def test_runs_are_in_order_apart_and_within_the_view(cuts: list[int]) -> None:
    runs = SpanIndex(make_spans(cuts)).runs(SCALE)
    flat = [edge for run in runs for edge in run]
    assert flat == sorted(flat)
    assert all(0 <= edge <= 100 for edge in flat)
    assert len(runs) <= 51  # at most every second pixel


def test_many_spans_and_few_give_the_same_runs() -> None:
    few = [Span(at, at + 260) for at in range(1_000_300, 1_009_000, 700)]
    outside = [Span(2_000_000 + 10 * at, 2_000_000 + 10 * at + 5) for at in range(MANY)]
    assert SpanIndex([*few, *outside]).runs(SCALE) == SpanIndex(few).runs(SCALE)
    assert SpanIndex(outside).runs(SCALE) == []


@given(cuts=cuts)
def test_gaps_and_runs_together_fill_the_view(cuts: list[int]) -> None:
    runs = SpanIndex(make_spans(cuts)).runs(SCALE)
    between = gaps(runs, 100.0)
    filled = sum(right - left for left, right in (*runs, *between))
    assert abs(filled - 100) < 1e-6


@given(times=st.lists(st.integers(995_000, 1_015_000), max_size=80), cell=st.integers(1, 20))
def test_each_instant_in_view_stands_in_one_cell(times: list[int], cell: int) -> None:
    ordered = sorted(times)
    cells = InstantIndex(ordered).cells(SCALE, cell)
    in_view = [at for at in ordered if SCALE.start_us <= at < SCALE.end_us]
    assert sum(count for _x, _place, count in cells) == len(in_view)
    places = [x for x, _place, _count in cells]
    assert all(after - before >= cell - 1 for before, after in itertools.pairwise(places))


def test_the_nearest_instant_is_found_and_those_before_and_after() -> None:
    index = InstantIndex([1_001_000, 1_002_000, 1_009_000])
    assert index.near(SCALE, 11, 5) == 0
    assert index.near(SCALE, 18, 5) == 1
    assert index.near(SCALE, 50, 5) is None
    assert InstantIndex([]).near(SCALE, 50, 5) is None
    assert index.after(1_001_000) == 1
    assert index.before(1_001_000) is None
    assert index.before(1_001_001) == 0
    assert index.after(1_009_000) is None
