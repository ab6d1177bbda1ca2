from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.video.media import RecordingFolder, Span
from app.widgets.background import Background
from app.widgets.wall_coverage import Coverage, spliced
from tests.support.clips import make_clip


@pytest.mark.parametrize(
    ("known", "latest", "whole"),
    [
        (((0, 10), (20, 50)), ((40, 60),), ((0, 10), (20, 60))),
        (((0, 10), (20, 50)), ((45, 60),), ((0, 10), (20, 40), (45, 60))),
        (((0, 10), (20, 50)), (), ((0, 10), (20, 40))),
        (((0, 30),), ((70, 80),), ((0, 30), (70, 80))),
        (((45, 50),), ((45, 90),), ((45, 90),)),
    ],
)
def test_the_end_is_read_anew_and_the_rest_stays(
    known: tuple[tuple[int, int], ...],
    latest: tuple[tuple[int, int], ...],
    whole: tuple[tuple[int, int], ...],
) -> None:
    spans = tuple(Span(*one) for one in known)
    found = spliced(spans, 40, tuple(Span(*one) for one in latest))
    assert found == tuple(Span(*one) for one in whole)


class Later(Background):
    """Does what it is asked for when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], None]] = []

    def run(self, work, done=None, failed=None, **_more):  # type: ignore[no-untyped-def, override]
        self.waiting.append(lambda: done(work()))


def test_footage_is_unread_until_all_of_it_is_known(qapp: object, tmp_path: Path) -> None:
    folder = tmp_path / "cam1"
    folder.mkdir()
    make_clip(folder / "2026-03-02-10-02-00.mp4", pictures=10)
    media = RecordingFolder(str(tmp_path), "{camera}/%Y-%m-%d-%H-%M-%S.mp4", "cam1", "UTC")
    later = Later()
    coverage = Coverage(later)
    told: list[bool] = []
    coverage.changed.connect(lambda: told.append(coverage.unread(1)))
    assert not coverage.unread(1)
    coverage.want(1, media, lambda _spans: None)
    assert coverage.unread(1)
    later.waiting.pop(0)()  # the last day
    assert coverage.of(1)
    assert coverage.unread(1)
    later.waiting.pop(0)()  # and all before it, which is nothing: told all the same
    assert not coverage.unread(1)
    assert told == [True, False]
    coverage.refresh((1,))
    later.waiting.pop(0)()
    assert told == [True, False]
