"""Answering, taking back, submitting; and going on while the database is away."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.inspection.answers import AnswerFault
from app.inspection.scoring import score
from app.operations.values import (
    Answer,
    AnswerState,
    ChangeKind,
    Inspection,
    InspectionFilter,
    InspectionState,
    fail_answer,
    pass_answer,
)
from app.storage import writer as writer_module
from app.storage.faults import DatabaseAway, NotFound, Refused
from tests.operations.stage import Heard, Stage, open_there


def passed(item_id: str, note: str = "") -> Answer:
    return Answer(item_id, AnswerState.ANSWERED, Decimal(1), note=note)


def failed(item_id: str) -> Answer:
    return Answer(item_id, AnswerState.ANSWERED, Decimal(0))


def answer_required(stage: Stage) -> Inspection:
    inspection = stage.begin()
    for item_id in ("i0", "i1", "i2"):
        stage.operations.inspections.answer(inspection.id, passed(item_id))
    return stage.operations.inspections.get(inspection.id)


def test_answers_are_there_after_a_start(stage: Stage):
    inspection = stage.begin()
    inspections = stage.operations.inspections
    given = passed("i0", note="第一项\n“quoted” {braces}")
    inspections.answer(inspection.id, given)
    na = Answer("i1", AnswerState.NA, reason="closed today")
    last = inspections.answer(inspection.id, na)
    stage.operations.close()
    again = open_there(stage.home)
    found = again.inspections.get(inspection.id)
    again.close()
    assert found == last
    assert dict(found.answers) == {"i0": given, "i1": na}
    assert found.inspector == "Li Wei"


def test_the_newest_answer_stands_and_taking_back_walks_to_the_one_before(stage: Stage):
    inspections = stage.operations.inspections
    inspection = stage.begin()
    for answer in (passed("i0"), failed("i1"), failed("i0")):
        inspections.answer(inspection.id, answer)
    states = [dict(inspections.take_back(inspection.id).answers) for _ in range(3)]
    assert states == [{"i0": passed("i0"), "i1": failed("i1")}, {"i0": passed("i0")}, {}]
    with pytest.raises(Refused, match="no answer to take back"):
        inspections.take_back(inspection.id)
    assert inspections.answer(inspection.id, failed("i0")).answers == {"i0": failed("i0")}


def test_an_item_can_be_emptied_again(stage: Stage):
    inspections = stage.operations.inspections
    inspection = stage.begin()
    inspections.answer(inspection.id, passed("i0"))
    emptied = inspections.answer(inspection.id, Answer("i0", AnswerState.UNANSWERED))
    assert emptied.answers == {}
    assert inspections.list()[0].answered == 0
    assert inspections.take_back(inspection.id).answers == {"i0": passed("i0")}


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer("i0", AnswerState.NA), AnswerFault),
        (Answer("i0", AnswerState.ANSWERED), AnswerFault),
        (Answer("i0", AnswerState.ANSWERED, Decimal(2)), AnswerFault),
        (Answer("nothing", AnswerState.ANSWERED, Decimal(1)), Refused),
    ],
    ids=["no reason", "no score", "too much", "no such item"],
)
def test_an_answer_that_cannot_stand_is_refused(
    stage: Stage, answer: Answer, fault: type[Exception]
):
    inspection = stage.begin()
    with pytest.raises(fault):
        stage.operations.inspections.answer(inspection.id, answer)
    assert stage.operations.inspections.get(inspection.id).answers == {}


def test_submit_needs_every_required_item_and_names_what_is_missing(stage: Stage):
    inspection = stage.begin()
    stage.operations.inspections.answer(inspection.id, passed("i1"))
    with pytest.raises(Refused) as caught:
        stage.operations.inspections.submit(inspection.id)
    missing = [inspection.checklist.item(each).title for each in ("i0", "i2")]
    assert f"2 required items are not answered yet: “{missing[0].en}”, “{missing[1].en}”." in str(
        caught.value
    )
    assert f"“{missing[0].zh}”、“{missing[1].zh}”。" in caught.value.text("zh_CN")
    assert stage.operations.inspections.get(inspection.id).state is InspectionState.DRAFT


def test_a_submitted_inspection_is_frozen_with_its_score(stage: Stage):
    inspections = stage.operations.inspections
    inspection = answer_required(stage)
    inspections.answer(inspection.id, failed("i1"))
    done = inspections.submit(inspection.id)
    assert done.state is InspectionState.SUBMITTED
    assert done.submitted_us is not None
    assert done.score == score(done.checklist, done.answers)
    assert done.score is not None
    assert done.score.final_percent == Decimal("50.00")
    for attempt in (
        lambda: inspections.answer(inspection.id, passed("i1")),
        lambda: inspections.take_back(inspection.id),
        lambda: inspections.submit(inspection.id),
    ):
        with pytest.raises(Refused, match="was submitted"):
            attempt()
    assert inspections.get(inspection.id) == done


def test_a_stored_score_is_never_computed_again(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    done = stage.operations.inspections.submit(answer_required(stage).id)

    def other_rules(*_args: object, **_kwargs: object) -> object:
        raise AssertionError("a submitted inspection was scored again")

    monkeypatch.setattr("app.storage.inspection_changes.score", other_rules)
    monkeypatch.setattr("app.operations.inspections.score", other_rules)
    monkeypatch.setattr("app.operations.scorecards.score", other_rules)
    assert stage.operations.inspections.get(done.id).score == done.score
    assert stage.operations.scorecards.data(done.id).score == done.score


def test_the_running_score_tells_only_about_what_is_answered(stage: Stage):
    inspections = stage.operations.inspections
    inspection = stage.begin()
    assert inspections.running_score(inspection).final_percent is None
    one = inspections.answer(inspection.id, passed("i0"))
    assert inspections.running_score(one).final_percent == Decimal("100.00")


def test_the_list_counts_filters_and_comes_newest_first(stage: Stage):
    operations = stage.operations
    submitted = operations.inspections.submit(answer_required(stage).id)
    draft = stage.begin()
    operations.inspections.answer(draft.id, passed("i0"))
    operations.inspections.answer(draft.id, failed("i0"))
    operations.inspections.answer(draft.id, passed("i1"))
    operations.inspections.take_back(draft.id)
    operations.tasks.raise_task(stage.task(inspection_id=submitted.id, item_id="i1"))
    newest, oldest = operations.inspections.list()
    assert (newest.id, newest.answered, newest.total) == (draft.id, 1, 4)
    assert (newest.final_percent, newest.open_tasks) == (None, 0)
    assert (oldest.id, oldest.answered, oldest.open_tasks) == (submitted.id, 3, 1)
    assert oldest.final_percent == oldest.raw_percent == Decimal("75.00")
    assert (oldest.store_code, oldest.checklist_version) == ("S001", 1)
    states = {
        state: [s.id for s in operations.inspections.list(InspectionFilter(state=state))]
        for state in InspectionState
    }
    assert states == {InspectionState.DRAFT: [draft.id], InspectionState.SUBMITTED: [submitted.id]}
    assert operations.inspections.list(InspectionFilter(store_id=99)) == ()


def test_what_is_not_there_is_told(stage: Stage):
    inspections = stage.operations.inspections
    with pytest.raises(NotFound, match="99"):
        inspections.get(99)
    with pytest.raises(NotFound):
        inspections.begin(99, stage.version.id)
    with pytest.raises(NotFound):
        inspections.begin(stage.store.id, 99)


def test_answers_from_many_threads_all_stand(stage: Stage):
    inspections = stage.operations.inspections
    inspection = stage.begin()
    items = list(inspection.checklist.items())

    def work(number: int) -> None:
        for item in items:
            give = pass_answer if number % 2 else fail_answer
            inspections.answer(inspection.id, give(item, note=str(number)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count = 0
    while inspections.get(inspection.id).answers:
        inspections.take_back(inspection.id)
        count += 1
    assert count == 6 * len(items)


class TestAway:
    """The disk with the database is pulled out in the middle of an inspection."""

    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writer_module, "REPLAY_EVERY_S", 0.02)
        monkeypatch.setattr(writer_module, "REPLAY_AT_MOST_S", 0.02)

    def test_the_inspection_goes_on_and_is_whole_afterwards(self, stage: Stage, tmp_path: Path):
        inspections = stage.operations.inspections
        inspection = stage.begin()
        inspections.answer(inspection.id, failed("i0"))
        path = stage.home / "floorwalk.sqlite"
        path.rename(tmp_path / "away.sqlite")
        during = inspections.answer(inspection.id, passed("i0", note="waits"))
        during = inspections.answer(inspection.id, passed("i1"))
        assert during.answers == {"i0": passed("i0", note="waits"), "i1": passed("i1")}
        assert inspections.get(inspection.id) == during
        assert stage.operations.waiting() == 2
        away = stage.operations.storage_state().away
        assert isinstance(away, DatabaseAway)
        for attempt in (inspections.take_back, inspections.submit):
            with pytest.raises(DatabaseAway):
                attempt(inspection.id)
        heard = Heard(stage.operations)
        (tmp_path / "away.sqlite").rename(path)
        gate = threading.Event()
        while stage.operations.waiting():
            gate.wait(0.02)
        assert inspections.get(inspection.id).answers == during.answers
        while ChangeKind.INSPECTIONS not in heard.kinds():
            gate.wait(0.02)
        inspections.answer(inspection.id, passed("i2"))
        assert inspections.submit(inspection.id).score is not None

    def test_what_may_not_be_answered_is_refused_all_the_same(self, stage: Stage, tmp_path: Path):
        inspections = stage.operations.inspections
        draft = stage.begin()
        done = inspections.submit(answer_required(stage).id)
        (stage.home / "floorwalk.sqlite").rename(tmp_path / "away.sqlite")
        with pytest.raises(AnswerFault):
            inspections.answer(draft.id, Answer("i0", AnswerState.NA))
        with pytest.raises(Refused, match="submitted"):
            inspections.answer(done.id, passed("i0"))
        assert stage.operations.waiting() == 0

    def test_a_restart_shows_waiting_answers_before_the_database_takes_them(
        self, stage: Stage, tmp_path: Path
    ):
        """As with a disk that is full: it can be read, but takes nothing."""
        inspection = stage.begin()
        path = stage.home / "floorwalk.sqlite"
        path.rename(tmp_path / "away.sqlite")
        stage.operations.inspections.answer(inspection.id, passed("i3"))
        stage.operations.close()
        (tmp_path / "away.sqlite").rename(path)
        again = open_there(stage.home)
        shown = again.inspections.get(inspection.id)
        again.close()
        assert shown == replace(inspection, answers={"i3": passed("i3")})
