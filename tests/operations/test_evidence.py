"""Evidence: the file, then the record, and neither ever changes."""

from __future__ import annotations

import errno
import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.operations.checks import EntryFault
from app.operations.evidence import EvidenceKept
from app.operations.facade import open_operations
from app.operations.values import Answer, AnswerState, ChangeKind, Mark, Still
from app.storage import disk
from app.storage import writer as writer_module
from app.storage.faults import DiskFault, NotFound, Refused
from tests.operations.stage import MORNING_US, Heard, Stage, open_there, still
from tests.operations.test_inspections import answer_required, passed

MARKS = (
    Mark("box", 0.1, 0.2, 0.3, 0.4),
    Mark("text", 0.5, 0.5, 0.5, 0.5, text="污渍 {x}", colour="#ffd60a"),
)


def test_a_picture_is_kept_with_everything_that_tells_where_it_is_from(stage: Stage):
    inspection = stage.begin()
    heard = Heard(stage.operations)
    picture = still()
    record = stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, picture)
    assert record.sha256 == hashlib.sha256(picture.png).hexdigest()
    assert record.media_time_us == MORNING_US
    assert (record.width, record.height) == (64, 36)
    assert (record.who, record.camera_label) == ("Li Wei", "S001/counter")
    assert (record.store_id, record.item_id) == (stage.store.id, "i0")
    assert stage.operations.evidence.path(record.sha256).read_bytes() == picture.png
    assert stage.operations.evidence.list(inspection.id) == (record,)
    assert stage.operations.evidence.of_store(stage.store.id) == (record,)
    stage.operations.evidence.verify(record.sha256)
    assert heard.kinds() == {ChangeKind.EVIDENCE}


def test_pictures_without_an_inspection_are_found_newest_first(stage: Stage):
    evidence = stage.operations.evidence
    _, camera = stage.second_store()
    inspection = stage.begin()
    evidence.store(inspection.id, "i0", stage.camera.id, still())
    first = evidence.store(None, None, stage.camera.id, still(1))
    second = evidence.store(None, None, camera.id, still(2))
    assert evidence.list_loose() == (second, first)
    assert evidence.list_loose(stage.store.id) == (first,)
    assert evidence.list_loose(limit=1) == (second,)


def test_a_live_picture_of_the_small_stream_is_joined_by_one_of_the_main_stream(stage: Stage):
    evidence = stage.operations.evidence
    seen, after = still(), replace(still(7), media_time_us=MORNING_US + 800_000)
    inspection = stage.begin()
    record = evidence.store(inspection.id, "i0", stage.camera.id, seen)
    assert evidence.list(inspection.id) == (record,)  # whatever becomes of the main stream
    evidence.add_main(inspection.id, "i0", stage.camera.id, after)
    kept = evidence.list(inspection.id)
    assert [each.camera_label for each in kept] == ["S001/counter", "S001/counter · main"]
    assert [each.media_time_us for each in kept] == [MORNING_US, MORNING_US + 800_000]
    assert kept[0] == record
    assert evidence.path(kept[1].sha256).read_bytes() == after.png


def test_a_main_picture_that_comes_after_the_submit_is_kept_without_the_inspection(stage: Stage):
    evidence = stage.operations.evidence
    inspection = answer_required(stage)
    seen = evidence.store(inspection.id, "i0", stage.camera.id, still())
    stage.operations.inspections.submit(inspection.id)
    late = evidence.add_main(inspection.id, "i0", stage.camera.id, still(7))
    assert (late.inspection_id, late.item_id) == (None, None)
    assert late.camera_label == "S001/counter · main"
    assert evidence.list(inspection.id) == (seen,)
    assert evidence.list_loose() == (late,)
    with pytest.raises(Refused):
        evidence.add_main(None, None, 999, still(8))  # nowhere to keep it


def test_marks_are_beside_the_original(stage: Stage):
    evidence = stage.operations.evidence
    record = evidence.store(stage.begin().id, "i0", stage.camera.id, still())
    evidence.mark(record.id, MARKS[:1], still(50).png)
    marked = evidence.mark(record.id, MARKS, still(99).png)
    assert marked.sha256 == record.sha256
    assert marked.marks == MARKS
    assert marked.marked_sha256 == hashlib.sha256(still(99).png).hexdigest()
    assert evidence.get(record.id) == marked
    assert evidence.path(record.sha256).read_bytes() == still().png
    # The earlier marked version is still there for whoever disputes the later one.
    evidence.verify(hashlib.sha256(still(50).png).hexdigest())


def test_the_same_frame_taken_twice_is_two_records_and_one_file(stage: Stage):
    inspection = stage.begin()
    first = stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())
    second = stage.operations.evidence.store(inspection.id, "i1", stage.camera.id, still())
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert len(list((stage.home / "evidence").rglob("*.png"))) == 1


def test_a_full_disk_costs_the_picture_and_nothing_else(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    inspection = stage.begin()
    stage.operations.inspections.answer(inspection.id, passed("i0"))

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "_write_synced", full)
    with pytest.raises(DiskFault, match="is full, so the evidence picture was not stored"):
        stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())
    monkeypatch.undo()
    assert stage.operations.evidence.list(inspection.id) == ()
    assert [p for p in (stage.home / "evidence").rglob("*") if p.is_file()] == []
    assert set(stage.operations.inspections.get(inspection.id).answers) == {"i0"}
    stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())


def test_a_submitted_inspection_takes_no_more_evidence_or_marks(stage: Stage):
    inspection = answer_required(stage)
    record = stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())
    stage.operations.inspections.submit(inspection.id)
    with pytest.raises(Refused, match="submitted"):
        stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still(1))
    with pytest.raises(Refused, match="submitted"):
        stage.operations.evidence.mark(record.id, MARKS, still(2).png)
    after = stage.operations.evidence.store(None, None, stage.camera.id, still(3))
    stage.operations.evidence.mark(after.id, MARKS, still(4).png)


def test_evidence_belongs_to_its_store_and_its_item(stage: Stage):
    inspection = stage.begin()
    _, elsewhere = stage.second_store()
    with pytest.raises(Refused, match="S002/door"):
        stage.operations.evidence.store(inspection.id, "i0", elsewhere.id, still())
    with pytest.raises(Refused, match="nothing"):
        stage.operations.evidence.store(inspection.id, "nothing", stage.camera.id, still())
    with pytest.raises(NotFound):
        stage.operations.evidence.store(99, "i0", stage.camera.id, still())
    with pytest.raises(NotFound):
        stage.operations.evidence.get(99)


def test_only_a_png_picture_is_evidence(stage: Stage):
    with pytest.raises(EntryFault):
        stage.operations.evidence.store(None, None, stage.camera.id, Still(b"JFIF", 1, 1, 0))


def test_a_scorecard_needs_no_answer_to_show_evidence(stage: Stage):
    inspection = stage.begin()
    record = stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())
    stage.operations.inspections.answer(
        inspection.id, Answer("i0", AnswerState.NOT_ASSESSABLE, reason="dark")
    )
    picture = stage.operations.scorecards.data(inspection.id).evidence[0]
    assert picture.path == stage.operations.evidence.path(record.sha256)
    stage.operations.evidence.path(record.sha256).unlink()
    assert stage.operations.scorecards.data(inspection.id).evidence[0].path is None


def test_a_check_holds_records_and_files_against_each_other(stage: Stage):
    evidence = stage.operations.evidence
    records = [evidence.store(None, None, stage.camera.id, still(shade)) for shade in range(3)]
    marked = evidence.mark(records[0].id, MARKS, still(200).png)
    evidence.path(records[1].sha256).unlink()
    evidence.path(records[2].sha256).write_bytes(b"other")
    stray = still(99).png
    sha256 = hashlib.sha256(stray).hexdigest()
    evidence.path(sha256).parent.mkdir(exist_ok=True)
    evidence.path(sha256).write_bytes(stray)
    found = evidence.check()
    assert marked.marked_sha256 is not None
    assert found.whole == 2
    assert found.missing == (records[1].sha256,)
    assert found.changed == (records[2].sha256,)
    assert found.unknown == (sha256,)


def test_a_picture_taken_while_the_database_is_away_joins_its_item_later(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A live moment does not come again, so it must not be lost."""
    monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 0.02)
    monkeypatch.setattr(writer_module, "REPLAY_AT_MOST_S", 0.02)
    inspection = stage.begin()
    path = stage.home / "floorwalk.sqlite"
    path.rename(tmp_path / "away.sqlite")
    with pytest.raises(EvidenceKept, match="need not be taken again") as caught:
        stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())
    assert str(path) in caught.value.text("zh_CN")
    assert stage.operations.waiting() == 1
    heard = Heard(stage.operations)
    (tmp_path / "away.sqlite").rename(path)
    gate = threading.Event()
    while ChangeKind.EVIDENCE not in heard.kinds():
        gate.wait(0.02)
    (record,) = stage.operations.evidence.list(inspection.id)
    assert (record.item_id, record.media_time_us, record.who) == ("i0", MORNING_US, "Li Wei")
    stage.operations.evidence.verify(record.sha256)
    assert stage.operations.waiting() == 0


def test_a_waiting_picture_is_stored_once_and_in_its_own_database(stage: Stage, tmp_path: Path):
    inspection = stage.begin()
    path = stage.home / "floorwalk.sqlite"
    path.rename(tmp_path / "away.sqlite")
    with pytest.raises(EvidenceKept):
        stage.operations.evidence.store(inspection.id, "i0", stage.camera.id, still())
    (waiting,) = (stage.home / "waiting").glob("*.json")
    copy = waiting.read_bytes()
    stage.operations.close()
    other = open_operations(stage.home, f"sqlite:///{tmp_path / 'other.sqlite'}")
    other.people.introduce("Li Wei", "en", "UTC")
    assert other.waiting() == 1
    other.close()
    (tmp_path / "away.sqlite").rename(path)
    for _ in range(2):  # the second time as if the first had been killed before it cleaned up
        waiting.write_bytes(copy)
        again = open_there(stage.home)
        again.people.introduce("Li Wei", "en", "UTC")
        assert again.waiting() == 0
        assert len(again.evidence.list(inspection.id)) == 1
        again.close()
