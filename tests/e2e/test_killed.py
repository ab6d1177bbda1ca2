"""Killed at any moment: what was shown as stored is stored, and the work goes on there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import psutil
import pytest

from app.operations.values import (
    Answer,
    AnswerKind,
    AnswerState,
    Inspection,
    Item,
    fail_answer,
    pass_answer,
)
from tests.e2e.inspecting import SHOWROOM, Inspector
from tests.e2e.stage import SmallStage, open_window

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 4
WORKERS = 2
GONE_WITHIN_S = 20.0


@contextmanager
def answering(stage: SmallStage, inspection_id: int) -> Iterator[subprocess.Popen[str]]:
    """The window of another process, at work on the inspection."""
    command = [sys.executable, "-m", "tests.e2e.answering", str(stage.home), str(stage.footage)]
    process = subprocess.Popen(
        [*command, str(inspection_id)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def killed_after(process: subprocess.Popen[str], items: int, pause_s: float) -> list[list[str]]:
    """What the window told until it was killed, ``pause_s`` after so many stored items."""
    assert process.stdout is not None
    told: list[list[str]] = []
    children: list[psutil.Process] = []
    for line in process.stdout:
        told.append(line.split())
        if sum(words[0] == "stored" for words in told) == items:
            children = psutil.Process(process.pid).children(recursive=True)
            time.sleep(pause_s)
            process.send_signal(signal.SIGKILL)
            break
    # What it could still say before it died counts too; a cut line does not.
    told += [line.split() for line in process.stdout if line.endswith("\n")]
    _, said = process.communicate()
    assert process.returncode == -signal.SIGKILL, said
    # The decode processes notice by themselves that their window is no more.
    assert len(children) >= WORKERS
    assert psutil.wait_procs(children, GONE_WITHIN_S)[1] == []
    return told


def read(stage: SmallStage, inspection_id: int) -> Inspection:
    operations = stage.open()
    try:
        return operations.inspections.get(inspection_id)
    finally:
        operations.close()


def first_open(inspection: Inspection) -> str:
    """The first item without an answer."""
    items = inspection.checklist.items()
    return next(item.id for item in items if item.id not in inspection.answers)


def meant(item: Item, words: list[str]) -> Answer:
    """The answer behind a told line."""
    note = words[3] if len(words) > 3 else ""
    if item.answer_kind is AnswerKind.SCORE:
        return Answer(item.id, AnswerState.ANSWERED, Decimal(words[2]), note=note)
    return pass_answer(item, note) if words[2] == "1" else fail_answer(item, note)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX; Windows ends processes alike")
def test_kill_9_loses_no_answer_that_was_shown_as_stored(small_stage: SmallStage) -> None:
    operations = small_stage.open()
    store, version = small_stage.stores["S001"], small_stage.versions[SHOWROOM]
    inspection_id = operations.inspections.begin(store.id, version.id).id
    operations.close()
    chance = random.Random()  # other moments each time: any of them must hold
    told: list[list[str]] = []
    stored = read(small_stage, inspection_id)
    for _ in range(ROUNDS):
        with answering(small_stage, inspection_id) as process:
            lines = killed_after(process, chance.randint(1, 5), chance.uniform(0, 0.05))
        assert ["opened", first_open(stored)] in lines  # it went on where the last one was killed
        told += [words for words in lines if words[0] == "stored"]
        stored = read(small_stage, inspection_id)
        items = {item.id: item for item in stored.checklist.items()}
        assert {each[1]: stored.answers.get(each[1]) for each in told} == {
            each[1]: meant(items[each[1]], each) for each in told
        }
    # At each end one more may have been stored before the window could show the next item.
    assert 0 <= len(stored.answers) - len(told) <= ROUNDS
    with open_window(small_stage) as hands:
        me = Inspector(hands, small_stage)
        me.tab_to(me.panel.picker.continue_button)
        me.press("Space")
        assert me.item.id == first_open(stored)
        assert me.panel.header.count.text().startswith(f"{len(stored.answers)}/")
