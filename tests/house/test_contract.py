"""The rooms: who may import whom, and how large their modules grow."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

from tests.house.files import ROOT, modules, short, tree

MODULE_LINES = 500
FUNCTION_LINES = 60


def test_import_contract_is_kept() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]
    result = subprocess.run(
        [*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_modules_stay_small() -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    too_long = {name: lines for name, lines in lengths.items() if lines > MODULE_LINES}
    assert not too_long
    assert statistics.median(lines for lines in lengths.values() if lines > 5) <= 170


def function_lengths(path: Path) -> dict[str, int]:
    return {
        f"{short(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }


def test_functions_stay_small() -> None:
    lengths: dict[str, int] = {}
    for path in modules():
        if "migrations" not in path.parts:  # one step of a schema is one function
            lengths |= function_lengths(path)
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}
    ordered = sorted(lengths.values())
    assert ordered[len(ordered) // 2] <= 12
    assert ordered[len(ordered) * 9 // 10] <= 40


def test_start_up_of_the_window_loads_no_heavy_library() -> None:
    """Importing the window's modules must not load what only some action needs."""
    heavy = ["cv2", "av", "onnxruntime", "reportlab", "scipy", "openpyxl"]
    code = (
        "import sys, app.application, app.widgets.main_window, app.operations.facade\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
