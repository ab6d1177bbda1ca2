"""What every video source promises, asked of every kind of source."""

from __future__ import annotations

import contextlib
import io
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.video.faults import SourceFault
from app.video.media import FAR_FUTURE_US
from app.video.source import NOTHING, NoRecording, Picture
from tests.support.clips import number_of
from tests.video.cases import RECORDED, Footage, live_camera, next_picture, read_all


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Footage]:
    return {name: make(tmp_path_factory.mktemp("footage")) for name, make in RECORDED.items()}


@pytest.fixture(params=[*RECORDED, "live"])
def camera(
    request: pytest.FixtureRequest, made: dict[str, Footage], tmp_path: Path
) -> Iterator[Footage]:
    """Every kind; the live one is made for each test, since its threads must end with it."""
    with contextlib.ExitStack() as stack:
        live = request.param == "live"
        yield stack.enter_context(live_camera(tmp_path)) if live else made[request.param]


@pytest.fixture(params=RECORDED)
def recorded(request: pytest.FixtureRequest, made: dict[str, Footage]) -> Footage:
    """Every kind that has a past."""
    return made[request.param]


def test_open_tells_what_is_known(camera: Footage) -> None:
    source = camera.source()
    info = source.open()
    try:
        picture = next_picture(source)
        assert source.live == camera.live
        assert (picture.frame.width, picture.frame.height) == (128, 96)
        assert picture.duration_us > 0
        if not camera.live:
            assert (info.width, info.height, info.codec) == (128, 96, "h264")
            assert info.rate_hz == pytest.approx(10)
    finally:
        source.close()


def test_the_first_picture_can_be_decoded(camera: Footage) -> None:
    source = camera.source()
    source.open()
    try:
        assert next_picture(source).keyframe
    finally:
        source.close()


def test_media_time_only_grows(camera: Footage) -> None:
    source = camera.source()
    source.open()
    try:
        times = [next_picture(source).media_time_us for _ in range(30)]
    finally:
        source.close()
    assert times == sorted(set(times))


def test_keyframes_only_gives_keyframes_and_full_comes_back(camera: Footage) -> None:
    source = camera.source()
    source.open()
    try:
        first = next_picture(source)
        source.set_keyframes_only(True)
        keys = [next_picture(source) for _ in range(2)]
        source.set_keyframes_only(False)
        after = [next_picture(source) for _ in range(3)]
    finally:
        source.close()
    assert all(key.keyframe for key in keys)
    assert not all(picture.keyframe for picture in after)
    times = [picture.media_time_us for picture in (first, *keys, *after)]
    assert times == sorted(set(times))


def test_keyframe_interval_is_known_after_reading(camera: Footage) -> None:
    source = camera.source()
    source.open()
    try:
        for _ in range(45):
            next_picture(source)
        assert source.keyframe_interval_us == pytest.approx(
            200_000 if camera.live else 1_000_000, abs=1000
        )
    finally:
        source.close()


def test_still_is_a_png_of_a_picture_that_was_shown(camera: Footage) -> None:
    source = camera.source()
    source.open()
    try:
        picture = next_picture(source)
        still = source.still(picture.media_time_us)
    finally:
        source.close()
    pixels = np.asarray(Image.open(io.BytesIO(still.png)))
    assert (still.width, still.height) == (128, 96) == pixels.shape[1::-1]
    assert still.media_time_us == picture.media_time_us
    assert number_of(pixels) == number_of(picture.frame)


def test_still_leaves_the_reader_where_it_is(camera: Footage) -> None:
    source = camera.source()
    source.open()
    try:
        picture = next_picture(source)
        source.still(picture.media_time_us)
        assert number_of(next_picture(source).frame) == (number_of(picture.frame) + 1) % 150
    finally:
        source.close()


def test_reading_after_close_is_told_and_closing_twice_is_nothing(camera: Footage) -> None:
    source = camera.source()
    source.open()
    next_picture(source)
    source.close()
    source.close()
    with pytest.raises(SourceFault, match="was closed"):
        source.read()


def test_a_closed_source_opens_again(camera: Footage) -> None:
    source = camera.source()
    source.open()
    next_picture(source)
    source.close()
    source.open()
    try:
        assert next_picture(source).frame.width == 128
    finally:
        source.close()


def test_no_thread_stays(camera: Footage) -> None:
    before = set(threading.enumerate())
    source = camera.source()
    source.open()
    next_picture(source)
    source.close()
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("live "):
            thread.join(10)
            assert not thread.is_alive()


# -- recorded only -----------------------------------------------------------


def test_every_picture_comes_once_and_in_its_place(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    try:
        read = read_all(source)
    finally:
        source.close()
    pictures = [each for each in read if isinstance(each, Picture)]
    assert [(each.media_time_us, number_of(each.frame)) for each in pictures] == [
        (each.media_time_us, each.number) for each in recorded.pictures
    ]
    gaps = [each.span for each in read if isinstance(each, NoRecording)]
    assert tuple(gaps[:-1]) == recorded.gaps
    assert gaps[-1].end_us == FAR_FUTURE_US


def test_keyframes_only_misses_none(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    source.set_keyframes_only(True)
    try:
        read = [each for each in read_all(source) if isinstance(each, Picture)]
    finally:
        source.close()
    assert [(each.media_time_us, number_of(each.frame)) for each in read] == [
        (each.media_time_us, each.number) for each in recorded.pictures if each.keyframe
    ]


@pytest.mark.parametrize("keyframes_only", [False, True])
def test_seek_gives_the_last_picture_at_or_before(recorded: Footage, keyframes_only: bool) -> None:
    dice = random.Random(5)
    source = recorded.source()
    source.open()
    source.set_keyframes_only(keyframes_only)
    shown = [each for each in recorded.pictures if each.keyframe or not keyframes_only]
    first, last = shown[0].media_time_us, recorded.pictures[-1].media_time_us
    on_the_edge = [each.media_time_us + dice.choice((-1, 0, 1)) for each in dice.sample(shown, 5)]
    times = [dice.randrange(first, last) for _ in range(25)] + on_the_edge
    dice.shuffle(times)
    try:
        for at_us in times:
            if at_us < first or any(gap.contains(at_us) for gap in recorded.gaps):
                continue
            source.seek(at_us)
            picture = source.read()
            expected = [each for each in shown if each.media_time_us <= at_us][-1]
            assert isinstance(picture, Picture)
            assert (picture.media_time_us, number_of(picture.frame)) == (
                expected.media_time_us,
                expected.number,
            )
    finally:
        source.close()


def test_seeking_the_same_time_twice_gives_the_same_picture(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    at_us = recorded.pictures[33].media_time_us + 20_000
    try:
        numbers = []
        for _ in range(3):
            source.seek(at_us)
            numbers.append(number_of(next_picture(source).frame))
    finally:
        source.close()
    assert numbers == [recorded.pictures[33].number] * 3


def test_the_mode_may_change_anywhere_and_the_place_is_kept(recorded: Footage) -> None:
    dice = random.Random(11)
    source = recorded.source()
    source.open()
    keys, at = False, -1
    try:
        for _ in range(60):
            if dice.random() < 0.4:
                keys = not keys
                source.set_keyframes_only(keys)
            following = [
                (index, each)
                for index, each in enumerate(recorded.pictures)
                if index > at and (each.keyframe or not keys)
            ]
            if not following:
                break
            at, expected = following[0]
            picture = next_picture(source)
            assert (picture.media_time_us, picture.keyframe) == (
                expected.media_time_us,
                expected.keyframe,
            )
    finally:
        source.close()


def test_before_the_first_picture_there_is_no_recording(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    first_us = recorded.pictures[0].media_time_us
    source.seek(first_us - 3_600_000_000)
    try:
        gap = source.read()
        assert isinstance(gap, NoRecording)
        assert gap.span.end_us == first_us
        assert next_picture(source).media_time_us == first_us
    finally:
        source.close()


def test_after_the_last_picture_there_is_no_recording_for_ever(recorded: Footage) -> None:
    source = recorded.source()
    source.open()
    source.seek(recorded.pictures[-1].media_time_us + 3_600_000_000)
    try:
        for _ in range(2):
            gap = source.read()
            assert isinstance(gap, NoRecording)
            assert gap.span.end_us == FAR_FUTURE_US
        source.seek(recorded.pictures[3].media_time_us)
        assert number_of(next_picture(source).frame) == recorded.pictures[3].number
    finally:
        source.close()


def test_a_live_source_never_waits(tmp_path: Path) -> None:
    with live_camera(tmp_path) as footage:
        source = footage.source()
        source.open()
        assert source.read() is NOTHING  # nothing can have come yet, and it says so at once
        next_picture(source)
        source.close()
