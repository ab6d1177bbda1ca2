"""The one door: its words, from anywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.files import ROOT

WORDS = (
    "demo",
    "open",
    "test",
    "bench",
    "scorecard",
    "models",
    "clip",
    "selftest",
    "lint",
    "shots",
    "setup",
)

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def door(
    *words: str, cwd: Path = ROOT, script: Path = ROOT / "run"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(script), *words], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_alone_it_lists_its_words_one_line_each() -> None:
    result = door()
    lines = result.stdout.splitlines()
    assert result.returncode == 0
    for word in WORDS:
        assert len([line for line in lines if line.startswith(f"./run {word}")]) == 1


def test_unknown_word_is_named_and_refused() -> None:
    result = door("opne")
    assert result.returncode == 2
    assert "'opne'" in result.stderr


def test_windows_knows_the_same_words() -> None:
    text = (ROOT / "run.cmd").read_text("utf-8")
    for word in WORDS:
        assert f'"%word%"=="{word}"' in text, word


@pytest.fixture
def ready_copy(tmp_path: Path) -> Path:
    """The door in a folder with spaces, its environment complete, python replaced by an echo."""
    root = tmp_path / "a folder with spaces"
    for name in ("requirements", "installer"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy2(ROOT / "run", root / "run")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "cwd=$PWD"\nfor word in "$@"; do echo "arg=$word"; done\n')
    python.chmod(0o755)
    for which in ("runtime", "dev"):
        shutil.copy(
            root / "requirements" / f"{which}.lock", root / ".venv" / f"{which}.lock.installed"
        )
    for part in ("window", "test", "peers"):
        packages = root / "installer" / "debian-packages.txt"
        shutil.copy(packages, root / ".venv" / f"system-{part}.installed")
    return root


def test_a_ready_environment_starts_at_once_where_it_was_called(
    ready_copy: Path, tmp_path: Path
) -> None:
    result = door("demo", "--out", "my results", cwd=tmp_path, script=ready_copy / "run")
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        f"cwd={tmp_path}", f"arg={ready_copy}/main.py", "arg=demo", "arg=--out", "arg=my results",
    ]  # fmt: skip


def test_tests_run_in_the_repository(ready_copy: Path, tmp_path: Path) -> None:
    result = door("test", "-k", "a name", cwd=tmp_path, script=ready_copy / "run")
    assert result.stdout.splitlines() == [
        f"cwd={ready_copy}", "arg=-m", "arg=pytest", "arg=-k", "arg=a name",
    ]  # fmt: skip
