"""Pictures in shared memory: what is due is shown, what is shown is never overwritten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.video.wall.shared_block import attach_block, block_spec, create_block
from app.video.wall.slots import HAZARD, WANTED, SlotReader, SlotWriter

W, H = 8, 4


class Pair:
    """Both sides of one block, in one process."""

    def __init__(self, *, live: bool = False) -> None:
        spec = block_spec(W, H)
        self.reader = SlotReader(create_block(spec.name, spec.total_bytes), spec)
        self.writer = SlotWriter(attach_block(spec.name), spec, live=live)

    def write(self, time_us: int, now_us: int, epoch: int = 0) -> bool:
        entry = self.writer.take(epoch, now_us)
        if entry < 0:
            return False
        size = 4 * W * H
        self.writer.pixels(entry)[:size] = bytes([time_us % 251]) * size
        self.writer.publish(entry, epoch, time_us, (W, H), 4 * W)
        return True

    def close(self) -> None:
        self.writer.release()
        self.reader.release()


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    yield made
    made.close()


def test_the_newest_due_picture_is_shown_and_a_later_one_waits(pair):
    for time_us in (10, 20, 30):
        assert pair.write(time_us, now_us=0)
    assert pair.reader.picture(0, 5) is None
    assert pair.reader.picture(0, 25).media_time_us == 20
    assert pair.reader.picture(0, 29).media_time_us == 20
    assert pair.reader.picture(0, 30).media_time_us == 30


def test_the_serial_changes_exactly_with_the_picture(pair):
    pair.write(10, 0)
    first = pair.reader.picture(0, 10)
    assert pair.reader.picture(0, 15) is first
    pair.write(20, 10)
    assert pair.reader.picture(0, 20).serial != first.serial


def test_after_a_seek_the_old_picture_stays_until_one_of_the_new_epoch_is_due(pair):
    pair.write(1_000, 1_000)
    old = pair.reader.picture(0, 1_000)
    assert pair.reader.picture(1, 50) is old
    pair.write(40, 50, epoch=1)
    assert pair.reader.picture(1, 50).media_time_us == 40


def test_a_picture_of_an_older_epoch_is_never_shown_again(pair):
    pair.write(40, 50, epoch=1)
    pair.reader.picture(1, 50)
    pair.write(45, 50, epoch=0)
    assert pair.reader.picture(1, 50).media_time_us == 40


def test_the_ring_is_bounded_and_takes_again_what_has_been_overtaken(pair):
    times = iter(range(1, 100))
    written = 0
    while pair.write(next(times), now_us=0):
        written += 1
    assert written == pair.writer.spec.entries
    assert not pair.write(99, now_us=0)
    pair.reader.picture(0, 3)
    assert pair.write(50, now_us=3)  # 1 and 2 are overtaken


def test_pictures_ahead_are_told_in_order_and_can_be_dropped(pair):
    for time_us in (30, 10, 20):
        pair.write(time_us, now_us=0)
    assert pair.writer.ahead(0, 10) == [20, 30]
    pair.writer.drop_ahead(10)
    assert pair.writer.ahead(0, 10) == []
    assert pair.reader.picture(0, 99).media_time_us == 10


def test_a_live_picture_is_shown_at_once_whatever_the_clock_says():
    pair = Pair(live=True)
    try:
        for time_us in (900, 1_000, 1_100):
            assert pair.write(time_us, now_us=0)
        assert pair.reader.picture(7, 3).media_time_us == 1_100
    finally:
        pair.close()


def test_a_new_worker_drops_what_its_predecessor_left_but_for_the_shown(pair):
    for time_us in (10, 20, 30):
        pair.write(time_us, now_us=0)
    shown = pair.reader.picture(0, 10)
    successor = SlotWriter(attach_block(pair.reader.spec.name), pair.reader.spec)
    try:
        assert pair.reader.picture(0, 99).serial == shown.serial
        assert bytes(shown.data) == bytes([10]) * 4 * W * H
    finally:
        successor.release()


def test_memory_being_painted_outlives_the_tile(pair):
    pair.write(10, 0)
    picture = pair.reader.picture(0, 10)
    other = Pair()
    other.write(77, 0)
    kept = other.reader.picture(0, 77)
    other.close()
    assert bytes(kept.data) == bytes([77]) * 4 * W * H
    assert bytes(picture.data) == bytes([10]) * 4 * W * H


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["write", "show", "seek", "drop"]), st.integers(0, 60)),
        max_size=80,
    )
)
def test_whatever_happens_the_shown_picture_is_never_written_to(steps):
    pair = Pair()
    epoch, now, shown, colour = 0, 0, None, b""
    try:
        for name, amount in steps:
            if name == "write":
                pair.write(now + amount, now, epoch)
            elif name == "show":
                now += amount
                shown = pair.reader.picture(epoch, now)
                colour = b"" if shown is None else bytes(shown.data)
            elif name == "seek":
                epoch, now = epoch + 1, amount
            else:
                pair.writer.drop_ahead(now)
            if shown is not None:
                assert bytes(shown.data) == colour
                assert set(colour) == {shown.media_time_us % 251}
    finally:
        shown = None
        pair.close()


@pytest.mark.parametrize("cell", [HAZARD, WANTED])
def test_the_writer_takes_no_entry_that_the_reader_names(pair, cell):
    spec = pair.writer.spec
    block = attach_block(spec.name)
    ints = memoryview(block.buf or b"").cast("q")
    try:
        for named in range(spec.entries):
            ints[cell] = named
            for now in range(1, 2 * spec.entries):
                assert pair.writer.take(now, now) != named  # every entry is of an older epoch
    finally:
        ints.release()
        block.close()


def test_a_moment_written_again_and_again_always_finds_room(pair):
    for _ in range(3 * pair.reader.spec.entries):
        assert pair.write(1000, now_us=1500)
        assert pair.reader.picture(0, 1500).media_time_us == 1000
    assert pair.write(2000, now_us=2500)
    assert pair.reader.picture(0, 2500).media_time_us == 2000
