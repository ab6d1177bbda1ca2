"""Log records of WARNING and above that a test did not announce."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field

import pytest

MARKER = "expects_logs(pattern): a record whose 'logger: message' matches is expected here"


@dataclass
class ExpectedLogs:
    """What this test expects to be logged; every other loud record fails it."""

    patterns: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Expect records whose ``logger: message`` matches this regular expression."""
        self.patterns.append(pattern)

    def covers(self, record: logging.LogRecord) -> bool:
        line = f"{record.name}: {record.getMessage()}"
        return any(re.search(pattern, line) for pattern in self.patterns)


class LogWatch(logging.Handler):
    """Listens at the root logger from its start to its end."""

    def __init__(self, expected: ExpectedLogs) -> None:
        super().__init__(level=logging.WARNING)
        self.expected = expected
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def start(self) -> None:
        logging.getLogger().addHandler(self)

    def problems(self) -> list[str]:
        logging.getLogger().removeHandler(self)
        return [
            f"unexpected log record: {record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not self.expected.covers(record)
        ]


def expected_by(item: pytest.Item) -> ExpectedLogs:
    """The expectations written on the test itself."""
    expected = ExpectedLogs()
    for marker in item.iter_markers("expects_logs"):
        expected.allow(marker.args[0])
    return expected
