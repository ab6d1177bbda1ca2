"""What every test starts from: no window, its own home, and no noise tolerated."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["pytester", "tests.noise.plugin"]

_ENDED = pytest.StashKey[int]()
ROOT = Path(__file__).resolve().parent.parent

# Before Qt is first imported. FLOORWALK_TEST_WINDOW=1 shows the windows instead.
if not os.environ.get("FLOORWALK_TEST_WINDOW"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
for name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(name, None)

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Keep pytest-alembic from collecting its own tests here.

    Its synthetic module does not work with pytest 9 (0.13.1 writes the removed
    ``_nodeid``); tests/storage asks for the checks it wants by name instead.
    """
    if hasattr(config.option, "pytest_alembic_tests_path"):
        config.option.pytest_alembic_tests_path = "tests/storage/none.py"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how it ended, for the way out."""
    session.config.stash[_ENDED] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Once Qt was used, leave without Python's own end.

    After hundreds of windows the order in which Python 3.11 takes PySide6 apart
    now and then ends in a segmentation fault, long after the last test's leak
    checks (docs/adr/0007): the result of the tests would be lost with it.
    """
    if _ENDED in config.stash and "PySide6.QtWidgets" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_ENDED])


_TESTS_BETWEEN = 5
_tests = itertools.count(1)


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """What windows leave ends on this thread, as in the program (``app.widgets.garbage``).

    What a whole look left alive is not looked at again: modules, thousands of tests and what
    libraries remember made each look of a long run take more than a second.
    """
    if "PySide6.QtWidgets" in sys.modules:
        gc.disable()
    yield
    if gc.isenabled():
        return
    if next(_tests) % _TESTS_BETWEEN:
        gc.collect(0)
    else:
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh data folder per test; nothing of the person's own is read or written."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("FLOORWALK_HOME", str(home / "floorwalk"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    # Sessions with recorders are counted over all programs of a person: here for each test.
    monkeypatch.setenv("FLOORWALK_SESSIONS", str(home / "sessions"))
    # No test may reach the person's own keyring.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return home


def _folder(variable: str, beside: str) -> Path:
    folder = Path(os.environ.get(variable) or ROOT.parent / "shared" / beside)
    if not folder.is_dir():
        pytest.skip(f"{variable} is not set and {beside} does not lie beside the repository")
    return folder


@pytest.fixture(scope="session")
def footage_dir() -> Path:
    """The recorded clips; skips the test where they are absent."""
    return _folder("FLOORWALK_FOOTAGE", "footage")


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The published models; skips the test where they are absent."""
    return _folder("FLOORWALK_MODELS", "models")
