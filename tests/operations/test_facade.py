"""One object for every door: it opens quickly, tells of changes and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.operations.changes import Changes
from app.operations.values import ChangeKind, ChangeSet
from app.storage.faults import StorageFault
from tests.operations.stage import Stage, open_there

HEAVY = (
    "cv2",
    "av",
    "onnxruntime",
    "reportlab",
    "openpyxl",
    "scipy",
    "numpy",
    "keyring",
    "PySide6",
)


def test_opening_loads_nothing_heavy():
    code = f"import sys, app.operations.facade; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_closing_leaves_no_thread_and_may_be_repeated(tmp_path: Path):
    before = threading.active_count()
    operations = open_there(tmp_path / "home")
    assert threading.active_count() == before + 1
    operations.close()
    operations.close()
    assert threading.active_count() == before
    with pytest.raises(StorageFault, match="closing"):
        operations.people.introduce("Li Wei", "en", "UTC")


def test_a_database_setting_is_used_and_one_that_fails_is_told(tmp_path: Path):
    home = tmp_path / "home"
    operations = open_there(home)
    operations.settings.set("storage.database_url", f"sqlite:///{tmp_path / 'mine.sqlite'}")
    operations.close()
    again = open_there(home)
    state = again.storage_state()
    again.settings.set("storage.database_url", f"sqlite:///{tmp_path / 'no' / 'where.sqlite'}")
    again.close()
    assert (tmp_path / "mine.sqlite").exists()
    assert (state.name, state.waiting, state.away) == ("SQLite", 0, None)
    with pytest.raises(StorageFault) as caught:
        open_there(home)
    assert "where.sqlite" in caught.value.text("zh_CN")


def test_the_rooms_behind_the_facade_are_built_once(stage: Stage):
    operations = stage.operations
    assert operations.scorecards is operations.scorecards
    assert operations.models is operations.models
    assert operations.analysis is operations.analysis


def test_a_listener_hears_until_it_ends(stage: Stage):
    heard: list[ChangeSet] = []
    end = stage.operations.changes.subscribe(heard.append)
    stage.operations.stores.add_company("Two")
    end()
    end()
    stage.operations.stores.add_company("Three")
    assert heard == [ChangeSet(frozenset({ChangeKind.STORES}))]


@pytest.mark.expects_logs("a listener failed")
def test_a_broken_listener_spoils_neither_the_write_nor_the_others():
    changes = Changes()
    heard: list[ChangeSet] = []

    def broken(_change: ChangeSet) -> None:
        raise RuntimeError("broken view")

    changes.subscribe(broken)
    changes.subscribe(heard.append)
    changes.publish(ChangeKind.TASKS)
    assert len(heard) == 1


def test_a_failed_write_tells_nobody(stage: Stage):
    heard: list[ChangeSet] = []
    stage.operations.changes.subscribe(heard.append)
    with pytest.raises(Exception, match="already there"):
        stage.operations.stores.add_company("Chain")
    assert heard == []
