"""The measurements of folders and of skipping the quiet come to an end and tell."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.bench import condense, folder
from tests.support.clips import make_clip
from tests.video.test_activity import same_picture


def parsed(module: object, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)  # type: ignore[attr-defined]  # both modules have it
    return parser.parse_args(words)


def test_a_folder_is_opened_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told.json"
    assert folder.run(parsed(folder, "--segments", "3000", "--json", str(told))) == 0
    result = json.loads(told.read_text())
    assert result["first"]["segments"] == result["second"]["segments"] == 3000
    assert result["second"]["opening_s"] > 0
    assert "opening (s)" in capsys.readouterr().out


def test_what_skipping_the_quiet_saves_in_a_clip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip, told = make_clip(tmp_path / "a.mp4", pictures=100, keyframe_every=20), tmp_path / "t.json"
    words = ("--clip", str(clip), "--visits", "1-3,4.5-9", "--json", str(told))
    assert condense.run(parsed(condense, *words)) == 0
    (row,) = json.loads(told.read_text())["rows"]
    assert (row["visits"], row["skipped"], row["always"]) == (2, 0, 0)
    assert row["footage_s"] == pytest.approx(10)
    assert "a.mp4" in capsys.readouterr().out


def test_a_visit_in_the_quiet_counts_as_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip, told = tmp_path / "still.mp4", tmp_path / "t.json"
    same_picture(clip)
    words = ("--clip", str(clip), "--visits", "1-3", "--json", str(told))
    assert condense.run(parsed(condense, *words)) == 0
    (row,) = json.loads(told.read_text())["rows"]
    assert (row["saved"], row["skipped"]) == (1.0, 1)
    assert condense.run(parsed(condense, "--clip", str(clip), "--visits", "x-y")) == 1
    assert "could not convert" in capsys.readouterr().err
