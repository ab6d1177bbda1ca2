from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from app.application import Window
from app.operations.activity import ActivityProgress
from app.operations.facade import ChangeKind, open_operations
from app.operations.values import CameraDraft, Place, RecorderDraft
from app.storage.credentials import Credentials
from app.video.media import Span
from app.widgets.condense_plan import joined, local_day, make_plan, total_us
from tests.widgets.window_stage import START_US, engine_of, footage, open_window, settle, stores_of

US = 1_000_000
HOUR_US = 3600 * US
spans = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 60)).map(lambda at: Span(at[0], sum(at))),
    max_size=12,
)


@given(found=spans)
def test_joined_spans_cover_the_same_and_lie_apart(found: list[Span]) -> None:
    together = joined(found)
    for at in range(0, 1061, 7):
        assert any(span.contains(at) for span in found) == any(s.contains(at) for s in together)
    assert all(a.end_us < b.start_us for a, b in itertools.pairwise(together))


@given(found=spans, within=st.integers(0, 1000))
def test_what_is_left_and_what_is_past_make_the_whole(found: list[Span], within: int) -> None:
    plan = make_plan(Span(0, 2000), joined(found), found)
    left = plan.left_us(within) + plan.left_us(within, backwards=True)
    assert left == total_us(plan.course, Span(0, 2000)) == plan.footage_us


def test_a_day_is_that_of_the_store_also_when_the_clocks_change() -> None:
    berlin = "Europe/Berlin"
    spring = local_day(1_774_767_600 * US, berlin)  # 2026-03-29 09:00 there
    autumn = local_day(1_792_915_200 * US, berlin)  # 2026-10-25 there
    assert spring.duration_us == 23 * HOUR_US
    assert autumn.duration_us == 25 * HOUR_US
    assert local_day(START_US, "Asia/Shanghai").duration_us == 24 * HOUR_US


def test_a_course_stays_within_its_stretch() -> None:
    stretch = Span(100, 200)
    plan = make_plan(stretch, [Span(50, 120), Span(150, 160), Span(190, 300)], [Span(0, 1000)])
    assert plan.course == (Span(100, 120), Span(150, 160), Span(190, 200))
    assert plan.footage_us == 100


class FakeActivity:
    """What moves is what the test says."""

    def __init__(self) -> None:
        self.spans: tuple[Span, ...] = (Span(START_US, START_US + US),)
        self.asked: list[tuple[list[int], float]] = []
        self.looked = 1.0
        self.held: list[bool] = []

    def want(self, camera_ids: list[int], span: Span) -> None:
        self.wanted = span

    def busy(
        self, footage: dict[int, tuple[Span, ...]], span: Span, margin_s: float
    ) -> tuple[Span, ...]:
        self.asked.append((list(footage), margin_s))
        self.footage = footage
        return self.spans

    def progress(self) -> ActivityProgress:
        return ActivityProgress(100 * self.looked, 100, False)

    def lane(self, camera_id: int, span: Span, bins: int) -> tuple[float | None, ...]:
        seen = round(bins * self.looked)
        return (0.5,) * seen + (None,) * (bins - seen)

    def pause(self, on: bool) -> None:
        self.held.append(on)

    def close(self) -> None:
        pass


class Wall:
    def __init__(self, window: Window, activity: FakeActivity) -> None:
        self.window, self.activity = window, activity
        self.screen = window.main.wall
        self.condense = self.screen.condense

    def press(self, action_id: str) -> None:
        self.window.actions.trigger(action_id)
        settle(self.window)


@pytest.fixture
def wall(tmp_path: Path, qapp: object) -> Iterator[Wall]:
    operations = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    root = tmp_path / "footage"
    footage(root, "cam1", "10-02-00", "10-12-00")
    footage(root, "cam2", "10-02-00")
    cameras = stores_of(operations, str(root), stores=1, cameras=2)
    activity = FakeActivity()
    operations.__dict__["activity"] = activity  # in the place of the one that looks at pictures
    with open_window(tmp_path / "home", operations) as window:
        window.main.wall.controller.add(camera.id for camera in cameras)
        settle(window)
        yield Wall(window, activity)


def test_condense_sets_the_course_and_says_how_much_is_left(wall: Wall) -> None:
    wall.press("condense.toggle")
    clock = engine_of(wall.window).clock
    assert clock.spans == (Span(START_US, START_US + US),)
    wall.screen.controller.seek(START_US)
    assert wall.condense.words() == "Condense: 1 s of 4 s left"
    assert "1 s of 4 s" in title_of(wall)
    wall.press("condense.toggle")
    assert clock.spans is None
    assert wall.condense.words() == ""
    assert not wall.window.actions.action("condense.toggle").isChecked()


def title_of(wall: Wall) -> str:
    wall.screen.lanes.name_timeline()
    return wall.screen.docks.timeline.windowTitle()


def test_it_says_how_far_the_look_is(wall: Wall) -> None:
    wall.activity.looked = 0.0
    wall.press("condense.toggle")
    assert "0 % looked at" in wall.condense.words()
    wall.activity.looked = 1.0
    wall.window.context.operations.changes.publish(ChangeKind.ACTIVITY)
    wall.condense.make()
    settle(wall.window)
    assert "looked at" not in wall.condense.words()


def test_the_selected_tile_alone_or_any_with_the_margin_that_is_set(wall: Wall) -> None:
    wall.press("condense.toggle")
    both, margin_s = wall.activity.asked[-1]
    assert (len(both), margin_s) == (2, 3.0)
    wall.window.context.operations.settings.set("wall.condense_margin_s", 10.0)
    wall.press("condense.scope")
    assert wall.activity.asked[-1] == (both[:1], 10.0)
    wall.screen.controller.select(1)
    QTest.qWait(20)
    settle(wall.window)
    assert wall.activity.asked[-1] == (both[1:], 10.0)
    menu = wall.screen.bar._marks[1].menu()
    menu.aboutToShow.emit()
    checked = [entry.text() for entry in menu.actions() if entry.isChecked()]
    assert checked == ["Activity of the selected tile", "Margin 10 s"]


def test_what_is_on_a_recorder_alone_is_played_in_full(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    until_us = START_US + HOUR_US
    clock = SimpleNamespace(time_ns=lambda: until_us * 1000)
    monkeypatch.setattr("app.video.recorders.coverage.time", clock)
    operations = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    footage(tmp_path / "footage")
    (folder,) = stores_of(operations, str(tmp_path / "footage"), stores=1, cameras=1)
    recorder = operations.recorders.add(RecorderDraft("Office", "hikvision", "127.0.0.1:9"))
    draft = CameraDraft(
        folder.store_id, "cam9", "Door", Place.FLOOR, recorder_id=recorder.id, recorder_channel="1"
    )
    door = operations.stores.add_camera(draft)
    with open_window(tmp_path / "home", operations) as window:
        condense = window.main.wall.condense
        window.main.wall.controller.add((folder.id, door.id))
        settle(window)
        window.main.wall.controller.seek(START_US)
        operations.activity.want((folder.id,), Span(START_US, START_US + HOUR_US))
        span = Span(START_US, START_US + 2 * US)
        for _ in range(400):
            if operations.activity.lane(folder.id, span, 1) != (None,):
                break
            QTest.qWait(50)
        window.actions.trigger("condense.toggle")
        settle(window)
        day = local_day(START_US, "Asia/Shanghai")
        margin_us = 3 * US
        assert engine_of(window).clock.spans == (Span(day.start_us, until_us + margin_us),)
        assert "0 % looked at, the rest is played in full" in condense.words()


def test_until_it_is_known_where_footage_is_nothing_is_skipped(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage = wall.screen.controller.coverage
    first, second = wall.screen.controller.state.shown().values()
    monkeypatch.setattr(coverage, "unread", lambda camera_id: camera_id == second)
    wall.press("condense.toggle")
    stretch = wall.condense.stretch()
    assert wall.activity.footage == {first: coverage.of(first), second: (stretch,)}


def test_a_loop_is_what_is_condensed(wall: Wall) -> None:
    wall.screen.controller.seek(START_US)
    wall.press("loop.start")
    wall.screen.controller.seek(START_US + 90 * US)
    wall.press("loop.end")
    wall.press("condense.toggle")
    assert wall.condense.plan is not None
    assert wall.condense.plan.stretch == Span(START_US, START_US + 90 * US)


def test_nothing_that_moves_is_said_and_all_is_played(wall: Wall) -> None:
    wall.activity.spans = ()
    wall.press("condense.toggle")
    assert engine_of(wall.window).clock.spans is None
    said = [each.text("en") for each in wall.window.context.notices.open()]
    assert any("Nothing moves" in text for text in said)


def test_live_has_nothing_to_condense(wall: Wall) -> None:
    wall.press("condense.toggle")
    wall.screen.controller.set_live(True)
    assert not wall.condense.on
    wall.condense.toggle()
    assert not wall.condense.on
    assert any("Playback" in each.text("en") for each in wall.window.context.notices.open())


def test_activity_is_drawn_and_waits_while_the_wall_cannot_keep_up(wall: Wall) -> None:
    wall.activity.held = []
    wall.screen.activity._ask()
    settle(wall.window)
    wall.screen.activity._read()
    settle(wall.window)
    assert wall.screen.timeline.places.has_activity
    assert wall.activity.wanted == wall.screen.timeline.shown_span()
    wall.screen.activity._hold()
    settle(wall.window)
    assert wall.activity.held == [False]


def test_another_day_is_another_plan(wall: Wall) -> None:
    wall.press("condense.toggle")
    first = wall.condense.plan
    wall.screen.controller.seek(START_US + 30 * HOUR_US)
    wall.condense.follow()
    QTest.qWait(20)
    settle(wall.window)
    assert wall.condense.plan is not None
    assert first is not None
    assert wall.condense.plan.stretch.start_us == first.stretch.end_us


def clock_s(wall: Wall) -> float:
    return (wall.screen.controller.now_us() - START_US) / US


def test_a_moment_that_is_skipped_is_shown_standing_still(wall: Wall) -> None:
    wall.activity.spans = (Span(START_US, START_US + 60 * US),)
    wall.press("condense.toggle")
    wall.screen.controller.seek(START_US)
    wall.press("play.toggle")
    wall.screen.controller.show_moment(wall.screen.controller.state.cameras[0], START_US + 120 * US)
    assert clock_s(wall) == 120
    assert not wall.screen.controller.playing
    assert "Condense skips 2026-03-02 10:04:00" in said(wall)
    wall.screen.controller.seek(START_US)
    wall.press("play.toggle")
    wall.screen.controller.show_moment(wall.screen.controller.state.cameras[0], START_US + 30 * US)
    assert wall.screen.controller.playing  # what is played anyway is played on from there


def said(wall: Wall) -> str:
    return "\n".join(each.text("en") for each in wall.window.context.notices.open())


def test_while_playing_a_jump_to_another_day_arrives(wall: Wall) -> None:
    wall.activity.spans = (Span(START_US, START_US + 60 * US),)
    wall.press("condense.toggle")
    wall.screen.controller.seek(START_US)
    wall.press("play.toggle")
    there_s = 30 * 3600
    wall.activity.spans = (Span(START_US + there_s * US, START_US + (there_s + 60) * US),)
    wall.screen.controller.seek(START_US + there_s * US)
    assert clock_s(wall) == pytest.approx(there_s, abs=5)
    QTest.qWait(20)
    settle(wall.window)
    assert clock_s(wall) == pytest.approx(there_s, abs=5)
    assert wall.screen.controller.playing
    assert engine_of(wall.window).clock.spans == wall.activity.spans


def test_a_plan_that_comes_too_late_moves_nobody(wall: Wall) -> None:
    wall.press("condense.toggle")
    late = wall.condense.plan
    assert late is not None
    wall.screen.controller.seek(START_US + 30 * HOUR_US)
    wall.condense._take((late, 1.0))
    assert engine_of(wall.window).clock.spans is None
    QTest.qWait(20)
    settle(wall.window)
    assert wall.condense.plan is not None
    assert wall.condense.plan.stretch.start_us == late.stretch.end_us


def test_jumps_go_back_over_the_quiet(wall: Wall) -> None:
    busy = ((0, 20), (100, 120))
    wall.activity.spans = tuple(Span(START_US + a * US, START_US + b * US) for a, b in busy)
    wall.press("condense.toggle")
    wall.screen.controller.seek(START_US + 101 * US)
    wall.press("play.toggle")
    wall.press("jump.back5")
    assert 15 < clock_s(wall) < 20


def test_at_the_end_of_the_day_it_says_how_to_go_on(wall: Wall) -> None:
    wall.press("condense.toggle")
    wall.screen.controller.seek(START_US + 30 * US)
    wall.press("play.toggle")
    wall.screen.lanes._tick()
    assert not wall.screen.controller.playing
    assert "Go to another day (G)" in said(wall)


def test_taking_the_loop_back_plays_on(wall: Wall) -> None:
    wall.screen.controller.seek(START_US)
    wall.press("loop.start")
    wall.screen.controller.seek(START_US + 90 * US)
    wall.press("loop.end")
    wall.press("condense.toggle")
    wall.activity.spans = (Span(START_US, START_US + 500 * US),)
    wall.window.actions.trigger("loop.clear")
    assert engine_of(wall.window).clock.spans is None  # and not the loop's part alone
    QTest.qWait(20)
    settle(wall.window)
    assert engine_of(wall.window).clock.spans == wall.activity.spans


def test_a_smaller_layout_counts_what_is_seen(wall: Wall) -> None:
    wall.press("condense.toggle")
    wall.screen.controller.set_layout(1)
    assert wall.condense._again.isActive()
    wall.condense._again.start(0)
    QTest.qWait(20)
    settle(wall.window)
    cameras, _ = wall.activity.asked[-1]
    assert cameras == list(wall.screen.controller.state.shown().values())


def test_it_says_where_nothing_was_recorded(wall: Wall) -> None:
    wall.activity.spans = ()
    wall.screen.controller.seek(START_US + 240 * HOUR_US)
    wall.press("condense.toggle")
    assert "no footage of that day" in said(wall)
    wall.press("loop.start")
    wall.screen.controller.seek(START_US + 241 * HOUR_US)
    wall.press("loop.end")
    QTest.qWait(20)
    settle(wall.window)
    assert "in the loop" in said(wall)
