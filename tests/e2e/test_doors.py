"""The doors of the command line: what they print, what they refuse, how they end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.operations.values import Answer, AnswerKind, AnswerState, fail_answer, pass_answer
from tests.e2e.programs import run
from tests.e2e.stage import SmallStage
from tests.support.clips import make_clip

MODEL = "yolox_nano"
MODEL_FILE = "yolox_nano_416x416.onnx"
BENCH_KEYS = {
    "tiles", "speed", "pictures_per_s_min", "pictures_per_s_mean", "media_spread_s_max",
    "cpu_cores", "rss_mib", "ui_lag_ms_p50", "ui_lag_ms_p99", "ui_lag_ms_max",
}  # fmt: skip


def test_the_doors_are_listed(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "--help")
    assert done.returncode == 0
    for word in ("open", "demo", "scorecard", "models", "bench", "shots"):
        assert f"    {word} " in done.stdout
    wrong = run(tmp_path / "home", "dance")
    assert wrong.returncode == 2
    assert "dance" in wrong.stderr


def test_models_are_listed_with_licence_and_hash(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "models", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{MODEL}  [not installed]" in done.stdout
    assert "Apache" in done.stdout
    assert "sha256 " in done.stdout


@pytest.mark.models
def test_a_model_is_installed_from_a_folder_and_removed(tmp_path: Path, models_dir: Path) -> None:
    home = tmp_path / "home"
    done = run(home, "models", "install", MODEL, "--from", str(models_dir))
    assert (done.returncode, done.stderr) == (0, "")
    kept = home / "models" / f"{MODEL}.onnx"
    assert str(kept) in done.stdout
    assert kept.read_bytes() == (models_dir / MODEL_FILE).read_bytes()
    assert f"{MODEL}  [installed]" in run(home, "models", "list").stdout
    assert "removed" in run(home, "models", "remove", MODEL).stdout
    assert not kept.exists()
    assert "was not installed" in run(home, "models", "remove", MODEL).stdout


@pytest.mark.models
def test_a_model_with_another_hash_is_refused(tmp_path: Path, models_dir: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copyfile(models_dir / MODEL_FILE, folder / MODEL_FILE)
    with (folder / MODEL_FILE).open("r+b") as file:
        file.seek(1000)
        file.write(b"not what was published")
    home = tmp_path / "home"
    done = run(home, "models", "install", MODEL, "--from", str(folder))
    refused(done.returncode, done.stderr, MODEL_FILE)
    assert "SHA-256" in done.stderr
    assert not (home / "models" / f"{MODEL}.onnx").exists()


def test_models_that_are_not_there_are_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    unknown = run(home, "models", "install", "yolox_giant", "--from", str(tmp_path))
    refused(unknown.returncode, unknown.stderr, "yolox_giant")
    absent = run(home, "models", "install", MODEL, "--from", str(tmp_path))
    refused(absent.returncode, absent.stderr, str(tmp_path))
    nowhere = run(home, "models", "install", MODEL, "--from", str(tmp_path / "nowhere"))
    refused(nowhere.returncode, nowhere.stderr, "nowhere")


def refused(code: int, said: str, name: str) -> None:
    """One sentence on standard error that names the thing, and exit code 1."""
    assert code == 1
    assert name in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1


def inspected(stage: SmallStage) -> int:
    """A submitted inspection: all good but the first item."""
    operations = stage.open()
    try:
        version = stage.versions["showroom-opening"]
        inspection = operations.inspections.begin(stage.stores["S001"].id, version.id)
        for number, item in enumerate(version.checklist.items()):
            answer = pass_answer(item)
            if item.answer_kind is AnswerKind.SCORE:
                answer = Answer(item.id, AnswerState.ANSWERED, score=item.max_score)
            if number == 0:
                answer = fail_answer(item, "Shutter half down")
            operations.inspections.answer(inspection.id, answer)
        operations.inspections.submit(inspection.id)
    finally:
        operations.close()
    return inspection.id


def test_a_scorecard_is_written_without_a_window(small_stage: SmallStage, tmp_path: Path) -> None:
    number = inspected(small_stage)
    for language in ("en", "zh_CN"):
        pdf, xlsx = tmp_path / f"{language}.pdf", tmp_path / f"{language}.xlsx"
        done = run(
            small_stage.home, "scorecard", str(number), "--pdf", str(pdf), "--xlsx", str(xlsx),
            "--language", language,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.split("\n")[-3:-1] == [str(pdf), str(xlsx)]
        assert pdf.read_bytes().startswith(b"%PDF-")
        assert xlsx.read_bytes().startswith(b"PK")
    import openpyxl

    book = openpyxl.load_workbook(tmp_path / "en.xlsx")
    cells = {
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert "Shutter half down" in cells
    assert any("Riverside showroom" in cell for cell in cells)


def test_a_scorecard_that_cannot_be_is_refused(small_stage: SmallStage, tmp_path: Path) -> None:
    unknown = run(small_stage.home, "scorecard", "77", "--pdf", str(tmp_path / "a.pdf"))
    refused(unknown.returncode, unknown.stderr, "77")
    assert not (tmp_path / "a.pdf").exists()
    no_file = run(small_stage.home, "scorecard", "77")
    refused(no_file.returncode, no_file.stderr, "--pdf FILE")


def test_the_bench_writes_every_figure(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "clip.mp4", pictures=100, rate=10, keyframe_every=20, width=320, height=180
    )
    out = tmp_path / "bench.json"
    done = run(
        tmp_path / "home", "bench", "wall", "--tiles", "2", "--seconds", "2", "--speed", "4",
        "--clip", str(clip), "--width", "800", "--height", "600", "--workers", "1",
        "--json", str(out),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert set(figures) >= BENCH_KEYS
    assert (figures["tiles"], figures["speed"]) == (2, 4.0)
    assert 0 < figures["pictures_per_s_min"] <= figures["pictures_per_s_mean"]
    assert figures["rss_mib"] > 10
    assert 0 <= figures["ui_lag_ms_p50"] <= figures["ui_lag_ms_p99"] <= figures["ui_lag_ms_max"]
    assert "pictures" in done.stdout


def test_a_bench_without_its_clip_says_so(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "bench", "wall", "--clip", str(tmp_path / "nothing.mp4"))
    refused(done.returncode, done.stderr, "nothing.mp4")
