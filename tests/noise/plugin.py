"""Fails a test that leaves noise behind; loaded by tests/conftest.py.

Python warnings and Qt messages fail by configuration (``filterwarnings`` and
``qt_log_level_fail`` in pyproject.toml); everything else is watched here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.noise.leaks import ProcessWatch, SharedMemoryWatch, SocketWatch, ThreadWatch
from tests.noise.logs import MARKER, ExpectedLogs, LogWatch, expected_by
from tests.noise.qt import QtWatch


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    SharedMemoryWatch.install()
    SocketWatch.install()
    QtWatch.install()


@pytest.fixture
def expected_logs(request: pytest.FixtureRequest) -> ExpectedLogs:
    """For a test that learns only while running what will be logged: ``.allow(pattern)``."""
    return request.node.stash.setdefault(_EXPECTED, expected_by(request.node))


_EXPECTED: pytest.StashKey[ExpectedLogs] = pytest.StashKey()


@pytest.fixture(autouse=True)
def no_noise(expected_logs: ExpectedLogs) -> Iterator[None]:
    """Set up before and checked after every other fixture of the test."""
    watches = [
        LogWatch(expected_logs), QtWatch(), ThreadWatch(), ProcessWatch(), SocketWatch(),
        SharedMemoryWatch(),
    ]  # fmt: skip
    for watch in watches:
        watch.start()
    yield
    problems = [line for watch in watches for line in watch.problems()]
    if problems:
        pytest.fail("noise left by this test:\n  " + "\n  ".join(problems), pytrace=False)
