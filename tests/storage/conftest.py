from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.storage import Storage
from tests.storage.small import Chain, make_chain, open_storage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def chain(storage: Storage) -> Chain:
    return make_chain(storage)
