from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.widgets.inspection_stage import Stage, make_stage


@pytest.fixture
def stage(qapp: object, tmp_path: Path) -> Iterator[Stage]:
    """Two stores, two checklists and real operations."""
    made = make_stage(tmp_path / "home")
    yield made
    made.close()
