"""The task's state machine: every transition, and every sequence of them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspection.rectification import (
    ACTION_WORDS,
    PRIORITY_WORDS,
    STATE_WORDS,
    Priority,
    TaskAction,
    TaskState,
    TransitionFault,
    allowed_actions,
    needs_reason,
    next_state,
)

ALLOWED = {
    ("open", "start"): "in_rectification",
    ("open", "close"): "closed",
    ("in_rectification", "submit"): "awaiting_verification",
    ("awaiting_verification", "pass"): "passed",
    ("awaiting_verification", "reject"): "rejected",
    ("rejected", "restart"): "in_rectification",
    ("passed", "close"): "closed",
}


@pytest.mark.parametrize(("state", "action"), list(itertools.product(TaskState, TaskAction)))
def test_every_pair(state, action):
    target = ALLOWED.get((state.value, action.value))
    if target is not None:
        assert next_state(state, action, "because").value == target
        assert action in allowed_actions(state)
        return
    assert action not in allowed_actions(state)
    with pytest.raises(TransitionFault) as caught:
        next_state(state, action, "because")
    for language in ("en", "zh_CN"):
        text = caught.value.text(language)
        assert STATE_WORDS[state].fill(language) in text
        assert ACTION_WORDS[action].fill(language) in text


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (TaskState.AWAITING_VERIFICATION, TaskAction.REJECT),
        (TaskState.OPEN, TaskAction.CLOSE),
    ],
)
@pytest.mark.parametrize("reason", ["", "  \n\t"])
def test_a_reason_is_asked_for(state, action, reason):
    assert needs_reason(state, action)
    with pytest.raises(TransitionFault, match="needs a reason"):
        next_state(state, action, reason)
    assert isinstance(next_state(state, action, "raised by mistake"), TaskState)


def test_the_refusal_offers_what_is_possible():
    with pytest.raises(TransitionFault) as caught:
        next_state(TaskState.AWAITING_VERIFICATION, TaskAction.CLOSE)
    assert "“pass”, “reject”" in caught.value.text("en")
    assert "“通过”、“驳回”" in caught.value.text("zh_CN")


def test_the_refusal_crosses_process_borders():
    import pickle

    with pytest.raises(TransitionFault) as caught:
        next_state(TaskState.CLOSED, TaskAction.START)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.text("zh_CN") == caught.value.text("zh_CN")


def test_every_word_is_there_in_both_languages():
    words = [
        *(STATE_WORDS[state] for state in TaskState),
        *(ACTION_WORDS[action] for action in TaskAction),
        *(PRIORITY_WORDS[priority] for priority in Priority),
    ]
    assert all(word.en and word.zh and word.en != word.zh for word in words)


def walk(actions: list[TaskAction]) -> list[tuple[TaskState, TaskAction, TaskState]]:
    """What a task goes through when the impossible actions are refused."""
    state, steps = TaskState.OPEN, []
    for action in actions:
        if action in allowed_actions(state):
            after = next_state(state, action, "because")
            steps.append((state, action, after))
            state = after
    return steps


def ends_proven(steps: list[tuple[TaskState, TaskAction, TaskState]]) -> bool:
    if not steps or steps[-1][2] is not TaskState.CLOSED:
        return True
    if len(steps) == 1:
        return steps[0][:2] == (TaskState.OPEN, TaskAction.CLOSE)
    return (TaskState.AWAITING_VERIFICATION, TaskAction.PASS, TaskState.PASSED) in steps


def test_no_short_sequence_closes_a_begun_task_without_a_second_look():
    for length in range(6):
        for actions in itertools.product(TaskAction, repeat=length):
            assert ends_proven(walk(list(actions)))


@given(st.lists(st.sampled_from(TaskAction), max_size=60))
def test_nor_does_any_long_one(actions):
    steps = walk(actions)
    assert ends_proven(steps)
    closed = [n for n, step in enumerate(steps) if step[2] is TaskState.CLOSED]
    assert closed in ([], [len(steps) - 1])


def test_from_everywhere_the_task_can_still_end():
    for state in TaskState:
        seen, waiting = set(), [state]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += [next_state(here, action, "x") for action in allowed_actions(here)]
        assert TaskState.CLOSED in seen
