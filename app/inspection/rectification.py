"""The life of a rectification task, as a state machine.

::

    open --start--> in rectification --submit--> awaiting verification
                        ^                          |            |
                     restart                     reject        pass
                        |                          v            v
                        +---------------------- rejected      passed --close--> closed

A task ends only when a second look proved the fix, so ``close`` follows
``passed``. The one other way out is a task raised by mistake: it may be closed
while still open, and then the reason is asked for. A rejection always says why
and sends the task back (reference: restricted transitions, rejection with
mandatory reason and re-dispatch).
"""

from __future__ import annotations

import enum
from types import MappingProxyType

from app.faults import Fault, Sentence


class TaskState(enum.Enum):
    """Where a task stands."""

    OPEN = "open"
    IN_RECTIFICATION = "in_rectification"
    AWAITING_VERIFICATION = "awaiting_verification"
    PASSED = "passed"
    REJECTED = "rejected"
    CLOSED = "closed"


class TaskAction(enum.Enum):
    """What may be done to a task."""

    START = "start"
    SUBMIT = "submit"
    PASS = "pass"
    REJECT = "reject"
    RESTART = "restart"
    CLOSE = "close"


class Priority(enum.Enum):
    """How soon a task is to be done."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class TransitionFault(Fault):
    """The task cannot take this step now; the sentence says which steps it can."""


_NEXT = {
    (TaskState.OPEN, TaskAction.START): TaskState.IN_RECTIFICATION,
    (TaskState.OPEN, TaskAction.CLOSE): TaskState.CLOSED,
    (TaskState.IN_RECTIFICATION, TaskAction.SUBMIT): TaskState.AWAITING_VERIFICATION,
    (TaskState.AWAITING_VERIFICATION, TaskAction.PASS): TaskState.PASSED,
    (TaskState.AWAITING_VERIFICATION, TaskAction.REJECT): TaskState.REJECTED,
    (TaskState.REJECTED, TaskAction.RESTART): TaskState.IN_RECTIFICATION,
    (TaskState.PASSED, TaskAction.CLOSE): TaskState.CLOSED,
}

_NEEDS_REASON = frozenset(
    {
        (TaskState.AWAITING_VERIFICATION, TaskAction.REJECT),
        (TaskState.OPEN, TaskAction.CLOSE),
    }
)

STATE_WORDS = MappingProxyType(
    {
        TaskState.OPEN: Sentence("open", "待整改"),
        TaskState.IN_RECTIFICATION: Sentence("in rectification", "整改中"),
        TaskState.AWAITING_VERIFICATION: Sentence("awaiting verification", "待复检"),
        TaskState.PASSED: Sentence("passed", "已通过"),
        TaskState.REJECTED: Sentence("rejected", "已驳回"),
        TaskState.CLOSED: Sentence("closed", "已关闭"),
    }
)

ACTION_WORDS = MappingProxyType(
    {
        TaskAction.START: Sentence("start rectification", "开始整改"),
        TaskAction.SUBMIT: Sentence("submit for verification", "提交复检"),
        TaskAction.PASS: Sentence("pass", "通过"),
        TaskAction.REJECT: Sentence("reject", "驳回"),
        TaskAction.RESTART: Sentence("restart rectification", "重新整改"),
        TaskAction.CLOSE: Sentence("close", "关闭"),
    }
)

PRIORITY_WORDS = MappingProxyType(
    {
        Priority.LOW: Sentence("low", "低"),
        Priority.MEDIUM: Sentence("medium", "中"),
        Priority.HIGH: Sentence("high", "高"),
    }
)


_NOT_NOW = Sentence(
    "“{action}” is not possible while the task is {state}. Possible now: {offered}.",
    "整改单为“{state_zh}”时无法“{action_zh}”。当前可执行：{offered_zh}。",
)
_ENDED = Sentence(
    "“{action}” is not possible: the task is {state}, and a closed task stays closed. Raise a new "
    "task if the problem is back.",
    "无法“{action_zh}”：整改单{state_zh}，已关闭的整改单不再变更。如问题再次出现，请新建整改单。",
)
_NO_REASON = Sentence(
    "“{action}” needs a reason here. Write in a few words why, then do it again.",
    "此处“{action_zh}”需要说明原因。请简要填写原因后重试。",
)


def allowed_actions(state: TaskState) -> tuple[TaskAction, ...]:
    """What may be done to a task in ``state``, in the order it is offered."""
    return tuple(action for action in TaskAction if (state, action) in _NEXT)


def needs_reason(state: TaskState, action: TaskAction) -> bool:
    """Whether this step must say why: a rejection, and closing a task never begun."""
    return (state, action) in _NEEDS_REASON


def next_state(state: TaskState, action: TaskAction, reason: str = "") -> TaskState:
    """The state after ``action``; raises TransitionFault where it is not allowed."""
    target = _NEXT.get((state, action))
    if target is None:
        raise _refusal(state, action)
    if needs_reason(state, action) and not reason.strip():
        done = ACTION_WORDS[action]
        raise TransitionFault(_NO_REASON, action=done.en, action_zh=done.zh)
    return target


def _refusal(state: TaskState, action: TaskAction) -> TransitionFault:
    offered = [ACTION_WORDS[step] for step in allowed_actions(state)]
    done, stands = ACTION_WORDS[action], STATE_WORDS[state]
    return TransitionFault(
        _NOT_NOW if offered else _ENDED,
        action=done.en,
        action_zh=done.zh,
        state=stands.en,
        state_zh=stands.zh,
        offered=", ".join(f"“{step.en}”" for step in offered),
        offered_zh="、".join(f"“{step.zh}”" for step in offered),
    )
