"""Two times in a store's own time: what was offered stays, an hour that comes twice is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QTime, QTimeZone
from PySide6.QtWidgets import QApplication

from app.video.media import Span
from app.widgets.export_form import ExportForm, ExportStart
from app.widgets.fetch_form import FetchForm, FetchOffer
from app.widgets.local_time import passings_us
from app.widgets.span_fields import SpanFields

S = 1_000_000
BERLIN = "Europe/Berlin"
CHANGE = int(datetime(2025, 10, 26, 1, tzinfo=UTC).timestamp()) * S  # 03:00 becomes 02:00
FIRST, SECOND = CHANGE - 1800 * S, CHANGE + 1800 * S  # both are 02:30


@pytest.fixture
def fields(qapp: QApplication):
    return SpanFields(BERLIN)


def write(field, hour: int, minute: int, second: int = 0) -> None:
    time = QTime(hour, minute, second)
    field.setDateTime(QDateTime(QDate(2025, 10, 26), time, QTimeZone.utc()))


@pytest.mark.parametrize("at_us", [FIRST, SECOND, CHANGE - 9000 * S, CHANGE + 9000 * S])
def test_what_was_offered_stays_as_it_was_to_the_microsecond(fields, at_us):
    offered = Span(at_us + 250_001, at_us + 650_000)
    fields.show_span(offered)
    assert fields.span() == offered
    assert fields.length.text() == "length 0:00:00.399"
    fields.retranslate()
    assert fields.span() == offered


def test_an_edited_end_is_counted_from_the_beginning_that_is_read(fields):
    fields.show_span(Span(SECOND + 600_000, SECOND + 5 * S))
    write(fields.end, 2, 31)
    assert fields.span() == Span(SECOND, SECOND + 60 * S)


def test_the_end_that_was_not_edited_keeps_its_fraction(fields):
    fields.show_span(Span(SECOND + 1, SECOND + 90 * S + 700_000))
    write(fields.begin, 2, 31)
    assert fields.span() == Span(SECOND + 60 * S, SECOND + 90 * S + 700_000)


def test_only_a_time_that_comes_twice_asks_which(fields):
    fields.show_span(Span(CHANGE - 5400 * S, SECOND))
    assert fields.begin_passing.isHidden()
    assert not fields.end_passing.isHidden()
    assert fields.end_passing.currentText() == "second (UTC+1)"
    typed = []
    fields.typed.connect(lambda: typed.append(fields.span()))
    fields.end_passing.setCurrentIndex(0)
    fields.end_passing.activated.emit(0)
    assert typed == [Span(CHANGE - 5400 * S, FIRST)]
    assert fields.end_passing.currentText() == "first (UTC+2)"


def test_a_typed_time_is_the_passing_next_to_what_stood_there(fields):
    fields.show_span(Span(CHANGE + 3700 * S, CHANGE + 7200 * S))
    write(fields.begin, 2, 5)  # from 03:01 in winter time
    assert fields.span().start_us == CHANGE + 300 * S
    write(fields.begin, 2, 10)
    assert fields.span().start_us == CHANGE + 600 * S
    write(fields.begin, 1, 59)
    assert fields.begin_passing.isHidden()
    write(fields.begin, 2, 10)
    assert fields.span().start_us == CHANGE - 3000 * S


def test_the_passing_that_makes_a_span_is_taken_and_a_choice_stays(fields):
    fields.show_span(Span(FIRST + 1200 * S, FIRST + 1260 * S))  # 02:50 to 02:51, both the first
    write(fields.end, 2, 10)
    assert fields.span() == Span(FIRST + 1200 * S, CHANGE + 600 * S)
    fields.end_passing.setCurrentIndex(0)
    fields.end_passing.activated.emit(0)
    assert fields.span().duration_us < 0
    assert fields.length.text() == "ends before it begins"


def test_when_a_clock_shows_a_time():
    read = datetime.fromisoformat
    assert passings_us(read("2025-10-26T02:30"), BERLIN) == (FIRST, SECOND)
    assert len(passings_us(read("2025-10-26T03:00"), BERLIN)) == 1
    spring = int(datetime(2025, 3, 30, 1, tzinfo=UTC).timestamp()) * S
    assert passings_us(read("2025-03-30T02:30"), BERLIN) == (spring + 1800 * S,)
    assert len(passings_us(read("2025-10-26T02:30"), "Asia/Shanghai")) == 1


def test_a_short_loop_in_the_second_passing_is_exported_as_it_is(qapp, tmp_path: Path):
    loop = Span(SECOND + 100_000, SECOND + 600_000)
    around = Span(SECOND - 30 * S, SECOND + 30 * S)
    form = ExportForm(ExportStart([(1, "S1 Till")], 1, loop, around, None, BERLIN, tmp_path))
    form.why.setText("spilt oil")
    assert form.span() == loop
    assert form.ready()
    form.which.setCurrentIndex(1)
    assert form.span() == around
    write(form.times.end, 2, 35)
    assert form.which.currentIndex() == form.which.count() - 1
    assert form.span() == Span(around.start_us, SECOND + 300 * S)
    form.which.setCurrentIndex(0)
    assert form.span() == loop


def test_a_fetch_takes_the_offered_span_too(qapp):
    span = Span(SECOND + 1, SECOND + 500_000)
    form = FetchForm(FetchOffer([(1, "S1 Till")], span, BERLIN))
    assert form.span() == span
    assert form.ready()
