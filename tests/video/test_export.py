"""Clips cut out of recordings: the right pictures at the right times, and nothing half."""

from __future__ import annotations

import errno
import os
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from app.video.export.cutting import ExportedClip, export_clip
from app.video.export.faults import (
    DISK_FULL,
    NO_FOOTAGE,
    NOT_COPIED,
    NOT_WRITABLE,
    NOTHING_READABLE,
    ExportCancelled,
    ExportFault,
    write_fault,
)
from app.video.export.names import ClipNaming
from app.video.export.watermark import Stamper, Watermark, time_text
from app.video.export.write import sha256_of
from app.video.files.clip import Clip
from app.video.media import Segment, SegmentList, Span
from tests.support.clips import make_clip, number_of, scramble, truncate
from tests.video.test_turned_clips import SEEN, filmed

T = 1_772_416_920_000_000
S = 1_000_000
MARK = Watermark("Li Wei", "S001 / 前台", "Asia/Shanghai")


def footage(*parts: tuple[Path, float]) -> SegmentList:
    return SegmentList(tuple(Segment(str(p), T + round(at * S)) for p, at in parts), "S001/door")


def span(start_s: float, end_s: float) -> Span:
    return Span(T + round(start_s * S), T + round(end_s * S))


def out(folder: Path) -> ClipNaming:
    return ClipNaming(str(folder / "out"), "S001", "door", "Asia/Shanghai")


def pictures(clip: ExportedClip) -> list[tuple[int, float]]:
    """Number and media time (s after T) of every picture of a file."""
    reader = Clip(clip.path)
    found = []
    while (picture := reader.read()) is not None:
        at_us = clip.span.start_us + picture.offset_us - T
        found.append((number_of(picture.frame), at_us / S))
    reader.close()
    return found


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").glob("*"))


CASES = [("a.mp4", 0), ("a.mp4", 3), ("a.mkv", 3), ("a.ts", 2), ("a.avi", 0), ("a.h264", 0)]


@pytest.mark.parametrize(("name", "bframes"), CASES)
def test_pictures_are_copied_from_the_keyframe_before_with_their_own_times(tmp_path, name, bframes):
    path = make_clip(tmp_path / name, pictures=100, keyframe_every=20, bframes=bframes)
    (clip,) = export_clip(footage((path, 0)), span(3.5, 7.2), out(tmp_path))
    seen = pictures(clip)
    assert seen[0] == (20, pytest.approx(2.0))
    assert clip.starts_early_us == 1_500_000
    assert not clip.reencoded
    assert [number for number, _ in seen] == list(range(20, 20 + len(seen)))
    assert all(abs(number / 10 - at) < 0.001 for number, at in seen)
    assert seen[-1][0] >= 71
    assert clip.span.end_us - T == pytest.approx((seen[-1][1] + 0.1) * S, abs=1000)
    assert clip.sha256 == sha256_of(Path(clip.path))
    assert left(tmp_path) == ["S001_door_2026-03-02_10-02-02.mp4"]


@pytest.mark.parametrize(("name", "bframes"), [("a.mp4", 3), ("a.h264", 2)])
def test_with_a_watermark_the_clip_begins_where_it_was_wanted(tmp_path, name, bframes):
    path = make_clip(tmp_path / name, pictures=100, keyframe_every=20, bframes=bframes)
    (clip,) = export_clip(footage((path, 0)), span(3.5, 5.2), out(tmp_path), MARK)
    seen = pictures(clip)
    assert clip.reencoded
    assert clip.starts_early_us == 0
    assert [number for number, _ in seen] == list(range(35, 52))
    assert all(abs(number / 10 - at) < 0.001 for number, at in seen)


def test_out_of_order_pictures_without_times_are_not_copied_wrongly(tmp_path):
    path = make_clip(tmp_path / "a.h264", pictures=60, bframes=2)
    with pytest.raises(ExportFault) as met:
        export_clip(footage((path, 0)), span(1, 3), out(tmp_path))
    assert met.value.sentence is NOT_COPIED
    assert left(tmp_path) == []


def test_segments_in_a_row_become_one_file_and_a_gap_begins_another(tmp_path):
    parts = [
        (make_clip(tmp_path / f"{n}.mp4", pictures=50, first=n * 50, bframes=2), at)
        for n, at in enumerate((0.0, 5.0, 20.0))
    ]
    first, second = export_clip(footage(*parts), span(1, 30), out(tmp_path))
    assert [number for number, _ in pictures(first)] == list(range(10, 100))
    assert all(abs(number / 10 - at) < 0.001 for number, at in pictures(first))
    assert [Path(path).name for path in first.segments] == ["0.mp4", "1.mp4"]
    assert [number for number, _ in pictures(second)] == list(range(100, 150))
    assert second.span == span(20, 25)
    assert len(left(tmp_path)) == 2


def test_other_codec_parameters_begin_another_file(tmp_path):
    a = make_clip(tmp_path / "a.mp4", pictures=50)
    b = make_clip(tmp_path / "b.mp4", pictures=50, width=160, height=120)
    first, second = export_clip(footage((a, 0), (b, 5)), span(0, 10), out(tmp_path))
    assert (first.width, second.width) == (128, 160)
    assert second.span.start_us == T + 5 * S


def test_a_segment_that_overlaps_the_next_gives_way_to_it(tmp_path):
    a = make_clip(tmp_path / "a.mp4", pictures=60)
    b = make_clip(tmp_path / "b.mp4", pictures=50, first=100)
    (clip,) = export_clip(footage((a, 0), (b, 5)), span(4, 7), out(tmp_path))
    seen = pictures(clip)
    assert [number for number, _ in seen] == [*range(40, 50), *range(100, 120)]
    assert all(later > earlier for (_, earlier), (_, later) in pairwise(seen))


def with_sound(path: Path, codec: str, container: str | None = None) -> Path:
    picture = make_clip(path.with_name("silent.mp4"), pictures=50)
    rate = 8000 if codec.startswith("pcm") else 16000
    with av.open(str(picture)) as source, av.open(str(path), "w", format=container) as made:
        video = made.add_stream_from_template(source.streams.video[0])
        sound = made.add_stream(codec, rate=rate)
        sound.codec_context.layout = "mono"
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = video
                made.mux(packet)
        kind = "s16" if codec.startswith("pcm") else "fltp"
        step = 160 if codec.startswith("pcm") else 1024
        for number in range(5 * rate // step):
            wave = np.sin((np.arange(step) + number * step) * 440 * 2 * np.pi / rate)
            data = (wave * 8000).astype(np.int16) if kind == "s16" else wave.astype(np.float32)
            frame = av.AudioFrame.from_ndarray(data[None, :], format=kind, layout="mono")
            frame.sample_rate, frame.pts = rate, number * step
            made.mux(sound.encode(frame))
        made.mux(sound.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "said"),
    [("a.mp4", "aac", "copied"), ("a.mov", "pcm_alaw", "converted"), ("a.ts", "aac", "copied")],
)
def test_sound_comes_with_the_pictures(tmp_path, name, codec, said):
    path = with_sound(tmp_path / name, codec)
    (clip,) = export_clip(footage((path, 0)), span(2, 4), out(tmp_path))
    assert clip.sound == said
    with av.open(clip.path) as made:
        heard = list(made.decode(audio=0))
    first_s, last_s = heard[0].time, heard[-1].time
    assert first_s == pytest.approx(0, abs=0.2)
    assert last_s == pytest.approx((clip.span.end_us - clip.span.start_us) / S, abs=0.25)


def test_progress_is_told_and_a_cancelled_export_leaves_nothing(tmp_path):
    path = make_clip(tmp_path / "a.mp4", pictures=300)
    shares: list[float] = []
    with pytest.raises(ExportCancelled):
        export_clip(
            footage((path, 0)), span(0, 30), out(tmp_path), MARK,
            shares.append, lambda: len(shares) > 3,
        )  # fmt: skip
    assert shares == sorted(shares)
    assert 0 < shares[-1] < 0.9
    assert left(tmp_path) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    path = make_clip(tmp_path / "a.mp4", pictures=100, width=320, height=240)
    target = tmp_path / "out" / "clip.mp4"
    target.parent.mkdir()
    target.with_name("clip.mp4.part").symlink_to("/dev/full")
    with pytest.raises(ExportFault) as met:
        export_clip(footage((path, 0)), span(0, 10), lambda _us: target)
    assert met.value.sentence is DISK_FULL
    assert left(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    path = make_clip(tmp_path / "a.mp4")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportFault) as met:
        export_clip(footage((path, 0)), span(0, 5), lambda _us: tmp_path / "file" / "clip.mp4")
    assert met.value.sentence is NOT_WRITABLE
    assert "clip.mp4" in met.value.text("zh_CN")


def test_errors_of_the_disk_are_told_apart():
    full = write_fault(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), Path("/clips/a.mp4"))
    denied = write_fault(PermissionError(errno.EACCES, "denied"), Path("/clips/a.mp4"))
    assert full.sentence is DISK_FULL
    assert denied.sentence is NOT_WRITABLE
    assert "denied" in str(denied)


def test_a_span_without_footage_says_so(tmp_path):
    path = make_clip(tmp_path / "a.mp4", pictures=50)
    with pytest.raises(ExportFault) as met:
        export_clip(footage((path, 0)), span(60, 70), out(tmp_path))
    assert met.value.sentence is NO_FOOTAGE


def test_damaged_footage_gives_what_can_be_read(tmp_path):
    good = make_clip(tmp_path / "a.mp4", pictures=50)
    cut = truncate(make_clip(tmp_path / "b.ts", pictures=100), 0.5)
    clips = export_clip(footage((good, 0), (cut, 5)), span(0, 20), out(tmp_path))
    assert pictures(clips[0])[0][0] == 0
    broken = tmp_path / "c.mp4"
    broken.write_bytes(b"no video at all")
    with pytest.raises(ExportFault) as met:
        export_clip(footage((broken, 0)), span(0, 5), out(tmp_path))
    assert met.value.sentence is NOTHING_READABLE


def test_noise_in_the_middle_ends_neither_copy_nor_encoding(tmp_path):
    noisy = scramble(make_clip(tmp_path / "a.ts", pictures=100), 0.4, 0.5)
    for mark in (None, MARK):
        clips = export_clip(footage((noisy, 0)), span(0, 10), out(tmp_path), mark)
        assert pictures(clips[0])[0][0] == 0


def test_the_watermark_darkens_the_foot_and_writes_into_it():
    luma = np.full((360, 640), 128, np.uint8)
    Stamper(MARK, 640, 360).stamp(luma, T)
    assert (luma[:320] == 128).all()
    strip = luma[-18:]
    assert strip.max() > 200
    assert np.median(strip) < 70
    again = np.full((360, 640), 128, np.uint8)
    Stamper(MARK, 640, 360).stamp(again, T + S)
    assert (again != luma).any()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (960, 960), (352, 288), (176, 144)])
@pytest.mark.parametrize("place", ["S001 / 前台", "S001 Harbour Motors Flagship / Reception desk"])
def test_who_exported_it_stands_in_pictures_of_every_shape(size, place):
    """The names need their room also where the picture is narrow."""
    width, height = size

    def stamped(user: str) -> NDArray[np.uint8]:
        luma = np.full((height, width), 128, np.uint8)
        Stamper(Watermark(user, place, "Asia/Shanghai"), width, height).stamp(luma, T)
        return luma

    one, other, nobody = (stamped(user) for user in ("Li Wei", "Li Wen", "      "))
    assert (one != other).any()
    assert (one != nobody).any()
    assert (one[: height // 2] == 128).all()


def test_the_time_in_the_picture_is_the_stores():
    from zoneinfo import ZoneInfo

    assert time_text(T, ZoneInfo("Asia/Shanghai")) == "2026-03-02 10:02:00.0 +0800"
    assert time_text(T, ZoneInfo("UTC")) == "2026-03-02 02:02:00.0 +0000"


def test_names_never_take_what_is_there(tmp_path):
    naming = ClipNaming(str(tmp_path), "S/1", "a:b", "UTC")
    first = naming(T)
    assert first.name == "S-1_a-b_2026-03-02_02-02-00.mp4"
    first.touch()
    assert naming(T).name == "S-1_a-b_2026-03-02_02-02-00_2.mp4"


def test_what_nobody_foresaw_leaves_no_earlier_file_of_the_clip(tmp_path):
    clip, naming = make_clip(tmp_path / "a.mp4", pictures=20, rate=10), out(tmp_path)

    def once(start_us: int) -> Path:
        if start_us > T:
            raise OSError(errno.EIO, "Input/output error")
        return naming(start_us)

    with pytest.raises(OSError, match="Input/output"):
        export_clip(footage((clip, 0), (clip, 60)), span(0, 62), once)
    assert left(tmp_path) == []


def seen(clip: ExportedClip) -> tuple[int, int, int, Fraction | None, list[int]]:
    """Size, turn and pixel shape of a file as a player finds them, and its pictures' numbers."""
    with av.open(clip.path) as file:
        stream = file.streams.video[0]
        frames = list(file.decode(stream))
        first, shape = frames[0], stream.sample_aspect_ratio
        numbers = [number_of(each) for each in frames]
        return first.width, first.height, first.rotation, shape, numbers


def shown(path: str) -> NDArray[np.uint8]:
    """The first picture of a file, upright."""
    reader = Clip(path)
    picture = reader.read()
    reader.close()
    assert picture is not None
    return picture.frame.to_ndarray(format="rgb24")


@pytest.mark.parametrize("degrees", [90, -90, 180])
def test_a_watermark_lies_at_the_foot_of_a_turned_clip_as_it_is_seen(tmp_path, degrees):
    phone = filmed(tmp_path / "phone.mp4", degrees)
    at_us = phone.segments[0].start_us
    (clip,) = export_clip(phone, Span(at_us, at_us + S), out(tmp_path), MARK)
    assert (clip.width, clip.height) == SEEN
    assert seen(clip) == (*SEEN, 0, None, list(range(10)))
    (copied,) = export_clip(phone, Span(at_us, at_us + S), out(tmp_path))
    plain, marked = shown(phone.segments[0].path), shown(clip.path)
    changed = np.abs(plain.astype(int) - marked).mean(axis=(1, 2))
    assert changed[-8:].mean() > 3 * changed[:-24].mean() + 5
    assert seen(copied)[2] % 360 == degrees % 360


def test_files_that_are_turned_otherwise_are_not_joined(tmp_path):
    parts = [filmed(tmp_path / f"{each}.mp4", each).segments[0] for each in (90, -90)]
    joined = SegmentList((parts[0], Segment(parts[1].path, parts[0].start_us + 3 * S)), "phone")
    at_us = parts[0].start_us
    clips = export_clip(joined, Span(at_us, at_us + 6 * S), out(tmp_path), MARK)
    assert [seen(each)[4] for each in clips] == [list(range(30))] * 2


@pytest.mark.parametrize("mark", [None, MARK])
def test_pixels_that_are_not_square_keep_their_shape(tmp_path, mark):
    path = make_clip(
        tmp_path / "d1.mp4", pictures=20, rate=10, width=176, height=144, sar=Fraction(16, 11)
    )
    (clip,) = export_clip(footage((path, 0)), span(0, 2), out(tmp_path), mark)
    assert seen(clip) == (176, 144, 0, Fraction(16, 11), list(range(20)))


def test_the_pixels_of_a_turned_clip_are_turned_too(tmp_path):
    phone = filmed(tmp_path / "phone.mp4", 90, sar=Fraction(16, 11))
    at_us = phone.segments[0].start_us
    (clip,) = export_clip(phone, Span(at_us, at_us + S), out(tmp_path), MARK)
    assert seen(clip) == (*SEEN, 0, Fraction(11, 16), list(range(10)))
