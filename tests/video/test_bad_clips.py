"""Broken recordings: each is named in a sentence or plays on, and what follows is shown."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.video.coverage import coverage
from app.video.faults import SourceFault
from app.video.files.clip import Clip
from app.video.files.opening import open_clip, skip_mode
from app.video.media import FAR_FUTURE_US, Segment, SegmentList, Span
from app.video.open import open_source
from app.video.source import NoRecording, Picture
from tests.support.clips import drawn, make_clip, number_of, scramble, truncate
from tests.video.cases import DAY_US, S

AFTER_US = DAY_US + 60 * S


@dataclass
class Seen:
    """What reading to the end gave."""

    faults: list[SourceFault] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    gaps: list[Span] = field(default_factory=list)

    @property
    def before(self) -> list[int]:
        """Numbers of the pictures of the broken clip."""
        return [number_of(p.frame) for p in self.pictures if p.media_time_us < AFTER_US]

    @property
    def after(self) -> list[int]:
        """Numbers of the pictures of the good clip behind it."""
        return [number_of(p.frame) for p in self.pictures if p.media_time_us >= AFTER_US]


def read_with_a_good_clip_behind(path: Path, keyframes_only: bool = False) -> Seen:
    good = make_clip(path.with_name("good.mp4"))
    media = SegmentList((Segment(str(path), DAY_US), Segment(str(good), AFTER_US)), "S001/entrance")
    source = open_source(media)
    source.open()
    source.set_keyframes_only(keyframes_only)
    seen = Seen()
    try:
        while not seen.gaps or seen.gaps[-1].end_us < FAR_FUTURE_US:
            try:
                read = source.read()
            except SourceFault as fault:
                seen.faults.append(fault)
                continue
            if isinstance(read, Picture):
                seen.pictures.append(read)
            elif isinstance(read, NoRecording):
                seen.gaps.append(read.span)
    finally:
        source.close()
    times = [picture.media_time_us for picture in seen.pictures]
    assert times == sorted(set(times))
    assert all(DAY_US <= at_us < AFTER_US + 60 * S for at_us in times)
    return seen


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def unreadable(folder: Path, kind: str) -> Path:
    """A file that nobody has written to for long."""
    path = _unreadable(folder / "08-00-00.mp4", kind)
    if path.exists():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def _unreadable(path: Path, kind: str) -> Path:
    if kind == "empty":
        return written(path, b"")
    if kind == "text":
        return written(path, b"Dear colleague, here is the list.\n" * 50)
    if kind == "noise":
        return written(path, np.random.default_rng(1).bytes(20_000))
    if kind == "zeros":
        return written(path, bytes(20_000))
    if kind == "photo":
        return written(path, cv2.imencode(".png", drawn(3))[1].tobytes())
    if kind == "playlist":
        return written(path, b"#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    if kind == "no table of contents":
        return truncate(make_clip(path), 0.6)
    if kind == "folder":
        path.mkdir()
        return path
    assert kind == "missing"
    return path


UNREADABLE = {
    "empty": "is empty",
    "text": "is not a video",
    "noise": "is not a video",
    "zeros": "is not a video",
    "photo": "is not a video",
    "playlist": "is not a video",
    "no table of contents": "was not finished",
    "folder": "is not a video",
    "missing": "is no longer there",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_unreadable_file_is_named_once_and_the_next_one_plays(tmp_path: Path, kind: str) -> None:
    seen = read_with_a_good_clip_behind(unreadable(tmp_path, kind))
    assert [UNREADABLE[kind] in str(fault) for fault in seen.faults] == [True]
    assert "08-00-00.mp4" in str(seen.faults[0])
    assert "08-00-00.mp4" in seen.faults[0].text("zh_CN")
    assert seen.faults[0].until_us == AFTER_US
    assert seen.before == []
    assert seen.after == list(range(50))


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_recording_of_nothing_else_tells_when_opened(tmp_path: Path, kind: str) -> None:
    path = unreadable(tmp_path, kind)
    source = open_source(SegmentList((Segment(str(path), DAY_US),)))
    with pytest.raises(SourceFault, match=UNREADABLE[kind]):
        source.open()
    with pytest.raises(SourceFault, match="was closed"):
        source.read()


def test_an_unreadable_file_is_no_footage(tmp_path: Path) -> None:
    media = SegmentList((Segment(str(unreadable(tmp_path, "noise")), DAY_US),))
    assert coverage(media, Span(DAY_US, DAY_US + 100 * S)) == ()


def test_a_seek_into_an_unreadable_file_is_told_each_time(tmp_path: Path) -> None:
    good = make_clip(tmp_path / "good.mp4")
    empty = unreadable(tmp_path, "empty")
    source = open_source(SegmentList((Segment(str(empty), DAY_US), Segment(str(good), AFTER_US))))
    source.open()
    try:
        for _ in range(2):
            source.seek(DAY_US + 5 * S)
            with pytest.raises(SourceFault, match="is empty"):
                source.read()
            read = source.read()
            assert isinstance(read, Picture)
            assert read.media_time_us == AFTER_US
    finally:
        source.close()


def test_a_list_without_segments_names_the_camera() -> None:
    with pytest.raises(SourceFault, match="S001/entrance has no recording chosen"):
        open_source(SegmentList((), "S001/entrance")).open()


@pytest.mark.parametrize(
    ("name", "options"), [("cut.mp4", {"movflags": "faststart"}), ("cut.mkv", {})]
)
def test_a_clip_that_breaks_off_plays_to_there_and_is_named(
    tmp_path: Path, name: str, options: dict[str, str]
) -> None:
    clip = truncate(make_clip(tmp_path / name, pictures=100, options=options), 0.6)
    seen = read_with_a_good_clip_behind(clip)
    assert len(seen.faults) == 1
    assert f"{name} breaks off 5." in str(seen.faults[0])
    assert seen.before == list(range(len(seen.before)))
    assert 40 < len(seen.before) < 70
    assert seen.after == list(range(50))


@pytest.mark.parametrize(
    ("name", "options"), [("cut.ts", {}), ("cut.mp4", {"movflags": "frag_keyframe+empty_moov"})]
)
def test_a_clip_made_of_pieces_simply_ends_where_it_was_cut(
    tmp_path: Path, name: str, options: dict[str, str]
) -> None:
    clip = truncate(make_clip(tmp_path / name, pictures=100, options=options), 0.6)
    seen = read_with_a_good_clip_behind(clip)
    assert seen.faults == []
    assert 40 < len(seen.before) < 70
    assert seen.gaps[0].end_us == AFTER_US
    assert seen.after == list(range(50))


@pytest.mark.parametrize("name", ["hurt.mp4", "hurt.ts"])
def test_damage_in_the_middle_is_stepped_over(tmp_path: Path, name: str) -> None:
    clip = scramble(make_clip(tmp_path / name, pictures=100), 0.3, 0.6)
    seen = read_with_a_good_clip_behind(clip)
    assert set(range(15)) <= set(seen.before)
    assert set(range(85, 100)) <= set(seen.before)
    assert seen.after == list(range(50))


def test_a_clip_that_cannot_be_decoded_at_all_is_named(tmp_path: Path) -> None:
    clip = scramble(make_clip(tmp_path / "lost.mp4", pictures=100), 0.02, 0.85)
    seen = read_with_a_good_clip_behind(clip)
    assert [
        str(fault).startswith("The recording lost.mp4 is damaged") for fault in seen.faults
    ] == [True]
    assert seen.after == list(range(50))


@pytest.mark.parametrize("keyframes_only", [False, True])
@pytest.mark.parametrize("name", ["set.ts", "set.mkv", "set.mp4"])
def test_a_clock_that_jumps_an_hour_plays_on(
    tmp_path: Path, name: str, keyframes_only: bool
) -> None:
    clip = make_clip(tmp_path / name, pts=lambda n: n if n < 25 else n + 36_000)
    seen = read_with_a_good_clip_behind(clip, keyframes_only)
    assert seen.faults == []
    every = 10 if keyframes_only else 1
    assert seen.before == list(range(0, 50, every))
    last = [p.media_time_us for p in seen.pictures if p.media_time_us < AFTER_US][-1]
    assert last <= DAY_US + 5 * S


def test_a_clock_that_goes_back_plays_on_and_can_be_sought(tmp_path: Path) -> None:
    """Two streams put end to end: the timestamps begin again in the middle."""
    first, second = make_clip(tmp_path / "1.ts"), make_clip(tmp_path / "2.ts", first=50)
    clip = written(tmp_path / "both.ts", first.read_bytes() + second.read_bytes())
    seen = read_with_a_good_clip_behind(clip)
    assert seen.faults == []
    assert seen.before == list(range(100))
    assert seen.after == list(range(50))


def a_clip_whose_clock_was_set(folder: Path, kind: str) -> Path:
    """100 pictures; between the 50th and the 51st the clock jumps."""
    if kind == "back.ts":
        first, second = make_clip(folder / "1.ts"), make_clip(folder / "2.ts", first=50)
        return written(folder / kind, first.read_bytes() + second.read_bytes())
    return make_clip(folder / kind, pictures=100, pts=lambda n: n if n < 50 else n + 36_000)


@pytest.mark.parametrize("first_mode", [False, True])
@pytest.mark.parametrize("kind", ["back.ts", "forward.ts", "forward.mkv", "forward.mp4"])
def test_a_clip_whose_clock_was_set_is_sought_as_it_was_played(
    tmp_path: Path, kind: str, first_mode: bool
) -> None:
    clip = Clip(str(a_clip_whose_clock_was_set(tmp_path, kind)))
    dice = random.Random(2)
    try:
        played = []
        while (picture := clip.read()) is not None:
            played.append((picture.offset_us, number_of(picture.frame), picture.keyframe))
        assert [offset_us for offset_us, _, _ in played] == list(range(0, 10 * S, 100_000))
        for keyframes_only in first_mode, not first_mode:
            clip.set_keyframes_only(keyframes_only)
            shown = [each for each in played if each[2] or not keyframes_only]
            for _ in range(12):
                at_us = dice.randrange(10 * S)
                clip.seek(at_us)
                picture = clip.read()
                assert picture is not None
                expected = [each for each in shown if each[0] <= at_us][-1]
                assert (picture.offset_us, number_of(picture.frame)) == expected[:2]
    finally:
        clip.close()


@pytest.mark.parametrize("together", [3, 50])
def test_a_clock_that_stands_still_never_runs_back(tmp_path: Path, together: int) -> None:
    """``together`` pictures in a row carry the same timestamp."""
    clip = make_clip(tmp_path / "still.mkv", stamp=lambda n: n // together)
    seen = read_with_a_good_clip_behind(clip)
    assert seen.faults == []
    assert seen.before == list(range(50))
    assert seen.after == list(range(50))


def test_a_clip_without_timestamps_counts_its_pictures(tmp_path: Path) -> None:
    seen = read_with_a_good_clip_behind(make_clip(tmp_path / "bare.h264"))
    assert [p.media_time_us - DAY_US for p in seen.pictures[:4]] == [0, 100_000, 200_000, 300_000]


def test_a_cut_clip_is_told_from_keyframes_too(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "cut.mp4", pictures=100, options={"movflags": "faststart"})
    seen = read_with_a_good_clip_behind(truncate(clip, 0.6), keyframes_only=True)
    assert ["cut.mp4 breaks off" in str(fault) for fault in seen.faults] == [True]
    assert seen.before == list(range(0, seen.before[-1] + 1, 10))


def test_a_long_last_group_of_pictures_is_no_damage(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "one-key.mp4", pictures=100, keyframe_every=1000)
    seen = read_with_a_good_clip_behind(clip, keyframes_only=True)
    assert seen.faults == []
    assert seen.before == [0]


@pytest.mark.parametrize("name", ["odd.mp4", "odd.mkv"])
def test_odd_sizes_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    clip = make_clip(tmp_path / name, width=131, height=97, pixels="yuv444p")
    seen = read_with_a_good_clip_behind(clip)
    assert {(p.frame.width, p.frame.height) for p in seen.pictures[:50]} == {(131, 97)}
    assert seen.before == list(range(50))
    source = open_source(SegmentList((Segment(str(clip), DAY_US),)))
    still = source.still(DAY_US + 2 * S)
    assert (still.width, still.height) == (131, 97)


@pytest.mark.parametrize("name", ["two.ts", "two.h264"])
def test_a_change_of_size_midway_is_followed(tmp_path: Path, name: str) -> None:
    clip = make_clip(tmp_path / name, sizes=[(128, 96), (192, 144)])
    seen = read_with_a_good_clip_behind(clip)
    sizes = [(p.frame.width, p.frame.height) for p in seen.pictures[:50]]
    assert sizes == [(128, 96)] * 25 + [(192, 144)] * 25
    assert seen.before == list(range(50))


@pytest.mark.parametrize("name", ["bare.h264", "stream.ts", "live.mkv"])
def test_without_a_keyframe_index_keyframes_are_found_all_the_same(
    tmp_path: Path, name: str
) -> None:
    clip = make_clip(tmp_path / name, options={"live": "1"} if name == "live.mkv" else {})
    seen = read_with_a_good_clip_behind(clip, keyframes_only=True)
    assert seen.before == [0, 10, 20, 30, 40]
    source = open_source(SegmentList((Segment(str(clip), DAY_US),)))
    assert source.still(DAY_US + 3_700_000).media_time_us == DAY_US + 3_700_000


@pytest.mark.parametrize(("name", "handed_over"), [("a.mp4", 5), ("b.mp4", 50), ("a.ts", 50)])
def test_the_demuxer_itself_passes_over_what_is_not_a_keyframe(
    tmp_path: Path, name: str, handed_over: int
) -> None:
    """MP4 without B-frames: the other packets are not even read (see skip_mode)."""
    clip = make_clip(tmp_path / name, bframes=2 if name == "b.mp4" else 0)
    container, stream = open_clip(str(clip))
    try:
        skip_mode(container, stream, keyframes_only=True, thinned=False)
        packets = [packet for packet in container.demux(stream) if packet.size]
    finally:
        container.close()
    assert len(packets) == handed_over


def test_a_clip_with_one_single_keyframe_plays_and_seeks(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "one-key.mp4", keyframe_every=1000)
    source = open_source(SegmentList((Segment(str(clip), DAY_US),)))
    source.open()
    try:
        source.seek(DAY_US + 4_150_000)
        read = source.read()
        assert isinstance(read, Picture)
        assert number_of(read.frame) == 41
        source.set_keyframes_only(True)
        source.seek(DAY_US + 4_150_000)
        read = source.read()
        assert isinstance(read, Picture)
        assert number_of(read.frame) == 0
    finally:
        source.close()


@pytest.mark.parametrize("name", ["bare.h264", "live.mkv"])
def test_a_file_that_claims_no_length_has_an_end(tmp_path: Path, name: str) -> None:
    clip = make_clip(tmp_path / name, options={"live": "1"} if name == "live.mkv" else {})
    media = SegmentList((Segment(str(clip), DAY_US),))
    assert coverage(media, Span(0, FAR_FUTURE_US)) == (Span(DAY_US, DAY_US + 5 * S),)
    source = open_source(media)
    source.open()
    source.seek(DAY_US + 30 * S)
    try:
        gap = source.read()
        assert isinstance(gap, NoRecording)
        assert gap.span == Span(DAY_US + 5 * S, FAR_FUTURE_US)
    finally:
        source.close()
