"""Every kind of recorded source read backwards: the same pictures as forwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.video.media import FAR_PAST_US
from app.video.source import NOTHING, NoRecording, Picture, VideoSource
from tests.support.clips import number_of
from tests.video.cases import RECORDED, Footage, S


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Footage]:
    return {name: make(tmp_path_factory.mktemp("footage")) for name, make in RECORDED.items()}


@pytest.fixture(params=RECORDED)
def recorded(request: pytest.FixtureRequest, made: dict[str, Footage]) -> Footage:
    return made[request.param]


def read(source: VideoSource) -> Picture | NoRecording:
    for _ in range(1000):
        got = source.read()
        if got is not NOTHING:
            assert isinstance(got, Picture | NoRecording)
            return got
    raise AssertionError("nothing came")


def back_from(footage: Footage, at_us: int, *, keys: bool = False) -> list[Picture | NoRecording]:
    """Everything from a moment to the beginning."""
    source = footage.source()
    source.open()
    source.set_keyframes_only(keys)
    source.set_backwards(True)
    source.seek(at_us)
    out: list[Picture | NoRecording] = []
    try:
        while True:
            got = read(source)
            out.append(got)
            if isinstance(got, NoRecording) and got.span.start_us == FAR_PAST_US:
                return out
    finally:
        source.close()


@pytest.mark.parametrize("keys", [False, True])
def test_backwards_gives_the_same_pictures_as_forwards(recorded: Footage, keys: bool) -> None:
    got = back_from(recorded, recorded.pictures[-1].media_time_us + 10_000, keys=keys)
    pictures = [each for each in got if isinstance(each, Picture)]
    assert [(each.media_time_us, number_of(each.frame)) for each in reversed(pictures)] == [
        (each.media_time_us, each.number) for each in recorded.pictures if each.keyframe or not keys
    ]
    gaps = [each.span for each in got if isinstance(each, NoRecording)]
    assert tuple(reversed(gaps[:-1])) == recorded.gaps
    assert gaps[-1].end_us == recorded.pictures[0].media_time_us


def test_it_begins_with_the_last_picture_at_or_before(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    source.set_backwards(True)
    try:
        for number in (33, 12, 40, 0, 10, 9):
            known = recorded.pictures[number]
            for at_us in (known.media_time_us, known.media_time_us + 99_999):
                source.seek(at_us)
                got = read(source)
                assert isinstance(got, Picture)
                assert number_of(got.frame) == known.number
    finally:
        source.close()


def test_turning_round_gives_what_lies_on_the_other_side(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    at_us = recorded.pictures[25].media_time_us
    try:
        for backwards, numbers in ((False, (25, 26, 27)), (True, (25, 24, 23)), (False, (25, 26))):
            source.set_backwards(backwards)
            source.seek(at_us)
            for number in numbers:
                got = read(source)
                assert isinstance(got, Picture)
                assert number_of(got.frame) == recorded.pictures[number].number
    finally:
        source.close()


def test_the_mode_may_change_on_the_way_back(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    source.set_backwards(True)
    source.seek(recorded.pictures[37].media_time_us)
    try:
        numbers = [number_of(read(source).frame) for _ in range(3)]
        source.set_keyframes_only(True)
        numbers.append(number_of(read(source).frame))
        source.set_keyframes_only(False)
        numbers += [number_of(read(source).frame) for _ in range(2)]
    finally:
        source.close()
    assert numbers == [recorded.pictures[n].number for n in (37, 36, 35, 30, 29, 28)]


def test_in_a_gap_the_gap_is_told_and_then_what_lies_before_it(made: dict[str, Footage]) -> None:
    footage = made["folder with gap"]
    gap = footage.gaps[0]
    got = back_from(footage, gap.start_us + 3 * S)
    assert isinstance(got[0], NoRecording)
    assert got[0].span == gap
    assert isinstance(got[1], Picture)
    assert got[1].media_time_us < gap.start_us
    assert gap.start_us - got[1].media_time_us <= S // 10


def test_after_the_last_picture_there_is_a_gap_first(recorded: Footage) -> None:
    last_us = recorded.pictures[-1].media_time_us
    got = back_from(recorded, last_us + 3600 * S)
    assert isinstance(got[0], NoRecording)
    first = next(each for each in got if isinstance(each, Picture))
    assert first.media_time_us == last_us


def test_kept_pictures_are_no_larger_than_their_room(tmp_path: Path) -> None:
    from app.video.media import Segment, SegmentList
    from app.video.open import open_source
    from tests.support.clips import make_clip

    clip = make_clip(tmp_path / "large.mp4", pictures=20, width=384, height=288)
    source = open_source(SegmentList((Segment(str(clip), S),)))
    source.open()
    source.set_kept_size(128, 128)
    source.set_backwards(True)
    source.seek(2 * S)
    try:
        got = [read(source) for _ in range(11)]
    finally:
        source.close()
    pictures = [each for each in got if isinstance(each, Picture)]
    assert {(each.frame.width, each.frame.height) for each in pictures} == {(128, 96)}
    assert [number_of(each.frame) for each in pictures] == list(range(10, -1, -1))
