"""Waiting answers: whole files only, in order, and what cannot be read stays."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage import disk
from app.storage.faults import DiskFault
from app.storage.journal import Journal, WaitingBookmark, WaitingEvidence
from app.storage.storage import Storage
from tests.storage.small import AT_US, Chain, waiting


def test_what_was_kept_is_there_for_the_next_start_in_order(chain: Chain, tmp_path: Path):
    journal = Journal(tmp_path / "waiting")
    entries = [
        replace(waiting(chain.inspection, f"i{n}", note="两行\nof {note}"), answered_us=AT_US + n)
        for n in range(3)
    ]
    for entry in entries:
        journal.keep(entry)
    journal.stored(entries[1])
    assert Journal(tmp_path / "waiting").entries() == (entries[0], entries[2])
    assert journal.of(chain.inspection.uid) == (entries[0], entries[2])
    assert journal.of("another") == ()


def test_the_order_stays_when_the_clock_is_set_back(chain: Chain, tmp_path: Path):
    journal = Journal(tmp_path / "waiting")
    for answered_us in (AT_US, AT_US - 3_600_000_000, AT_US):
        journal.keep(replace(waiting(chain.inspection, "i0"), answered_us=answered_us))
    again = Journal(tmp_path / "waiting")
    assert again.entries() == journal.entries()
    last = replace(waiting(chain.inspection, "i0"), answered_us=1)
    again.keep(last)
    assert Journal(tmp_path / "waiting").entries()[-1] == last


def test_two_answers_of_the_same_microsecond_both_stay(chain: Chain, tmp_path: Path):
    journal = Journal(tmp_path / "waiting")
    journal.keep(waiting(chain.inspection, "i0"))
    journal.keep(waiting(chain.inspection, "i1"))
    assert len(Journal(tmp_path / "waiting")) == 2


@pytest.mark.expects_logs("cannot be read")
def test_a_file_that_cannot_be_read_stays_and_hides_no_other(chain: Chain, tmp_path: Path):
    journal = Journal(tmp_path / "waiting")
    journal.keep(waiting(chain.inspection, "i0"))
    broken = tmp_path / "waiting" / "00000000000000000000-x.json"
    broken.write_text('{"uid": "x"')
    (tmp_path / "waiting" / ".cut.part").write_text("half")
    assert len(Journal(tmp_path / "waiting")) == 1
    assert broken.exists()


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    journal = Journal(tmp_path / "waiting")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(DiskFault) as caught:
        journal.keep(waiting(chain.inspection, "i0"))
    assert "is full, so the answer was not stored" in caught.value.text()
    assert "判定未能保存" in caught.value.text("zh_CN")
    assert list((tmp_path / "waiting").iterdir()) == []
    assert len(journal) == 0


def test_an_answer_is_stored_once_however_often_it_is_replayed(storage: Storage, chain: Chain):
    from app.storage.inspection_changes import RecordAnswer
    from app.storage.inspections import standing_answers

    entry = waiting(chain.inspection, "i0")
    for _ in range(3):
        storage.write(RecordAnswer(entry))
    rows = storage.read(lambda session: len(standing_answers(session, chain.inspection.id)))
    assert rows == 1


def test_every_kind_that_waits_is_there_for_the_next_start(chain: Chain, tmp_path: Path):
    journal = Journal(tmp_path / "waiting")
    entries = (
        waiting(chain.inspection, "i0"),
        WaitingEvidence("e", "db", None, None, 1, 2, AT_US + 1, "Li Wei", "0" * 64, 64, 36),
        WaitingBookmark("b", "db", 1, None, 2, "排队 {x}", "Li Wei", AT_US + 2),
    )
    for entry in entries:
        journal.keep(entry)
    assert Journal(tmp_path / "waiting").entries() == entries
