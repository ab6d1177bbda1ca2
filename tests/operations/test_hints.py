"""Hints: found once, decided by a person, both kept."""

from __future__ import annotations

import pytest

from app.operations.values import ChangeKind, HintDraft
from app.storage.faults import NotFound, Refused
from tests.operations.stage import Heard, Stage
from tests.operations.test_inspections import answer_required

MINUTE_US = 60_000_000


def draft(stage: Stage, start: int, end: int, rule: str = "counter_unattended") -> HintDraft:
    return HintDraft(stage.camera.id, rule, start * MINUTE_US, end * MINUTE_US, "motion")


def test_what_is_found_again_is_the_same_hint(stage: Stage):
    hints = stage.operations.hints
    heard = Heard(stage.operations)
    first = hints.add(draft(stage, 10, 15))
    again = hints.add(draft(stage, 12, 18))
    later = hints.add(draft(stage, 20, 25))
    other = hints.add(draft(stage, 10, 15, "other_rule"))
    assert again.id == first.id
    assert (again.start_us, again.end_us) == (10 * MINUTE_US, 18 * MINUTE_US)
    assert [hint.id for hint in hints.list(stage.store.id)] == [first.id, other.id, later.id]
    assert hints.list(99) == ()
    assert heard.kinds() == {ChangeKind.HINTS}


def test_what_was_decided_is_not_widened_and_not_doubled(stage: Stage):
    hints = stage.operations.hints
    inspection = stage.begin()
    hint = hints.add(draft(stage, 10, 15))
    decided = hints.decide(hint.id, False, inspection.id, "i0")
    assert (decided.decision, decided.decided_by) == ("dismissed", "Li Wei")
    assert (decided.inspection_id, decided.item_id) == (inspection.id, "i0")
    assert hints.add(draft(stage, 11, 30)) == decided


def test_an_inspection_sees_its_own_decisions_and_what_is_open(stage: Stage):
    hints = stage.operations.hints
    first, second = stage.begin(), stage.begin()
    decided = hints.add(draft(stage, 10, 15))
    hints.decide(decided.id, True, first.id, "i0")
    undecided = hints.add(draft(stage, 20, 25))

    def seen_in(inspection_id: int) -> list[int]:
        return [hint.id for hint in hints.list(stage.store.id, inspection_id)]

    assert seen_in(first.id) == [decided.id, undecided.id]
    assert seen_in(second.id) == [undecided.id]


def test_a_decision_may_change_until_the_submit(stage: Stage):
    hints = stage.operations.hints
    inspection = answer_required(stage)
    hint = hints.add(draft(stage, 10, 15))
    hints.decide(hint.id, True, inspection.id, "i0")
    assert hints.decide(hint.id, False, inspection.id, "i0").decision == "dismissed"
    stage.operations.inspections.submit(inspection.id)
    for target in (inspection.id, None):
        with pytest.raises(Refused, match="submitted"):
            hints.decide(hint.id, True, target, None)
    assert stage.operations.scorecards.data(inspection.id).hints[0].decision == "dismissed"


def test_what_cannot_be_is_refused(stage: Stage):
    hints = stage.operations.hints
    other, _ = stage.second_store()
    hint = hints.add(draft(stage, 10, 15))
    elsewhere = stage.operations.inspections.begin(other.id, stage.version.id)
    with pytest.raises(Refused, match="another store"):
        hints.decide(hint.id, True, elsewhere.id, None)
    with pytest.raises(Refused, match="before it begins"):
        hints.add(draft(stage, 15, 10))
    with pytest.raises(NotFound):
        hints.decide(99, True, None, None)
    with pytest.raises(NotFound):
        hints.add(HintDraft(99, "counter_unattended", 0, 1, "motion"))
