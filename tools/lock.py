"""Make the lock files again: ``./run lock``.

``requirements/dev.lock`` holds everything with the test tools,
``requirements/runtime.lock`` the part a user needs; both pin exact versions
with the hashes of all files of that version, so that any platform's wheel
matches. pip-compile resolves for the machine it runs on only, therefore the
packages that belong to one platform are named here with their markers.
Neither file holds the address of a package index: where packages come from is
the business of the machine that installs them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"

# Needed on platforms other than Linux; resolved together with the rest.
ELSEWHERE = ("onnxruntime>=1.31,<2", "pyreadline3>=3.5.4,<4", "pywin32-ctypes>=0.2")
# onnxruntime-gpu has no macOS wheel; the keyring's D-Bus backend is Linux's alone.
MARKERS = {
    "onnxruntime": 'sys_platform == "darwin"',
    "onnxruntime-gpu": 'sys_platform != "darwin"',
    "pyreadline3": 'sys_platform == "win32"',
    "pywin32-ctypes": 'sys_platform == "win32"',
    "jeepney": 'sys_platform == "linux"',
    "secretstorage": 'sys_platform == "linux"',
    "cryptography": 'sys_platform == "linux"',
}
OPTIONS = (
    "--quiet",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==")


def compile_requirements(*options: str, constraint: Path | None = None) -> str:
    """The text pip-compile makes of pyproject.toml and the other platforms' packages."""
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = Path(folder, "elsewhere.in")
        elsewhere.write_text("\n".join(ELSEWHERE) + "\n", encoding="utf-8")
        target = Path(folder, "out.txt")
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, *options]
        if constraint is not None:
            command += ["--constraint", str(constraint)]
        command += ["--output-file", str(target), "pyproject.toml", str(elsewhere)]
        subprocess.run(command, cwd=ROOT, check=True)
        return target.read_text(encoding="utf-8")


def blocks(text: str) -> dict[str, list[str]]:
    """Each pinned package with its lines (the pin and its hashes); comments are dropped."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if match := PINNED.match(line):
            lines = found.setdefault(match[1].lower(), [])
        if line.strip() and not line.lstrip().startswith("#"):
            lines.append(line)
    return found


def with_marker(name: str, lines: list[str]) -> list[str]:
    """The block with the package's platform marker after its pin."""
    marker = MARKERS.get(name)
    if marker is None:
        return lines
    pin = lines[0].removesuffix(" \\").split(" ;")[0].rstrip()
    return [f"{pin} ; {marker} \\", *lines[1:]]


def render(packages: Mapping[str, list[str]], names: Iterable[str]) -> str:
    """The text of a lock file with the packages called ``names``."""
    lines = ["# Made by tools/lock.py; do not edit."]
    for name in sorted(names):
        lines += with_marker(name, packages[name])
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both lock files."""
    everything = blocks(compile_requirements("--generate-hashes", "--extra", "dev"))
    dev = FOLDER / "dev.lock"
    dev.write_text(render(everything, everything), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder, "pins.txt")
        pins.write_text(
            "\n".join(lines[0].removesuffix(" \\") for lines in everything.values()),
            encoding="utf-8",
        )
        needed = blocks(compile_requirements(constraint=pins))
    runtime = FOLDER / "runtime.lock"
    runtime.write_text(render(everything, needed), encoding="utf-8")


if __name__ == "__main__":
    main()
