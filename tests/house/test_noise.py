"""Each kind of noise is noticed: a test that makes it fails, its quiet twin passes."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

NOISY = {
    "log": "logging.getLogger('somewhere').warning('trouble at %s', 'S001')",
    "thread": "threading.Thread(target=time.sleep, args=(5,), daemon=True, name='left').start()",
    "process": "held.append(subprocess.Popen(['sleep', '5']))",
    "shared_memory": "held.append(SharedMemory(create=True, size=16))",
    "socket": "held.append(socket.socket())",
    "timer": "held.append(QTimer()); held[-1].start(10)",
    "qt_message": "qWarning('from Qt')",
    "python_warning": "warnings.warn('old ways', DeprecationWarning)",
}
SEEN = {
    "log": "*unexpected log record: WARNING somewhere: trouble at S001*",
    "thread": "*thread left behind: left*",
    "process": "*process left behind: *",
    "shared_memory": "*shared memory left behind: *",
    "socket": "*socket left open: made at test_noise_fails_the_test_that_makes_it.py:*",
    "timer": "*QTimer left running, started at *",
    "qt_message": "*from Qt*",
    "python_warning": "*old ways*",
}
IMPORTS = """
import logging, socket, subprocess, sys, threading, time, warnings
from multiprocessing.shared_memory import SharedMemory
import pytest
from PySide6.QtCore import QTimer, qWarning
held = []
"""
INI = """
[pytest]
filterwarnings = error
qt_api = pyside6
qt_log_level_fail = WARNING
addopts = -p tests.noise.plugin -p no:cacheprovider --strict-markers
"""


def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, body: str) -> pytest.RunResult:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeini(INI)
    pytester.makepyfile(IMPORTS + body)
    return pytester.runpytest_subprocess("-q")


def test_noise_fails_the_test_that_makes_it(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "".join(f"def test_{kind}(qapp):\n    {NOISY[kind]}\n" for kind in NOISY)
    # The run itself must leave nothing behind either.
    body += (
        "def test_zz():\n    held[0].wait(); held[1].close(); held[1].unlink(); held[2].close()\n"
    )
    result = run(pytester, monkeypatch, body)
    assert result.ret != 0
    for kind, line in SEEN.items():
        result.stdout.fnmatch_lines_random([f"*test_{kind}*", line])
    result.assert_outcomes(passed=7, errors=6, failed=2)


def test_a_tidy_test_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(
        pytester,
        monkeypatch,
        """
@pytest.mark.expects_logs("somewhere: trouble")
def test_announced_log():
    logging.getLogger("somewhere").warning("trouble at S001")

def test_log_announced_while_running(expected_logs):
    expected_logs.allow("^elsewhere: ")
    logging.getLogger("elsewhere").error("gone")

def test_ended_thread_and_process():
    thread = threading.Thread(target=time.sleep, args=(0.2,)); thread.start()
    subprocess.run([sys.executable, "-c", ""], check=True)

def test_unlinked_memory():
    block = SharedMemory(create=True, size=16); block.close(); block.unlink()

def test_stopped_and_deleted_timers(qapp):
    first, second = QTimer(), QTimer()
    first.start(10); second.start(10)
    first.stop(); second.deleteLater()
""",
    )
    result.assert_outcomes(passed=5)
