"""The activity index: kept, checked, continued, held, and never quiet where nobody looked."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import app.video.activity.looking as activity
import app.video.recordings.index as recording_index
from app.faults import Fault, Sentence
from app.video.activity.grid import (
    BIN_US,
    DAY_BINS,
    UNSEEN,
    bins_of,
    code,
    days_of,
    joined,
    lane_of,
    spans_of,
)
from app.video.activity.looking import LEAST, ActivityLimits, ActivityPass, ActivityProgress
from app.video.activity.rooms import ActivityRooms
from app.video.activity.store import ActivityStore, Looked, path_key
from app.video.coverage import coverage
from app.video.key_copies.file import KeyFile
from app.video.key_copies.folder import VARIABLE, copies_path
from app.video.media import RecordingFolder, Segment, SegmentList, Span
from tests.support.clips import make_clip, truncate
from tests.video.cases import DAY_US, S

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
MORNING_US = DAY_US + 8 * 3600 * S
WHOLE = Span(MORNING_US, MORNING_US + 60 * S)


# -- the grid -------------------------------------------------------------------------


def test_a_level_holds_from_the_picture_before_on() -> None:
    at = [MORNING_US + second * S for second in (0, 2, 4, 6, 8)]
    first, bins = bins_of(at, [0.0, 0.0, 1.0, 0.0, 0.0], Span(MORNING_US, MORNING_US + 10 * S))
    assert first == MORNING_US // BIN_US
    assert list(bins == 255) == [False, True, True, False, False, False][: len(bins)]


def test_between_pictures_far_apart_anything_may_have_happened() -> None:
    at = [MORNING_US, MORNING_US + 20 * S]
    _, bins = bins_of(at, [0.0, 0.0], Span(MORNING_US, MORNING_US + 24 * S))
    assert set(bins[:10]) == {255}
    assert bins[-1] == 1


def test_a_lane_takes_the_most_of_each_part_and_knows_what_nobody_saw() -> None:
    bins = np.zeros(10, np.uint8)
    bins[2:4] = [code(0.5), code(1.0)]
    bins[6] = code(0.0)
    span = Span(0, 10 * BIN_US)
    assert lane_of(bins, 0, span, 5) == (None, 1.0, None, 0.0, None)
    assert lane_of(bins, 0, Span(2 * BIN_US, 4 * BIN_US), 4) == (0.5, 0.5, 1.0, 1.0)
    assert len(lane_of(bins, 0, span, 333)) == 333
    assert lane_of(bins, 0, Span(0, 2 * BIN_US), 2) == (None, None), "what follows is no part of it"


def test_spans_are_widened_joined_and_cut() -> None:
    mask = np.array([False, True, True, False, False, False, True])
    assert spans_of(mask, 10) == [Span(11 * BIN_US, 13 * BIN_US), Span(16 * BIN_US, 17 * BIN_US)]
    parts = [Span(30, 40), Span(10, 12), Span(19, 20)]
    assert joined(parts, 4, Span(8, 42)) == (Span(8, 24), Span(26, 42))
    assert list(days_of(Span(DAY_US, DAY_US + 1))) == [DAY_US // (DAY_BINS * BIN_US)]


# -- the files ------------------------------------------------------------------------


def looked(name: str, first: int, *values: int, from_us: int = 0) -> Looked:
    bins = np.array(values, np.uint8)
    return Looked(bytes(16), path_key(name), 100, 200, from_us, 300, first, True, bins)


def same(one: Looked, other: Looked) -> bool:
    return one.path_key == other.path_key and list(one.bins) == list(other.bins)


def test_records_come_back_and_broken_ones_do_not(tmp_path: Path) -> None:
    store = ActivityStore(tmp_path)
    records = [looked(f"{number}.mp4", 5 + number, 1, 2, number) for number in range(3)]
    for record in records:
        store.append(7, record)
    (path,) = (tmp_path / "7").iterdir()
    assert all(map(same, store.load(7, 0), records))
    content = bytearray(path.read_bytes())
    size = len(content) // 3
    content[size + size // 2] ^= 4
    path.write_bytes(content)
    assert [one.path_key for one in store.load(7, 0)] == [path_key("0.mp4"), path_key("2.mp4")]
    path.write_bytes(content[:-5])
    assert [one.path_key for one in store.load(7, 0)] == [path_key("0.mp4")]
    path.write_bytes(content[: size // 2] + content[2 * size :])
    assert [one.path_key for one in store.load(7, 0)] == [path_key("2.mp4")]
    assert store.load(8, 0) == []


def test_the_longest_unwritten_days_go_first(tmp_path: Path) -> None:
    store = ActivityStore(tmp_path)
    for day in range(3):
        store.append(7, looked("a.mp4", day * DAY_BINS, 1, 2, 3))
        (path,) = (tmp_path / "7").glob(f"{day}.*")
        os.utime(path, (1_700_000_000 + day, 1_700_000_000 + day))
    size = path.stat().st_size
    assert store.trim(2 * size) == 1
    assert store.load(7, 0) == []
    assert len(store.load(7, 2)) == 1


# -- the pass -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds in which every picture is another one."""
    path = tmp_path_factory.mktemp("clip") / "ten-seconds.mp4"
    return make_clip(path, pictures=100, keyframe_every=20)


class Stage:
    """A folder of recordings and a pass over it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.limits = ActivityLimits(share=1.0)
        self.told = 0
        self.zone = "UTC"
        self.activity = self.opened()

    def opened(self) -> ActivityPass:
        store = ActivityStore(self.root / "activity")
        return ActivityPass(store, self.media, self._tell, lambda: self.limits)

    def again(self) -> None:
        """As after the next start of the program."""
        self.activity.close()
        self.activity = self.opened()

    def media(self, camera_id: int) -> RecordingFolder | None:
        if camera_id != 1:
            return None
        return RecordingFolder(str(self.root), PATTERN, "cam1", self.zone, "S001/entrance")

    def recorded(self, span: Span = WHOLE) -> tuple[Span, ...]:
        media = self.media(1)
        assert media is not None
        return coverage(media, span)

    def _tell(self) -> None:
        self.told += 1

    def put(self, clip: Path, name: str) -> Path:
        path = self.root / "cam1/2026-01-01" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(clip, path)
        return path

    def until(self, true: Callable[[], object]) -> None:
        until_s = time.monotonic() + 20
        while not true():
            assert time.monotonic() < until_s
            time.sleep(0.02)

    def look(self) -> None:
        """Want all of it, and wait until it was looked at."""
        self.activity.want((1,), WHOLE)
        self.until(self.activity.is_through)

    def lane(self, span: Span = WHOLE) -> tuple[float | None, ...]:
        self.activity.lane(1, span, 30)
        self.until(lambda: self.activity.days.lane(1, span, 30)[1])
        return self.activity.lane(1, span, 30)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(recording_index, "REFRESH_S", -1.0)
    monkeypatch.setattr(activity, "LOOK_AGAIN_S", 0.05)
    made = Stage(tmp_path)
    yield made
    made.activity.close()


def seen(lane: tuple[float | None, ...]) -> list[bool]:
    return [value is not None for value in lane]


def test_it_looks_keeps_and_does_not_look_twice(stage: Stage, clip: Path) -> None:
    stage.put(clip, "08-00-00.mp4")
    assert seen(stage.lane()) == [False] * 30
    stage.look()
    lane = stage.lane()
    assert seen(lane) == [True] * 5 + [False] * 25
    assert max(value or 0 for value in lane) > LEAST
    assert stage.told > 0
    progress = stage.activity.progress()
    assert progress == ActivityProgress(10.0, 10.0, False)
    stage.again()
    assert stage.lane() == lane
    (kept,) = (stage.root / "activity/1").glob("*.activity")
    size = kept.stat().st_size
    stage.look()
    assert kept.stat().st_size == size


def test_segments_that_grow_appear_or_change_are_looked_at(stage: Stage, clip: Path) -> None:
    path = stage.put(clip, "08-00-00.mkv.mp4")
    path.unlink()
    growing = make_clip(stage.root / "cam1/2026-01-01/08-00-00.mp4", pictures=40)
    stage.look()
    assert seen(stage.lane())[:6] == [True, True, False, False, False, False]
    make_clip(growing, pictures=100)
    stage.put(clip, "08-00-20.mp4")
    stage.until(lambda: seen(stage.lane()) == [True] * 5 + [False] * 5 + [True] * 5 + [False] * 15)
    shutil.copyfile(make_clip(stage.root / "short.mp4", pictures=20), growing)
    stage.until(lambda: seen(stage.lane())[1:10] == [False] * 9)


def test_what_nobody_looked_at_counts_as_busy_where_it_was_recorded(
    stage: Stage, clip: Path
) -> None:
    stage.put(clip, "08-00-00.mp4")
    stage.put(clip, "08-00-30.mp4")
    recorded = (
        Span(MORNING_US, MORNING_US + 10 * S),
        Span(MORNING_US + 30 * S, MORNING_US + 40 * S),
    )
    footage = {1: (Span(MORNING_US - 60 * S, MORNING_US - 50 * S), *recorded), 2: ()}
    assert stage.activity.busy(footage, WHOLE, 0.0, LEAST) == recorded
    assert stage.activity.busy({2: ()}, WHOLE, 0.0, LEAST) == ()


def test_what_stays_on_a_recorder_counts_as_busy_beside_what_was_fetched(
    stage: Stage, tmp_path: Path
) -> None:
    same_picture(tmp_path / "still.mp4")
    stage.put(tmp_path / "still.mp4", "08-00-00.mp4")
    stage.look()
    left = Span(MORNING_US + 10 * S, WHOLE.end_us)
    assert stage.activity.busy({1: (WHOLE,)}, WHOLE, 0.0, LEAST) == (left,)
    other = Span(MORNING_US + 2 * S, MORNING_US + 4 * S)  # of a camera on a recorder alone
    assert stage.activity.busy({1: (WHOLE,), 3: (other,)}, WHOLE, 0.0, LEAST) == (other, left)


def test_after_a_corrected_time_zone_it_looks_anew_at_the_right_times(
    stage: Stage, tmp_path: Path
) -> None:
    same_picture(tmp_path / "still.mp4")
    stage.put(tmp_path / "still.mp4", "00-00-00.mp4")
    stage.put(tmp_path / "still.mp4", "08-00-00.mp4")
    midnight = Span(DAY_US, DAY_US + 60 * S)
    stage.activity.want((1,), Span(DAY_US, WHOLE.end_us))
    stage.until(stage.activity.is_through)
    assert seen(stage.lane(midnight)) == seen(stage.lane()) == [True] * 5 + [False] * 25
    stage.zone = "Asia/Shanghai"  # what was taken for midnight was 16:00 UTC the day before
    stage.activity.forget()
    (opening,) = stage.recorded(midnight)  # of the file that was taken for 8 o'clock
    assert stage.activity.busy({1: (opening,)}, midnight, 0.0, LEAST) == (opening,)
    assert seen(stage.lane()) == [False] * 30
    stage.activity.want((1,), midnight)
    stage.until(stage.activity.is_through)
    assert seen(stage.lane(midnight)) == [True] * 5 + [False] * 25
    assert stage.activity.busy({1: (opening,)}, midnight, 0.0, LEAST) == ()
    stage.again()
    assert seen(stage.lane(midnight)) == [True] * 5 + [False] * 25
    assert seen(stage.lane()) == [False] * 30
    stage.zone = "UTC"  # and back: what was found then is still true
    stage.activity.forget()
    assert seen(stage.lane(midnight)) == seen(stage.lane()) == [True] * 5 + [False] * 25


def test_a_list_that_tells_another_time_is_looked_at_anew(stage: Stage, clip: Path) -> None:
    def listed(start_us: int) -> SegmentList:
        return SegmentList((Segment(str(clip), start_us),))

    lists = {1: listed(MORNING_US)}
    stage.activity.close()
    stage.activity = ActivityPass(
        ActivityStore(stage.root / "activity"), lists.get, lambda: None, lambda: stage.limits
    )
    stage.look()
    assert seen(stage.lane()) == [True] * 5 + [False] * 25
    lists[1] = listed(MORNING_US + 40 * S)
    stage.activity.forget()
    stage.until(lambda: seen(stage.lane()) == [False] * 20 + [True] * 5 + [False] * 5)


def test_while_nobody_can_tell_the_setup_nothing_counts_and_nothing_is_lost(
    stage: Stage, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.put(clip, "08-00-00.mp4")
    stage.look()
    stage.again()

    def away(_camera: int) -> RecordingFolder:
        raise Fault(Sentence("away", "不在"))

    monkeypatch.setattr(stage.activity, "_media_of", away)
    assert stage.activity.busy({1: (WHOLE,)}, WHOLE, 0.0, LEAST) == (WHOLE,)
    monkeypatch.setattr(stage.activity, "_media_of", stage.media)
    assert seen(stage.lane()) == [True] * 5 + [False] * 25


def test_the_room_is_remembered_from_one_segment_to_the_next(tmp_path: Path) -> None:
    rooms = ActivityRooms(tmp_path)
    assert rooms.find(1, MORNING_US) == b""
    rooms.keep(1, MORNING_US, MORNING_US + 60 * S, b"first")
    rooms.keep(1, MORNING_US + 60 * S, MORNING_US + 120 * S, b"second")
    rooms.keep(1, DAY_US, DAY_US + 60 * S, b"another time")
    again = ActivityRooms(tmp_path)
    assert again.find(1, MORNING_US + 121 * S) == b"second"
    assert again.find(1, DAY_US + 60 * S) == b"another time"
    assert again.find(1, MORNING_US + 3600 * S) == b""
    assert again.find(2, MORNING_US) == b""
    (path,) = (tmp_path / "1").iterdir()
    path.write_bytes(path.read_bytes()[:-2])
    assert ActivityRooms(tmp_path).find(1, MORNING_US + 121 * S) == b""
    assert ActivityRooms(tmp_path).find(1, DAY_US + 60 * S) == b"another time"


def test_quiet_footage_is_left_out(stage: Stage, tmp_path: Path) -> None:
    still = tmp_path / "still.mp4"
    same_picture(still)
    stage.put(still, "08-00-00.mp4")
    stage.look()
    assert set(stage.lane()[:5]) == {0.0}
    assert stage.activity.busy({1: stage.recorded()}, WHOLE, 3.0, LEAST) == ()


def same_picture(path: Path) -> None:
    """Ten seconds in which nothing happens."""
    import av

    picture = np.full((96, 128, 3), 90, np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        stream.codec_context.gop_size = 20
        stream.options = {"preset": "ultrafast"}
        for _ in range(100):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))


def test_a_broken_segment_amid_good_ones_stays_unseen(stage: Stage, clip: Path) -> None:
    stage.put(clip, "08-00-00.mp4")
    truncate(stage.put(clip, "08-00-10.mp4"), 0.5)
    stage.put(clip, "08-00-20.mp4")
    stage.look()
    assert seen(stage.lane())[:15] == [True] * 5 + [False] * 5 + [True] * 5


def test_it_is_held_and_goes_on(stage: Stage, clip: Path) -> None:
    stage.put(clip, "08-00-00.mp4")
    stage.activity.pause(True)
    stage.activity.want((1,), WHOLE)
    assert stage.activity.progress().paused
    time.sleep(0.3)
    assert not any(seen(stage.lane()))
    stage.activity.pause(False)
    stage.until(lambda: any(seen(stage.lane())))
    assert not stage.activity.progress().paused
    stage.limits = ActivityLimits(on=False)
    assert stage.activity.progress().paused


def test_what_is_asked_for_while_it_goes_to_rest_is_not_slept_over(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def asked_meanwhile(*, now: bool = False) -> None:
        if now and not asked.is_set():
            stage.activity.lane(1, WHOLE, 30)
            asked.set()

    monkeypatch.setattr(stage.activity, "_tell", asked_meanwhile)
    stage.activity.lane(2, WHOLE, 30)
    assert asked.wait(20)
    stage.until(lambda: stage.activity.days.lane(1, WHOLE, 30)[1])


def test_beyond_its_size_the_cache_is_trimmed(stage: Stage, clip: Path) -> None:
    old = looked("a.mp4", 0, *([1] * 40_000))
    ActivityStore(stage.root / "activity").append(2, old)
    stage.limits = ActivityLimits(share=1.0, most_bytes=20_000)
    stage.put(clip, "08-00-00.mp4")
    stage.look()
    stage.until(lambda: not list((stage.root / "activity/2").glob("*.activity")))
    assert list((stage.root / "activity/1").glob("*.activity"))


def test_small_copies_of_main_streams_are_kept_as_long_as_they_are_wanted(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "copies"))
    stage.limits = ActivityLimits(share=1.0, copies_bytes=2**30)
    clip = make_clip(
        tmp_path / "main.mp4", pictures=16, rate=2, keyframe_every=4, width=1280, height=720
    )
    path = copies_path(str(stage.put(clip, "08-00-00.mp4")))
    assert path is not None
    stage.look()
    with contextlib.closing(KeyFile(path)) as file:
        assert len(list(file.names())) == 4
    stage.limits = ActivityLimits(share=1.0, copies_bytes=0)
    stage.activity.heed_limits()
    stage.until(lambda: not path.exists())


@pytest.mark.expects_logs("what was found cannot be kept")
def test_the_disk_is_full(stage: Stage, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: ActivityStore, _camera: int, _looked: Looked) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ActivityStore, "append", full)
    stage.put(clip, "08-00-00.mp4")
    stage.look()
    assert seen(stage.lane())[:5] == [True] * 5, "it is known until the program ends"


def test_unseen_is_zero() -> None:
    assert UNSEEN == 0
    assert [code(level) for level in (-1.0, 0.0, 1.0, 2.0)] == [1, 1, 255, 255]
