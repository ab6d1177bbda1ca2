"""The real program, offscreen, over a small chain: one file per feature a person knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.stage import Hands, SmallStage, draw_footage, open_window

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Offscreen windows cannot be raised; Qt says so each time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def small_footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recordings of the small chain, drawn once per run; nobody writes there."""
    return draw_footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture
def small_stage(tmp_path: Path, small_footage: Path) -> SmallStage:
    """A furnished data folder of the test's own."""
    stage = SmallStage(tmp_path / "home", small_footage)
    stage.furnish()
    return stage


@pytest.fixture
def window(small_stage: SmallStage) -> Iterator[Hands]:
    """The window over ``small_stage``; its wall is empty."""
    with open_window(small_stage) as hands:
        yield hands
