"""On the way to a sought picture: a keyframe first, then exactly that one, at little cost."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from app.video.files.clip import Clip
from app.video.files.sought import Way, way_to
from app.video.media import Segment, SegmentList
from app.video.recordings.source import RecordingSource
from tests.support.clips import make_clip, number_of

S = 1_000_000
START_US = 1_760_000_000 * S


def packet(pts: int | None, dts: int | None, size: int = 1) -> SimpleNamespace:
    return SimpleNamespace(pts=pts, dts=dts, size=size)


def test_the_way_leads_to_the_last_picture_before_the_time_in_whatever_order_it_comes():
    times = [(0, -2), (4, -1), (2, 0), (1, 1), (3, 2), (8, 8)]
    packets = [packet(pts, dts) for pts, dts in times]
    way = way_to(4, packets)
    assert way == Way(3, 4, to_end=False)
    assert way.may_skip(packet(1, 1))
    assert not way.may_skip(packet(3, 2))
    assert not way.may_skip(packet(4, -1))


def test_the_way_takes_no_more_packets_than_it_must():
    packets = iter([packet(0, 0), packet(1, 1), packet(2, 2), packet(3, 3)])
    assert way_to(2, packets) == Way(1, 2, to_end=False)
    assert [each.pts for each in packets] == [3]


def test_a_way_to_the_end_of_a_file_says_so():
    assert way_to(9, [packet(0, 0), packet(1, 1), packet(None, None, 0)]) == Way(1, 2, to_end=True)


@pytest.mark.parametrize("odd", [packet(None, 1), packet(1, None), packet(1, 2)])
def test_times_that_tell_nothing_make_no_way(odd):
    assert way_to(9, [packet(0, 0), odd]) is None


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sought")
    return make_clip(folder / "film.mp4", pictures=120, keyframe_every=40, bframes=3)


@pytest.mark.parametrize("number", [39, 40, 41, 55, 70, 79, 118, 119])
def test_a_glance_shows_the_keyframe_and_reading_gives_the_picture_itself(film, number):
    clip, plain = Clip(str(film)), Clip(str(film))
    try:
        clip.seek(number * S // 10 + 1)
        glance = clip.glance()
        key = number // 40 * 40
        if number - key >= 10:
            assert glance is not None
            assert (glance.offset_us, number_of(glance.frame)) == (key * S // 10, key)
        else:
            assert glance is None
        found = clip.read()
        assert found is not None
        assert (found.offset_us, number_of(found.frame)) == (number * S // 10, number)
        plain.run_from(number * S // 10)
        exact = plain.read()
        while exact is not None and exact.offset_us < found.offset_us:
            exact = plain.read()
        assert exact is not None
        assert np.array_equal(found.frame.to_ndarray(), exact.frame.to_ndarray())
        rest = [number_of(each.frame) for each in iter(clip.read, None)]
        assert rest == list(range(number + 1, 120))
    finally:
        clip.close()
        plain.close()


def test_another_seek_after_a_glance_goes_elsewhere(film):
    clip = Clip(str(film))
    try:
        clip.seek(7 * S)
        assert clip.glance() is not None
        clip.seek(2 * S)
        found = clip.read()
        assert found is not None
        assert number_of(found.frame) == 20
    finally:
        clip.close()


@pytest.mark.parametrize("bframes", [0, 3])
def test_keyframes_alone_come_one_by_one_with_their_own_times(tmp_path, bframes):
    path = make_clip(tmp_path / "film.mp4", pictures=90, keyframe_every=10, bframes=bframes)
    clip = Clip(str(path))
    try:
        clip.set_keyframes_only(True)
        clip.seek(2 * S + 1)
        found = [(each.offset_us, number_of(each.frame)) for each in iter(clip.read, None)]
        assert found == [(n * S // 10, n) for n in range(20, 90, 10)]
        clip.seek(4 * S)
        found = [number_of(each.frame) for each in (clip.read(), clip.read()) if each is not None]
        assert found == [40, 50]
        clip.set_keyframes_only(False)
        each = clip.read()
        assert each is not None
        assert number_of(each.frame) == 51
    finally:
        clip.close()


def test_a_recording_glances_where_there_is_footage_and_nowhere_else(film):
    source = RecordingSource(SegmentList((Segment(str(film), START_US),)))
    source.open()
    try:
        assert source.glance() is None
        source.seek(START_US - S)
        assert source.glance() is None
        source.seek(START_US + 7 * S)
        glance = source.glance()
        assert glance is not None
        assert glance.media_time_us == START_US + 4 * S
        exact = source.read()
        assert exact.media_time_us == START_US + 7 * S
        source.seek(START_US + 60 * S)
        assert source.glance() is None
    finally:
        source.close()


@pytest.mark.parametrize("bframes", [0, 3])
def test_the_rest_of_a_run_is_left_where_not_all_of_it_is_decoded_anyway(tmp_path, bframes):
    path = make_clip(tmp_path / "film.mp4", pictures=120, keyframe_every=40, bframes=bframes)
    clip = Clip(str(path))
    try:
        clip.leave_run()  # all of it is decoded: nothing to leave
        assert [number_of(clip.read().frame) for _ in range(3)] == [0, 1, 2]
        clip.set_depth(3 * S)
        clip.seek(42 * S // 10)
        assert number_of(clip.read().frame) == 42
        clip.leave_run()
        shown = [number_of(clip.read().frame) for _ in range(10)]
        keyframe = shown.index(80)
        assert keyframe <= 4  # what was in the decoder may still come
        assert shown[keyframe:] == list(range(80, 80 + len(shown) - keyframe))
        assert all(number < 50 for number in shown[:keyframe])
    finally:
        clip.close()


@pytest.mark.parametrize("bframes", [0, 3])
def test_after_a_jump_no_more_of_the_run_is_decoded_than_else(tmp_path, bframes):
    path = make_clip(tmp_path / "film.mp4", pictures=120, keyframe_every=40, bframes=bframes)
    clip = Clip(str(path))
    try:
        clip.set_depth(S)
        clip.seek(41 * S // 10)
        shown = [number_of(clip.read().frame) for _ in range(18)]
        keyframe = shown.index(80)
        assert shown[0] >= 41
        assert 48 <= shown[keyframe - 1] <= 53  # what the decoder held beyond the depth
    finally:
        clip.close()
