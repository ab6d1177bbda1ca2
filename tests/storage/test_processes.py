"""Killed without warning, and two at once: what was told to be stored is stored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.inspections import inspection_of, standing_answers
from app.storage.storage import Storage
from tests.storage.small import make_chain, open_storage

ROOT = Path(__file__).resolve().parents[2]
ANSWERING = """
import sys
from pathlib import Path
from app.storage.inspections import inspection_of
from tests.storage.small import open_storage, record

home, name = Path(sys.argv[1]), sys.argv[3]
inspection_id, count = int(sys.argv[2]), int(sys.argv[4])
storage = open_storage(home)
inspection = storage.read(lambda session: inspection_of(session, inspection_id))
print("ready", flush=True)
for n in range(count):
    task = record(inspection, f"i{n % 40}", n % 2)
    storage.write(task)
    print(name, task.waiting.uid, flush=True)
storage.close()
"""


def answering(home: Path, inspection_id: int, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ANSWERING, str(home), str(inspection_id), name, str(count)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def stored_uids(storage: Storage, inspection_id: int) -> list[str]:
    return storage.read(
        lambda session: [row.uid for row in standing_answers(session, inspection_id)]
    )


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX; Windows ends processes alike")
@pytest.mark.parametrize("after", [1, 7, 23])
def test_kill_9_loses_no_answer_that_was_told_to_be_stored(tmp_path: Path, after: int):
    home = tmp_path / "home"
    storage = open_storage(home)
    inspection = make_chain(storage, items=40).inspection
    storage.close()
    process = answering(home, inspection.id, "a", 100_000)
    assert process.stdout is not None
    told = []
    for line in process.stdout:
        if line.startswith("a "):
            told.append(line.split()[1])
        if len(told) == after:
            process.send_signal(signal.SIGKILL)
            break
    # What it could still say before it died counts too; a cut line does not.
    told += [line.split()[1] for line in process.stdout if line.startswith("a ") and "\n" in line]
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    again = open_storage(home)
    stored = stored_uids(again, inspection.id)
    continued = again.read(lambda session: inspection_of(session, inspection.id))
    again.close()
    assert set(told) <= set(stored)
    # One more may have been committed before the process could say so.
    assert len(stored) - len(told) in (0, 1)
    assert len(continued.answers) == min(len(stored), 40)


def test_two_programs_write_one_database(tmp_path: Path):
    home = tmp_path / "home"
    storage = open_storage(home)
    inspection = make_chain(storage, items=40).inspection
    processes = [answering(home, inspection.id, name, 40) for name in ("a", "b")]
    told = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        told += [line.split()[1] for line in out.splitlines() if line[:2] in ("a ", "b ")]
    stored = stored_uids(storage, inspection.id)
    state = storage.state()
    storage.close()
    assert len(told) == 80
    assert sorted(stored) == sorted(told)
    assert state.waiting == 0


def test_two_programs_may_make_the_database_together(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from tests.storage.small import open_storage\n"
        "s = open_storage(Path(sys.argv[1])); print(s.opened.step.value); s.close()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "home")]
    processes = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(3)
    ]
    steps = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        steps.append(out.strip())
    assert sorted(steps) == ["created", "current", "current"]
