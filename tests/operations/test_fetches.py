"""Fetches of several cameras: in turn, cancelled, continued, over a restart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from app.operations.activity import LEAST, Activity
from app.operations.changes import Changes
from app.operations.fetch import Fetches
from app.operations.fetch_values import (
    NOT_ON_RECORDER,
    SPAN_EMPTY,
    FetchRefused,
    FetchState,
    FootageOwner,
)
from app.operations.settings import Settings
from app.operations.values import ChangeKind
from app.video.activity.store import ActivityStore
from app.video.fetch.folder import FetchFolder, fetched_folder
from app.video.media import RecorderPlayback, RecordingFolder, Span
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer
from tests.support.walls import wait_for

US = 1_000_000
SPAN = Span(ORIGIN_US, ORIGIN_US + 90 * US)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20)


class Stage:
    """Fetches over one recorder's cameras 1 to 3; camera 9 has none."""

    def __init__(self, server: ReplayServer, home: Path) -> None:
        self.home = home
        self.medias: dict[int, RecorderPlayback] = {
            number: server.media(
                label=f"S001/c{number}", fetched=fetched_folder(home / "fetched", f"uid-{number}")
            )
            for number in (1, 2, 3)
        }
        self.heard: list[ChangeKind] = []
        self.fetches = self.open()

    def open(self) -> Fetches:
        self.home.mkdir(exist_ok=True)
        changes = Changes()
        changes.subscribe(lambda change: self.heard.extend(change.kinds))
        settings = Settings(self.home, changes)
        root = self.home / "fetched"
        return Fetches(root, self.medias.get, self.owners, settings, changes)

    def owners(self, uids: Iterable[str]) -> dict[str, FootageOwner]:
        owners = {}
        for number, media in self.medias.items():
            here = media.fetched
            assert here is not None
            place = str(Path(here.root, here.camera))
            owners[f"uid-{number}"] = FootageOwner(number, media.label, place)
        return {uid: owners[uid] for uid in uids if uid in owners}

    def states(self) -> list[FetchState]:
        return [job.state for job in self.fetches.jobs()]

    def idle(self) -> bool:
        return not any(job.active for job in self.fetches.jobs())

    def covered(self, number: int) -> tuple[Span, ...]:
        return FetchFolder(self.home / "fetched", f"uid-{number}").covered()


def test_three_cameras_of_a_recorder_with_two_sessions_come_in_turn(clip, tmp_path):
    with ReplayServer(clip, Recorder(sessions=2)) as server:
        stage = Stage(server, tmp_path / "home")
        stage.fetches.start([1, 2, 3], SPAN)
        assert stage.states() == [FetchState.QUEUED] * 3 or stage.fetches.jobs()
        wait_for(stage.idle, "the fetches")
        assert stage.states() == [FetchState.DONE] * 3
        assert server.playing_most <= 2
        assert [stage.covered(number) for number in (1, 2, 3)] == [(SPAN,)] * 3
        assert ChangeKind.FETCHES in stage.heard
        assert stage.fetches.size() > 0
        assert [each.label for each in stage.fetches.footage()] == ["S001/c1", "S001/c2", "S001/c3"]
        stage.fetches.remove_footage("uid-2")
        assert stage.covered(2) == ()
        assert [job.camera_id for job in stage.fetches.jobs()] == [1, 3]
        stage.fetches.close()


def test_cancelled_then_continued_after_a_restart(clip, tmp_path):
    with ReplayServer(clip, Recorder(pace=60.0)) as server:
        stage = Stage(server, tmp_path / "home")
        (job,) = stage.fetches.start([1], Span(ORIGIN_US, ORIGIN_US + 300 * US))
        wait_for(lambda: stage.fetches.jobs()[0].share > 0.25, "a quarter")
        stage.fetches.cancel(job.number)
        wait_for(stage.idle, "the end")
        assert stage.states() == [FetchState.STOPPED]
        stage.fetches.close()
        kept = stage.covered(1)
        assert kept
        server.recorder.pace = 0.0
        stage.fetches = stage.open()
        assert stage.states() == [FetchState.STOPPED]
        assert stage.fetches.jobs()[0].label == "S001/c1"
        stage.fetches.resume(job.number)
        wait_for(stage.idle, "the rest")
        assert stage.states() == [FetchState.DONE]
        assert stage.covered(1) == (Span(ORIGIN_US, ORIGIN_US + 300 * US),)
        stage.fetches.forget(job.number)
        assert stage.fetches.jobs() == ()
        stage.fetches.close()


def test_closing_in_the_middle_leaves_no_process_and_nothing_half(clip, tmp_path):
    with ReplayServer(clip, Recorder(pace=60.0)) as server:
        stage = Stage(server, tmp_path / "home")
        stage.fetches.start([1, 2], Span(ORIGIN_US, ORIGIN_US + 300 * US))
        wait_for(lambda: any(job.share > 0.05 for job in stage.fetches.jobs()), "a beginning")
        stage.fetches.close()
        assert stage.states() == [FetchState.STOPPED] * 2
        for number in (1, 2):
            here = FetchFolder(tmp_path / "home" / "fetched", f"uid-{number}")
            assert all((here.folder / piece.file).stat().st_size for piece in here.pieces)


def test_what_cannot_be_fetched_is_refused_in_words_before_anything_begins(clip, tmp_path):
    with ReplayServer(clip) as server:
        stage = Stage(server, tmp_path / "home")
        with pytest.raises(FetchRefused) as caught:
            stage.fetches.start([1, 9], SPAN)
        assert caught.value.sentence is NOT_ON_RECORDER
        with pytest.raises(FetchRefused) as caught:
            stage.fetches.start([1], Span(SPAN.end_us, SPAN.start_us))
        assert caught.value.sentence is SPAN_EMPTY
        assert stage.fetches.jobs() == ()
        stage.fetches.close()


def test_a_recorder_that_refuses_fails_with_its_words(clip, tmp_path):
    with ReplayServer(clip, Recorder(replay=False)) as server:
        stage = Stage(server, tmp_path / "home")
        stage.fetches.start([1], SPAN)
        wait_for(lambda: any(job.note for job in stage.fetches.jobs()), "a word")
        note = stage.fetches.jobs()[0].note
        assert note is not None
        assert "ONVIF" in note.text("en")
        stage.fetches.close()


class RecordingsOf:
    """The one question that the activity pass has for the stores."""

    def __init__(self, medias: dict[int, RecorderPlayback]) -> None:
        self._medias = medias

    def footage_here(self, camera_id: int) -> RecordingFolder | None:
        return self._medias[camera_id].fetched


def test_where_something_goes_on_is_found_in_what_was_fetched_alone(clip, tmp_path):
    with ReplayServer(clip) as server:
        stage = Stage(server, tmp_path / "home")
        stage.fetches.start([1], Span(ORIGIN_US, ORIGIN_US + 20 * US))
        wait_for(stage.idle, "the fetch")
        stage.fetches.close()
    # Nobody answers at the recorder's address any more: what is known comes from the files.
    changes = Changes()
    activity = Activity(
        ActivityStore(tmp_path / "activity"),
        RecordingsOf(stage.medias),
        Settings(stage.home, changes),
        changes,
    )
    span = Span(ORIGIN_US, ORIGIN_US + 40 * US)

    def lane(camera: int) -> list[float | None]:
        return list(activity.lane(camera, span, 4))

    assert lane(1) == [None] * 4
    activity.want([1, 2], span)
    wait_for(lambda: lane(1)[0] is not None and lane(1)[1] is not None, "what was fetched")
    assert max(value or 0.0 for value in lane(1)) > LEAST
    assert lane(1)[2:] == [None, None]
    assert lane(2) == [None] * 4  # nothing of it was fetched
    activity.close()
