"""One rectification task: facts, evidence, history, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.values import (
    EvidenceRecord,
    RectificationTask,
    TaskAction,
    TaskEvent,
    allowed_actions,
    needs_reason,
)
from app.widgets.context import Context
from app.widgets.evidence_strip import EvidenceStrip
from app.widgets.item_card_fields import RemarkField
from app.widgets.models.moments import day, day_and_minute, now_us
from app.widgets.models.words import (
    TASK_LOOKS,
    priority_word,
    task_action_word,
    task_state_word,
)
from app.widgets.theme import STEP, set_role


class TaskDetail(QWidget):
    """Shows a task and does the allowed steps; a reason is asked for in place."""

    evidence_opened = Signal(object)  # EvidenceRecord

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: RectificationTask | None = None
        self._zone = "UTC"
        self._pending: TaskAction | None = None
        self.action_buttons: dict[TaskAction, QPushButton] = {}
        self.title = self._label("heading")
        self.state_icon = QLabel(self)
        self.state = self._label("")
        self.facts = [self._label("") for _ in range(5)]
        self._names = [self._label("quiet") for _ in range(5)]
        self.detail = self._label("")
        self.strip = EvidenceStrip(context, parent=self)
        self.reason_title = self._label("attention")
        self.reason = RemarkField(self)
        self.confirm_button = QPushButton(self)
        self.cancel_button = QPushButton(self)
        self.fault = self._label("fail")
        self.history_title = self._label("caption")
        self.history = self._label("")
        self._buttons = QHBoxLayout()
        self._ask = QWidget(self)
        self._lay_out()
        self._connect()
        context.theme.changed.connect(self.retranslate)
        self.retranslate()
        self.show_task(None, (), "UTC")

    def show_task(
        self, task: RectificationTask | None, evidence: Sequence[EvidenceRecord], time_zone: str
    ) -> None:
        """Show another task; a half-written reason stays while it is the same one."""
        same = task is not None and self._task is not None and task.id == self._task.id
        stepped = task is not None and self._task is not None and task.state != self._task.state
        self._task, self._zone = task, time_zone
        if not same or stepped:
            self._end_asking()
        self._body.setVisible(task is not None)
        self.strip.show_records(evidence, time_zone)
        self.strip.setVisible(bool(evidence))
        if task is not None:
            self._show(task)

    def task_id(self) -> int | None:
        """Which task is shown."""
        return self._task.id if self._task else None

    def act(self, action: TaskAction) -> None:
        """Do a step; asks for the reason first where the rules want one."""
        if self._task is None:
            return
        if needs_reason(self._task.state, action):
            self._pending = action
            self._name_reason()
            self._ask.show()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._do(action, "")

    def confirm(self) -> None:
        """Do the step that waited for its reason."""
        if self._pending is not None:
            self._do(self._pending, self.reason.text())

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        words = (
            self.tr("Store"),
            self.tr("Owner"),
            self.tr("Due"),
            self.tr("Priority"),
            self.tr("Raised"),
        )
        for label, word in zip(self._names, words, strict=True):
            label.setText(word)
        self.history_title.setText(self.tr("History"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.reason.setPlaceholderText(self.tr("Reason, then Enter"))
        self._name_reason()
        if self._task is not None:
            self._show(self._task)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- inside ----------------------------------------------------------------------

    def _do(self, action: TaskAction, note: str) -> None:
        task = self._task
        if task is None:
            return
        for button in self.action_buttons.values():
            button.setEnabled(False)
        tasks = self._context.operations.tasks
        self._context.background.run(
            lambda: tasks.act(task.id, action, note), self._stepped, self._refused, lane="tasks"
        )

    def _stepped(self, task: RectificationTask) -> None:
        if self._task is not None and task.id == self._task.id:
            self._end_asking()
            self._task = task
            self._show(task)

    def _refused(self, fault: Fault) -> None:
        for button in self.action_buttons.values():
            button.setEnabled(True)
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()

    def _end_asking(self) -> None:
        self._pending = None
        self.reason.set_text("")
        self._ask.hide()
        self.fault.hide()

    def _show(self, task: RectificationTask) -> None:
        language, theme = self._context.language, self._context.theme
        look = TASK_LOOKS[task.state]
        self.title.setText(task.title)
        self.state_icon.setPixmap(theme.icon(look.icon, look.colour).pixmap(16, 16))
        self.state.setText(task_state_word(task.state, language))
        late = task.overdue(now_us())
        due = day(task.due_us, self._zone)
        values = (
            f"{task.store_code} · {task.store_name}",
            task.owner,
            self.tr("{date}  overdue").format(date=due) if late else due,
            priority_word(task.priority, language),
            f"{day_and_minute(task.created_us, self._zone)} · {task.created_by}",
        )
        for label, value in zip(self.facts, values, strict=True):
            label.setText(value)
        set_role(self.facts[2], "fail" if late else "")
        self.detail.setText(task.detail)
        self.detail.setVisible(bool(task.detail))
        self.history.setText("\n".join(self._event(event) for event in reversed(task.history)))
        self._show_actions(task)

    def _show_actions(self, task: RectificationTask) -> None:
        for old in self.action_buttons.values():
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.action_buttons.clear()
        for place, action in enumerate(allowed_actions(task.state)):
            button = QPushButton(task_action_word(action, self._context.language), self._body)
            if place == 0:
                set_role(button, "primary")
            button.clicked.connect(lambda _checked=False, step=action: self.act(step))
            self._buttons.insertWidget(place, button)
            self.action_buttons[action] = button

    def _event(self, event: TaskEvent) -> str:
        when = day_and_minute(event.at_us, self._zone)
        if event.action is None:
            what = self.tr("raised")
        else:
            what = task_state_word(event.to_state, self._context.language)
        line = f"{when}  {event.who}: {what}"
        return f"{line}\n      “{event.note}”" if event.note else line

    def _name_reason(self) -> None:
        if self._pending is None:
            return
        word = task_action_word(self._pending, self._context.language)
        self.reason_title.setText(self.tr("{action}: say why").format(action=word))
        self.confirm_button.setText(word)

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(label, role)
        return label

    def _connect(self) -> None:
        self.strip.opened.connect(self.evidence_opened)
        self.confirm_button.clicked.connect(lambda _checked=False: self.confirm())
        self.cancel_button.clicked.connect(lambda _checked=False: self._end_asking())
        self.reason.entered.connect(lambda _back: self.confirm())
        self.reason.left.connect(self._end_asking)

    def _lay_out(self) -> None:
        set_role(self.confirm_button, "danger")
        self._body = QWidget(self)
        facts = QFormLayout()
        facts.setVerticalSpacing(STEP)
        facts.setHorizontalSpacing(4 * STEP)
        for name, value in zip(self._names, self.facts, strict=True):
            facts.addRow(name, value)
        state = QHBoxLayout()
        state.addWidget(self.state_icon)
        state.addWidget(self.state, 1)
        self._buttons.setSpacing(2 * STEP)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self.title)
        column.addLayout(state)
        column.addLayout(self._buttons)
        column.addWidget(self._asking())
        column.addWidget(self.fault)
        column.addLayout(facts)
        column.addWidget(self.detail)
        column.addWidget(self.strip)
        column.addWidget(self.history_title)
        column.addWidget(self.history)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _asking(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.addWidget(self.confirm_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self._ask)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.reason_title)
        column.addWidget(self.reason)
        column.addLayout(buttons)
        return self._ask
