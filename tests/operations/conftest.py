from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.stage import Stage, make_stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = make_stage(tmp_path / "home")
    yield made
    made.operations.close()
