"""The lock files: exact versions, hashes, no address, and all that the program declares."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.files import ROOT, short, tracked

PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;]+)(?: ; (.+?))? \\$")
LOCKS = ("runtime", "dev")


def pins(which: str) -> dict[str, tuple[str, list[str]]]:
    """Version and hashes of every package in a lock file; fails on any other line."""
    found: dict[str, tuple[str, list[str]]] = {}
    for line in (ROOT / "requirements" / f"{which}.lock").read_text("utf-8").splitlines():
        if match := PIN.match(line):
            current = found[canonicalize_name(match[1])] = (match[2], [])
        elif hashed := re.fullmatch(r"    --hash=(sha256:[0-9a-f]{64})( \\)?", line):
            current[1].append(hashed[1])
        else:
            assert line.startswith("# "), line
    return found


@pytest.mark.parametrize("which", LOCKS)
def test_every_package_has_hashes(which: str) -> None:
    packages = pins(which)
    assert len(packages) > 30
    assert all(hashes for _, hashes in packages.values())


def test_users_and_tests_run_the_same_versions() -> None:
    everything = pins("dev")
    assert pins("runtime").items() <= everything.items()


@pytest.mark.parametrize(("which", "extra"), [("runtime", False), ("dev", True)])
def test_everything_declared_is_locked_within_its_bounds(which: str, extra: bool) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(project["optional-dependencies"]["dev"] if extra else ()),
    ]
    packages = pins(which)
    for requirement in map(Requirement, declared):
        version, _ = packages[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


# Written in parts, so that this file does not hold what it looks for.
ADDRESSES = ("pypi" + ".org", "python" + "hosted", "--index" + "-url", "--find" + "-links")
PLACES = ("/" + "work/", "/" + "tmp/fw", "/" + "root/", "/" + "opt/")


@pytest.mark.parametrize("text", ADDRESSES + PLACES)
def test_no_file_names_a_package_index_or_a_machine(text: str) -> None:
    found = [short(path) for path in tracked() if text in read(path)]
    assert not found


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")
