from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.video.media import Span
from app.widgets.goto_dialog import GotoDialog, recorded_days
from app.widgets.local_time import clock_text, exact_text, offset_text
from app.widgets.month_calendar import MonthCalendar
from app.widgets.theme import Theme
from app.widgets.timeline import Timeline
from app.widgets.timeline_values import (
    RULER_PX,
    ActivityCurve,
    Lane,
    LoopEnds,
    Places,
    TimelineMark,
)
from tests.widgets.window_stage import START_US, ZONE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
MINUTE_US = 60_000_000
HOUR = Span(START_US, START_US + 60 * MINUTE_US)


@pytest.fixture
def timeline(qapp: QApplication) -> Iterator[Timeline]:
    made = Timeline(Theme())
    made.resize(900, 160)
    made.set_time_zone(ZONE)
    made.set_lanes(
        [
            Lane(1, "S001  Entrance", (Span(START_US, START_US + 20 * MINUTE_US),), selected=True),
            Lane(2, "S001  Desk", (HOUR,)),
        ]
    )
    made.show()
    yield made
    made.close()


def place_of(timeline: Timeline, media_time_us: int, lane: int = 0) -> QPoint:
    x = timeline.places.lanes_left + timeline.scale.x_of(media_time_us)
    return QPoint(round(x), timeline.places.lane_top(lane) + 4)


def wheel(timeline: Timeline, place: QPoint, up: int = 0, sideways: int = 0) -> None:
    event = QWheelEvent(
        QPointF(place), QPointF(timeline.mapToGlobal(place)), QPoint(), QPoint(sideways, up),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(timeline, event)


def test_the_first_footage_decides_the_view(timeline: Timeline) -> None:
    assert timeline.scale.start_us < HOUR.start_us
    assert timeline.scale.end_us > HOUR.end_us


def test_what_a_recorder_is_only_taken_to_have_is_hatched_and_says_so(timeline: Timeline) -> None:
    half = Span(START_US + 30 * MINUTE_US, HOUR.end_us)
    timeline.set_lanes([Lane(2, "S001  Desk", (HOUR,), presumed=(half,))])
    picture = timeline.grab().toImage()
    sure, only_presumed = (
        {
            picture.pixel(place_of(timeline, START_US + (minute * MINUTE_US) // 4).x(), y)
            for minute in range(first, first + 40)
            for y in range(timeline.places.lane_top(0) + 2, timeline.places.lane_top(0) + 12)
        }
        for first in (60, 180)
    )
    assert len(sure) == 1
    assert len(only_presumed) > 1
    assert not sure & only_presumed
    told = [
        timeline._told_presumed(QPointF(place_of(timeline, START_US + minute * MINUTE_US)))
        for minute in (10, 40)
    ]
    assert told[0] == ""
    assert "gaps" in told[1]


def test_a_click_seeks_there(timeline: Timeline) -> None:
    sought: list[int] = []
    timeline.seek_wanted.connect(sought.append)
    wanted = START_US + 30 * MINUTE_US
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place_of(timeline, wanted))
    per_pixel = timeline.scale.span_us / timeline.scale.width_px
    assert len(sought) == 1
    assert sought[0] == pytest.approx(wanted, abs=per_pixel)


def test_a_drag_tells_every_place_and_ends_at_the_last(timeline: Timeline) -> None:
    sought: list[int] = []
    scrubbed: list[int] = []
    timeline.seek_wanted.connect(sought.append)
    timeline.scrubbed.connect(scrubbed.append)
    start, end = place_of(timeline, START_US), place_of(timeline, START_US + 40 * MINUTE_US)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
    for x in range(start.x(), end.x(), 2):
        QTest.mouseMove(timeline, QPoint(x, start.y()))
    timeline.set_playhead(START_US)  # the wall lags behind: the hand leads
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=end)
    per_pixel = timeline.scale.span_us / timeline.scale.width_px
    assert len(scrubbed) > 5
    assert scrubbed == sorted(scrubbed)
    assert len(sought) == 1
    assert sought[0] == pytest.approx(START_US + 40 * MINUTE_US, abs=per_pixel)


@pytest.mark.parametrize("slip", [Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton])
def test_another_button_during_a_drag_neither_ends_nor_takes_it(timeline: Timeline, slip) -> None:
    sought: list[int] = []
    timeline.seek_wanted.connect(sought.append)
    start, end = place_of(timeline, START_US), place_of(timeline, START_US + 40 * MINUTE_US)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
    QTest.mousePress(timeline, slip, pos=start)
    QTest.mouseRelease(timeline, slip, pos=start)
    assert sought == []
    QTest.mouseMove(timeline, end)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=end)
    per_pixel = timeline.scale.span_us / timeline.scale.width_px
    assert sought == [pytest.approx(START_US + 40 * MINUTE_US, abs=per_pixel)]
    timeline.set_playhead(START_US)
    assert timeline._front_view().playhead_us == START_US


def test_a_drag_ends_where_the_timeline_is_folded_away(timeline: Timeline) -> None:
    sought: list[int] = []
    timeline.seek_wanted.connect(sought.append)
    wanted = START_US + 30 * MINUTE_US
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place_of(timeline, wanted))
    timeline.hide()
    per_pixel = timeline.scale.span_us / timeline.scale.width_px
    assert sought == [pytest.approx(wanted, abs=per_pixel)]
    timeline.show()
    timeline.set_playhead(START_US)
    assert timeline._front_view().playhead_us == START_US


def test_a_hand_that_lets_go_beyond_the_edge_is_followed(timeline: Timeline) -> None:
    timeline.show_span(Span(START_US + 20 * MINUTE_US, START_US + 30 * MINUTE_US))
    place = place_of(timeline, START_US + 25 * MINUTE_US)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=place)
    beyond = QPoint(timeline.width() + 300, place.y())
    QTest.mouseMove(timeline, beyond)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=beyond)
    at_us = timeline._playhead_us
    assert at_us is not None
    assert at_us > START_US + 30 * MINUTE_US
    assert timeline.scale.start_us <= at_us < timeline.scale.end_us


@pytest.mark.parametrize("lanes", [[], [Lane(3, "S001  Live only", ())]])
def test_before_there_is_footage_no_press_leads_to_another_age(qapp: QApplication, lanes) -> None:
    made = Timeline(Theme())
    made.resize(900, 160)
    made.set_lanes(lanes)
    made.show()
    told: list[int] = []
    made.scrubbed.connect(told.append)
    made.seek_wanted.connect(told.append)
    QTest.mouseMove(made, QPoint(500, 100))
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(500, 100))
    assert told == []
    assert made._front_view().hover_us is None
    assert made.scale.start_us > START_US  # what the ruler says is today, not 1970
    made.close()


def test_the_wheel_zooms_about_the_pointer_and_sideways_moves(timeline: Timeline) -> None:
    place = place_of(timeline, START_US + 10 * MINUTE_US)
    before = timeline.scale
    wheel(timeline, place, up=360)
    assert timeline.scale.span_us < before.span_us
    assert place_of(timeline, START_US + 10 * MINUTE_US).x() == pytest.approx(place.x(), abs=1)
    zoomed = timeline.scale
    wheel(timeline, place, sideways=120)
    assert timeline.scale.span_us == zoomed.span_us
    assert timeline.scale.start_us < zoomed.start_us


def test_dragging_the_ruler_moves_the_view_and_does_not_seek(timeline: Timeline) -> None:
    sought: list[int] = []
    timeline.seek_wanted.connect(sought.append)
    start = timeline.scale.start_us
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(400, RULER_PX - 8))
    QTest.mouseMove(timeline, QPoint(300, RULER_PX - 8))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, RULER_PX - 8))
    assert timeline.scale.start_us > start
    assert sought == []


def test_marks_can_be_pressed_and_say_what_they_are(timeline: Timeline) -> None:
    mark = TimelineMark("hint", 2, START_US + 15 * MINUTE_US, START_US + 18 * MINUTE_US, "Desk")
    timeline.set_marks([mark])
    chosen: list[TimelineMark] = []
    timeline.mark_chosen.connect(chosen.append)
    x = timeline.places.lanes_left + timeline.scale.x_of(mark.start_us)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(x), RULER_PX + 6))
    assert chosen == [mark]
    timeline.repaint()


def test_many_marks_in_one_place_are_told_together(timeline: Timeline) -> None:
    marks = [
        TimelineMark("hint", 2, START_US + number, START_US + number, f"hint {number}")
        for number in range(30)
    ]
    timeline.set_marks([*marks, TimelineMark("bookmark", 2, START_US, START_US, "mine")])
    x = timeline.places.lanes_left + timeline.scale.x_of(START_US)
    assert [mark.text for mark in timeline.marks_at(QPointF(x, RULER_PX + 6))] == ["mine"]
    timeline.set_marks(marks)
    found = timeline.marks_at(QPointF(x, RULER_PX + 6))
    assert len(found) == 30
    assert "26" in timeline._told(found)
    assert timeline.marks_at(QPointF(x, RULER_PX + 40)) == []


def test_the_ends_of_a_loop_are_dragged_and_swap_when_they_pass(timeline: Timeline) -> None:
    told: list[LoopEnds] = []
    timeline.loop_moved.connect(told.append)
    ends = LoopEnds(START_US + 10 * MINUTE_US, START_US + 20 * MINUTE_US)
    timeline.set_loop(ends)
    x = place_of(timeline, START_US + 10 * MINUTE_US).x()
    to = place_of(timeline, START_US + 30 * MINUTE_US).x()
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(x - 6, RULER_PX + 6))
    QTest.mouseMove(timeline, QPoint(to, RULER_PX + 6))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(to, RULER_PX + 6))
    per_pixel = timeline.scale.span_us / timeline.scale.width_px
    assert len(told) == 1
    assert told[0].start_us == START_US + 20 * MINUTE_US
    assert told[0].end_us == pytest.approx(START_US + 30 * MINUTE_US, abs=2 * per_pixel)
    timeline.repaint()


def test_the_view_comes_back_at_the_next_start(timeline: Timeline) -> None:
    timeline.show_span(Span(START_US + 5 * MINUTE_US, START_US + 9 * MINUTE_US))
    kept = timeline.keep()
    timeline.fit()
    assert timeline.keep() != kept
    timeline.restore(kept)
    assert timeline.keep() == kept
    timeline.restore("nothing of use")
    assert timeline.keep() == kept


def test_keys_turn_the_page(timeline: Timeline) -> None:
    before = timeline.scale
    timeline.turn_page(1)
    assert before.start_us < timeline.scale.start_us < before.end_us
    timeline.turn_page(-1)
    assert timeline.scale.start_us == pytest.approx(before.start_us, abs=2)


def test_what_is_skipped_lies_in_the_shade(timeline: Timeline) -> None:
    place = place_of(timeline, START_US + 11 * MINUTE_US)
    bright = timeline.grab().toImage().pixelColor(place)
    timeline.set_course([Span(START_US, START_US + 5 * MINUTE_US)])
    assert timeline.grab().toImage().pixelColor(place) != bright
    timeline.set_course(None)
    assert timeline.grab().toImage().pixelColor(place) == bright


def test_activity_takes_a_row_and_is_painted_there(timeline: Timeline) -> None:
    before = timeline.places.lanes_top
    curve = ActivityCurve(HOUR, {1: (0.0, 1.0, None), 2: (0.2, 0.9, None)})
    timeline.set_activity(curve)
    assert timeline.places.lanes_top > before
    image, row = timeline.grab().toImage(), timeline.places.activity_top + 3
    busy = image.pixelColor(place_of(timeline, START_US + 30 * MINUTE_US).x(), row)
    calm = image.pixelColor(place_of(timeline, START_US + 10 * MINUTE_US).x(), row)
    unknown = image.pixelColor(place_of(timeline, START_US + 50 * MINUTE_US).x(), row)
    assert busy != calm
    assert calm == unknown


def test_a_title_chooses_its_camera(timeline: Timeline) -> None:
    chosen: list[int] = []
    timeline.camera_chosen.connect(chosen.append)
    place = QPoint(20, timeline.places.lane_top(1) + 4)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [2]


def test_the_view_follows_the_playhead_but_not_who_looks_elsewhere(timeline: Timeline) -> None:
    timeline.set_playhead(timeline.scale.end_us - 1)
    before = timeline.scale
    timeline.set_playhead(before.end_us + MINUTE_US)
    assert timeline.scale.start_us > before.start_us
    timeline.show_span(Span(START_US - 600 * MINUTE_US, START_US - 500 * MINUTE_US))
    away = timeline.scale
    timeline.set_playhead(before.end_us + 2 * MINUTE_US)
    assert timeline.scale == away


def test_twenty_five_lanes_fit_without_titles(timeline: Timeline) -> None:
    timeline.set_lanes([Lane(number, f"cam{number}", (HOUR,)) for number in range(25)])
    places = timeline.places
    assert places.lane_top(24) + places.lane_px <= timeline.height() + 1
    assert places.lanes_left < 20
    timeline.repaint()


@pytest.mark.parametrize("lanes", [1, 9, 25, 36])
@pytest.mark.parametrize("height", [132, 148, 200, 400])
def test_the_curve_leaves_every_lane_its_place(lanes, height):
    places = Places(800, height, lanes, has_activity=True)
    assert places.lane_top(lanes - 1) + places.lane_px <= height
    assert places.lane_px >= 2


def test_footage_is_painted_where_it_is_and_gaps_are_not(timeline: Timeline) -> None:
    image = timeline.grab().toImage()
    covered = place_of(timeline, START_US + 11 * MINUTE_US)
    gap = place_of(timeline, START_US + 41 * MINUTE_US)
    assert image.pixelColor(covered) != image.pixelColor(gap)


def test_days_with_footage_are_marked_for_the_store() -> None:
    spans = (Span(START_US, START_US + 30 * 3600 * 1_000_000),)
    assert [f"{day:%m-%d}" for day in recorded_days(spans, ZONE)] == ["03-02", "03-03"]
    assert recorded_days((), ZONE) == ()


def test_an_instant_reads_as_the_stores_clock_shows_it() -> None:
    assert clock_text(START_US, ZONE) == "2026-03-02 10:02:00"
    assert clock_text(START_US, "Nowhere/Nothing") == "2026-03-02 02:02:00"


def test_a_time_that_comes_twice_tells_its_offset() -> None:
    first = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()) * 1_000_000
    berlin = "Europe/Berlin"
    assert exact_text(first, berlin) == "2026-10-25 02:30:00 UTC+2"
    assert exact_text(first + 60 * MINUTE_US, berlin) == "2026-10-25 02:30:00 UTC+1"
    assert exact_text(first + 120 * MINUTE_US, berlin) == "2026-10-25 03:30:00"
    assert exact_text(START_US, berlin) == "2026-03-02 03:02:00"
    spring = int(datetime(2026, 3, 29, 1, 30, tzinfo=UTC).timestamp()) * 1_000_000
    assert exact_text(spring, berlin) == "2026-03-29 03:30:00"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("UTC", "UTC"),
        (ZONE, "UTC+8"),
        ("America/St_Johns", "UTC-3:30"),
        ("Asia/Kolkata", "UTC+5:30"),
    ],
)
def test_offsets_read_as_people_write_them(zone: str, text: str) -> None:
    assert offset_text(START_US, zone) == text


def test_the_dialog_goes_to_what_is_written(qapp: QApplication) -> None:
    dialog = GotoDialog(Theme(), START_US + 999, ZONE, (HOUR,))
    chosen: list[int] = []
    dialog.chosen.connect(chosen.append)
    assert dialog.media_time_us() == START_US
    dialog.text.setText("10:03:01")
    assert "10:03:01" in dialog.meant.text()
    assert dialog.date.selectedDate().toString("yyyy-MM-dd") == "2026-03-02"
    dialog._accept()
    assert chosen == [START_US + 61_000_000]


def test_the_dialog_says_what_it_cannot_read_and_goes_nowhere(qapp: QApplication) -> None:
    dialog = GotoDialog(Theme(), START_US, ZONE, (HOUR,), language="zh_CN")
    chosen: list[int] = []
    dialog.chosen.connect(chosen.append)
    dialog.text.setText("tea time")
    assert "tea time" in dialog.remarks.text()
    assert not dialog.go.isEnabled()
    dialog._accept()
    assert chosen == []


def test_the_dialog_says_when_the_recordings_go_on(qapp: QApplication) -> None:
    dialog = GotoDialog(Theme(), START_US, ZONE, (HOUR,))
    dialog.text.setText("-5 min")
    assert "2026-03-02 10:02:00" in dialog.remarks.text()
    dialog.text.setText("+2 h")
    assert "none after" in dialog.remarks.text()
    dialog.text.setText("+2 min")
    assert dialog.remarks.text() == ""


def test_a_day_of_the_calendar_keeps_the_time_that_is_written(qapp: QApplication) -> None:
    dialog = GotoDialog(Theme(), START_US, ZONE, (HOUR,))
    dialog.text.setText("11:30")
    dialog.date.clicked.emit(QDate(2026, 3, 5))
    assert dialog.text.text() == "2026-03-05 11:30:00"


def test_the_second_of_two_equal_times_can_be_meant(qapp: QApplication) -> None:
    dialog = GotoDialog(Theme(), START_US, "Europe/Berlin")
    dialog.text.setText("2026-10-25 02:30")
    first = dialog.media_time_us()
    assert first is not None
    assert not dialog.other.isHidden()
    dialog.other.setChecked(True)
    assert dialog.media_time_us() == first + 60 * MINUTE_US
    assert "UTC+1" in dialog.meant.text()
    dialog.text.setText("2026-10-25 04:30")
    assert dialog.other.isHidden()


def test_days_of_other_months_stand_back(qtbot):
    calendar = MonthCalendar(Theme())
    qtbot.addWidget(calendar)
    calendar.setCurrentPage(2026, 4)

    def contrast(day: QDate) -> int:
        """Of the brightest and the darkest of a day's cell."""
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(calendar.palette().base().color())
        painter = QPainter(image)
        calendar.paintCell(painter, image.rect(), day)
        painter.end()
        greys = [image.pixelColor(x, y).value() for x in range(40) for y in range(30)]
        return max(greys) - min(greys)

    inside, outside = QDate(2026, 4, 8), QDate(2026, 3, 30)
    assert calendar.in_month(inside)
    assert not calendar.in_month(outside)
    assert 0 < contrast(outside) < contrast(inside)
