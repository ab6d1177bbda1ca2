"""Small copies of keyframes: used where they do as well, and only for what they were made of."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import app.video.key_copies.making as making
import app.video.key_copies.reading as reading
from app.video.files.clip import Clip, ClipPicture
from app.video.files.key_reader import KeyReader
from app.video.key_copies.file import KeyFile, KeyName, recording_of
from app.video.key_copies.folder import copies_path, drop_orphans, keep_copies_in, trim_copies
from app.video.key_copies.making import KeyCopier, copy_size
from app.video.media import Segment, SegmentList
from app.video.pictures.colours import matrix_of, range_of
from app.video.recordings.source import RecordingSource
from app.video.source import Effort, Picture
from tests.support.clips import make_clip, number_of
from tests.video.test_turned_clips import filmed

TILE = (380, 214)
MAIN = (1280, 720)
S = 1_000_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLOORWALK_KEY_COPIES", "")
    keep_copies_in(tmp_path / "copies")
    return tmp_path / "copies"


@pytest.fixture(scope="module")
def main_stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight keyframes, a second apart."""
    path = tmp_path_factory.mktemp("main") / "main.mp4"
    return make_clip(path, pictures=16, rate=2, keyframe_every=2, width=MAIN[0], height=MAIN[1])


def copy(clip: Path, least_step_us: int = 900_000) -> None:
    with contextlib.closing(KeyReader(str(clip))) as keys, KeyCopier(str(clip)) as copier:
        for picture in keys.pictures(0, least_step_us):
            if picture.packet is not None:
                copier.keep(picture.packet, picture.frame)


@contextlib.contextmanager
def quick(clip: Path, room: tuple[int, int] = TILE, *, light: bool = True) -> Iterator[Clip]:
    """A clip of which keyframes pass quickly in a tile."""
    with contextlib.closing(Clip(str(clip))) as opened:
        opened.set_keyframes_only(True)
        opened.set_light(light)
        opened.set_room(*room)
        yield opened


def pictures(clip: Clip) -> list[ClipPicture]:
    found = []
    while (picture := clip.read()) is not None:
        found.append(picture)
    return found


def widths(clip: Path, room: tuple[int, int] = TILE, *, light: bool = True) -> set[int]:
    with quick(clip, room, light=light) as opened:
        return {picture.frame.width for picture in pictures(opened)}


def test_they_show_the_same_keyframes_at_the_same_times(main_stream: Path) -> None:
    with quick(main_stream) as opened:
        whole = pictures(opened)
    copy(main_stream)
    with quick(main_stream) as opened:
        small = pictures(opened)
    assert {picture.frame.width for picture in whole} == {MAIN[0]}
    assert {picture.frame.width for picture in small} == {640}
    assert [number_of(picture.frame) for picture in small] == list(range(0, 16, 2))
    for one, other in zip(whole, small, strict=True):
        assert (one.offset_us, one.keyframe) == (other.offset_us, other.keyframe)
        assert (one.frame.pts, one.frame.time_base) == (other.frame.pts, other.frame.time_base)


@pytest.mark.parametrize(
    ("room", "light", "width"),
    [
        (TILE, False, MAIN[0]),  # an exact picture is wanted
        ((0, 0), True, MAIN[0]),  # zoomed in: every pixel counts
        ((1280, 720), True, MAIN[0]),  # a large tile
        ((801, 451), True, MAIN[0]),
        ((800, 450), True, 640),
        ((2000, 400), True, 640),  # wide, and no higher than a copy does for
    ],
)
def test_only_where_nobody_sees_it(
    main_stream: Path, room: tuple[int, int], light: bool, width: int
) -> None:
    copy(main_stream)
    assert widths(main_stream, room, light=light) == {width}


def test_every_picture_is_decoded_itself_where_all_are_shown(main_stream: Path) -> None:
    copy(main_stream)
    with quick(main_stream) as opened:
        opened.set_keyframes_only(False)
        found = pictures(opened)
    assert len(found) == 16
    assert {picture.frame.width for picture in found} == {MAIN[0]}


def test_colours_stay_as_they_were_filmed(tmp_path: Path) -> None:
    for name, pixels in (("limited", "yuv420p"), ("full", "yuvj420p")):
        clip = make_clip(
            tmp_path / f"{name}.mp4", pictures=2, rate=2, keyframe_every=2,
            width=MAIN[0], height=MAIN[1], pixels=pixels,
        )  # fmt: skip
        with quick(clip) as opened:
            whole = pictures(opened)[0].frame
        copy(clip)
        with quick(clip) as opened:
            small = pictures(opened)[0].frame
        assert small.width == 640
        assert (matrix_of(small), range_of(small)) == (matrix_of(whole), range_of(whole))
        for plane, other in zip(whole.planes, small.planes, strict=True):
            means = [np.frombuffer(each, np.uint8).mean() for each in (plane, other)]
            assert abs(means[0] - means[1]) < 2


def test_other_footage_under_the_same_name_is_not_shown_old(tmp_path: Path) -> None:
    clip, size = tmp_path / "loop.mp4", {"width": MAIN[0], "height": MAIN[1]}
    make_clip(clip, pictures=4, rate=2, keyframe_every=2, **size)
    copy(clip)
    make_clip(clip, pictures=4, rate=2, keyframe_every=2, first=500, **size)
    with quick(clip) as opened:
        found = pictures(opened)
    assert [number_of(picture.frame) for picture in found] == [500, 502]
    assert {picture.frame.width for picture in found} == {MAIN[0]}
    copy(clip)
    with quick(clip) as opened:
        found = pictures(opened)
    assert [number_of(picture.frame) for picture in found] == [500, 502]
    assert {picture.frame.width for picture in found} == {640}


def test_a_damaged_or_cut_off_copy_is_as_if_it_were_not_there(main_stream: Path) -> None:
    copy(main_stream)
    path = copies_path(str(main_stream))
    assert path is not None
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[-20] ^= 0xFF  # in the last picture
    path.write_bytes(damaged)
    with quick(main_stream) as opened:
        assert [each.frame.width for each in pictures(opened)] == 7 * [640] + [MAIN[0]]
    path.write_bytes(whole[:-20])
    with quick(main_stream) as opened:
        assert [each.frame.width for each in pictures(opened)] == 7 * [640] + [MAIN[0]]
    copy(main_stream)  # goes on behind what is whole
    assert widths(main_stream) == {640}
    path.write_bytes(b"something else")
    assert widths(main_stream) == {MAIN[0]}
    copy(main_stream)
    assert widths(main_stream) == {640}


def test_what_is_copied_is_not_copied_twice(main_stream: Path) -> None:
    copy(main_stream)
    path = copies_path(str(main_stream))
    assert path is not None
    before = path.read_bytes()
    copy(main_stream)
    assert path.read_bytes() == before


def test_copies_that_come_while_it_plays_are_taken(
    main_stream: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LOOK_AGAIN_S", 0.0)
    with quick(main_stream) as opened:
        first = opened.read()
        copy(main_stream, 3_000_000)  # every third second
        some = [each.frame.width for each in pictures(opened)]
        copy(main_stream)
        opened.seek(0)
        rest = [each.frame.width for each in pictures(opened)]
    assert first is not None
    assert first.frame.width == MAIN[0]
    assert some == [640 if second % 3 == 0 else MAIN[0] for second in range(1, 8)]
    assert rest == 8 * [640]


def test_small_pictures_and_upright_ones_are_not_copied(tmp_path: Path, folder: Path) -> None:
    copy(make_clip(tmp_path / "sub.mp4", pictures=10, width=640, height=360))
    copy(Path(filmed(tmp_path / "phone.mp4", 90).segments[0].path))
    assert not folder.exists()


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((1920, 1080), (640, 360)),
        ((2048, 1536), (480, 360)),
        ((3840, 1080), (640, 180)),
        ((1080, 1920), (202, 360)),
    ],
)
def test_a_copy_has_the_shape_of_its_picture(size: tuple[int, int], small: tuple[int, int]) -> None:
    assert copy_size(*size) == small


def test_nothing_is_copied_onto_a_disk_that_is_nearly_full(
    main_stream: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "has_room", lambda _path: False)
    copy(main_stream)
    assert not folder.exists()


@pytest.mark.expects_logs("no small copies of")
def test_a_disk_that_refuses_ends_copying_and_nothing_else(
    main_stream: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("in the way")
    copy(main_stream)
    assert str(main_stream) in caplog.text
    assert widths(main_stream) == {MAIN[0]}


def test_the_longest_untouched_go_first_and_all_go_where_none_are_kept(
    main_stream: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(main_stream.read_bytes())
    copy(main_stream)
    copy(other)
    old, new = copies_path(str(main_stream)), copies_path(str(other))
    assert old is not None
    assert new is not None
    os.utime(old, (1_700_000_000, 1_700_000_000))
    assert trim_copies(new.stat().st_size) == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert trim_copies(0) == 1
    assert not new.exists()


def test_copies_go_with_their_recording_but_not_with_an_absent_drive(
    main_stream: Path, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    for name in ("stays.mp4", "goes.mp4"):
        (drive / name).write_bytes(main_stream.read_bytes())
        copy(drive / name)
    stays, goes = copies_path(str(drive / "stays.mp4")), copies_path(str(drive / "goes.mp4"))
    assert stays is not None
    assert goes is not None
    assert recording_of(stays) == drive / "stays.mp4"
    (drive / "goes.mp4").unlink()
    assert drop_orphans() == 1
    assert (stays.exists(), goes.exists()) == (True, False)
    drive.rename(tmp_path / "unplugged")
    assert drop_orphans() == 0
    assert stays.exists()


def test_an_unknown_keyframe_is_not_found(main_stream: Path) -> None:
    copy(main_stream)
    path = copies_path(str(main_stream))
    assert path is not None
    with contextlib.closing(KeyFile(path)) as file:
        known = next(iter(file.names()))
        assert file.find(known) is not None
        assert file.find(KeyName(known.pts, known.check ^ 1)) is None
        assert file.find(KeyName(known.pts + 1, known.check)) is None


@pytest.mark.parametrize("backwards", [False, True])
def test_a_recording_plays_its_copies_both_ways(main_stream: Path, backwards: bool) -> None:
    copy(main_stream)
    start_us = 1_760_000_000 * S
    source = RecordingSource(SegmentList((Segment(str(main_stream), start_us),), "main"))
    with contextlib.closing(source):
        source.open()
        source.set_kept_size(*TILE)
        source.set_keyframes_only(True)
        source.set_effort(Effort(thinned=True, light=True))
        source.set_backwards(backwards)
        source.seek(start_us + (8 * S - 1 if backwards else 0))
        found = []
        while len(found) < 8:
            got = source.read()
            if isinstance(got, Picture):
                found.append(got)
    seconds = [(picture.media_time_us - start_us) // S for picture in found]
    assert seconds == (list(range(7, -1, -1)) if backwards else list(range(8)))
    assert [number_of(picture.frame) for picture in found] == [2 * second for second in seconds]
    assert max(picture.frame.width for picture in found) <= 640
