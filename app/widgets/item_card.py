"""The current item, large: standard, answer, hints, note, evidence, task.

A thin view: it shows an ``AnswerDraft`` and what stands beside it, and reports
what is done. The panel decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.faults import Fault
from app.operations.values import AnswerKind, EvidenceRecord, Hint, Item, RectificationTask
from app.widgets.actions import Actions
from app.widgets.answer_bar import AnswerBar
from app.widgets.context import Context
from app.widgets.evidence_strip import EvidenceStrip
from app.widgets.hint_card import HintCard
from app.widgets.item_card_fields import RemarkField
from app.widgets.models.answer_draft import AnswerDraft, Choice, score_text
from app.widgets.theme import STEP, set_role


class ItemCard(QWidget):
    """Everything about one item of the open inspection."""

    note_edited = Signal(str)
    reason_edited = Signal(str)
    entered = Signal(bool)  # Enter in a text field; True with Shift
    left = Signal()  # Escape in a text field
    abandoned = Signal()  # a text field lost the focus
    evidence_wanted = Signal()
    mark_wanted = Signal(object)  # EvidenceRecord
    task_wanted = Signal()
    hint_jump = Signal(object)  # Hint
    hint_decided = Signal(object, bool)

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._draft: AnswerDraft | None = None
        self._hints: tuple[Hint, ...] = ()
        self._time_zone = "UTC"
        self._task_count = 0
        self.number = QLabel(self)
        self.title = _wrapped(self, "heading")
        self.badges = _wrapped(self, "caption")
        self.standard = _wrapped(self, "quiet")
        self.bar = AnswerBar(context.theme, self.key_of, self)
        self.reason = RemarkField(self)
        self.note = RemarkField(self)
        self.fault = _wrapped(self, "fail")
        self.evidence_title = QLabel(self)
        self.take_button = QPushButton(self)
        self.mark_button = QPushButton(self)
        self.strip = EvidenceStrip(context, parent=self)
        self.task_button = QPushButton(self)
        self._hint_box = QVBoxLayout()
        self._hint_cards: list[HintCard] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self._connect()
        actions.keys_changed.connect(self.retranslate)
        context.theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    # -- showing ---------------------------------------------------------------------

    def show_item(self, number: str, draft: AnswerDraft) -> None:
        """Show another item with what is entered for it."""
        item = draft.item
        language = self._context.language
        self.number.setText(number)
        self.title.setText(item.title.in_language(language))
        self.standard.setText(item.standard.in_language(language))
        self.badges.setText(self._badges(item))
        self.bar.show_item(item)
        self.show_fault(None)
        self.show_draft(draft)

    def show_draft(self, draft: AnswerDraft) -> None:
        """Show what is entered; text fields keep their cursor."""
        self._draft = draft
        self.bar.show_draft(draft)
        for field, text in ((self.reason, draft.reason), (self.note, draft.note)):
            with QSignalBlocker(field):
                field.set_text(text)
        self.reason.setVisible(draft.wants_reason)
        self._name_reason()

    def show_beside(
        self,
        hints: Sequence[Hint],
        evidence: Sequence[EvidenceRecord],
        tasks: Sequence[RectificationTask],
        time_zone: str,
    ) -> None:
        """Show hints, evidence and tasks of the item."""
        self._time_zone = time_zone
        self._task_count = len(tasks)
        self.strip.show_records(evidence, time_zone)
        self.strip.setVisible(bool(evidence))
        self.mark_button.setEnabled(bool(evidence))
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self._show_hints()
        self._name_evidence()
        self._name_task()

    def show_task_offer(self, offered: bool) -> None:
        """Offer a rectification task, or not."""
        self.task_button.setVisible(offered or self._task_count > 0)

    def select_hint(self, hint_id: int | None) -> None:
        """Mark the hint that the hint keys act on."""
        for card in self.hint_cards():
            card.set_selected(card.hint.id == hint_id)

    def show_fault(self, fault: Fault | None) -> None:
        """Say in place why nothing was stored."""
        self.fault.setText(fault.text(self._context.language) if fault else "")
        self.fault.setVisible(fault is not None)

    def set_read_only(self, read_only: bool) -> None:
        """A submitted inspection shows, but takes nothing."""
        self.bar.setEnabled(not read_only)
        self.reason.setReadOnly(read_only)
        self.note.setReadOnly(read_only)

    def typing(self) -> bool:
        """Whether a text field has the keys."""
        return self.note.hasFocus() or self.reason.hasFocus()

    def hint_cards(self) -> list[HintCard]:
        """The hint cards shown, in order."""
        return list(self._hint_cards)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.note.setPlaceholderText(self.with_key(self.tr("Note"), "answer.note"))
        self.note.setAccessibleName(self.tr("Note"))
        self.take_button.setText(self.with_key(self.tr("Take"), "evidence.take"))
        self.take_button.setToolTip(
            self.tr("Keep the picture of the selected tile at full resolution")
        )
        self.mark_button.setText(self.with_key(self.tr("Mark"), "evidence.mark"))
        self.mark_button.setToolTip(self.tr("Draw a box, an arrow or a text on the picture"))
        self.bar.retranslate()
        for card in self.hint_cards():
            card.retranslate()
        self._name_reason()
        self._name_evidence()
        self._name_task()

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # -- words -----------------------------------------------------------------------

    def _badges(self, item: Item) -> str:
        parts = []
        if item.red_line:
            colour = self._context.theme.colours.fail
            word = self.tr("red line: a fail takes the points of the whole section")
            parts.append(f'<span style="color:{colour}">▲ {word}</span>')
        if not item.required:
            parts.append(self.tr("optional"))
        if item.weight != 1:
            parts.append(self.tr("weight {weight}").format(weight=score_text(item.weight)))
        if item.answer_kind is AnswerKind.SCORE and item.pass_mark is not None:
            mark = self.tr("passes from {mark} of {maximum}")
            parts.append(
                mark.format(mark=score_text(item.pass_mark), maximum=score_text(item.max_score))
            )
        self.badges.setVisible(bool(parts))
        return " · ".join(parts)

    def _name_reason(self) -> None:
        if self._draft is not None and self._draft.choice is Choice.NA:
            text = self.tr("Why does it not apply? Then Enter")
        else:
            text = self.tr("What hides it? Then Enter")
        self.reason.setPlaceholderText(text)
        self.reason.setAccessibleName(text)

    def _name_evidence(self) -> None:
        count = len(self.strip.evidence.records())
        if count:
            self.evidence_title.setText(self.tr("Evidence {count}").format(count=count))
        else:
            self.evidence_title.setText(self.tr("No evidence yet"))

    def _name_task(self) -> None:
        text = self.with_key(self.tr("Rectification task"), "task.raise")
        if self._task_count:
            raised = self.tr("{count} raised").format(count=self._task_count)
            text = f"{text}  ({raised})"
        self.task_button.setText(text)

    def key_of(self, action_id: str) -> str:
        """The key of an action as the platform writes it, "" for none."""
        return next(iter(self._actions.key_texts(action_id)), "")

    def with_key(self, text: str, action_id: str) -> str:
        """Words with the key that does it, as it is now."""
        return f"{text}  {self.key_of(action_id)}".rstrip()

    # -- inside ----------------------------------------------------------------------

    def _show_hints(self) -> None:
        for old in self._hint_cards:
            self._hint_box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._hint_cards.clear()
        for hint in self._hints:
            card = HintCard(hint, self._time_zone, self._context.theme, self.key_of, self)
            card.jump.connect(self.hint_jump)
            card.accept.connect(lambda chosen: self.hint_decided.emit(chosen, True))
            card.dismiss.connect(lambda chosen: self.hint_decided.emit(chosen, False))
            self._hint_box.addWidget(card)
            self._hint_cards.append(card)

    def _connect(self) -> None:
        self.note.textChanged.connect(lambda: self.note_edited.emit(self.note.text()))
        self.reason.textChanged.connect(lambda: self.reason_edited.emit(self.reason.text()))
        for field in (self.note, self.reason):
            field.entered.connect(self.entered)
            field.left.connect(self.left)
            field.abandoned.connect(self.abandoned)
        self.take_button.clicked.connect(lambda _checked=False: self.evidence_wanted.emit())
        self.mark_button.clicked.connect(lambda _checked=False: self._mark_selected())
        self.strip.opened.connect(self.mark_wanted)
        self.task_button.clicked.connect(lambda _checked=False: self.task_wanted.emit())

    def _mark_selected(self) -> None:
        record = self.strip.selected()
        if record is not None:
            self.mark_wanted.emit(record)

    def _dress(self) -> None:
        theme = self._context.theme
        self.take_button.setIcon(theme.icon("evidence"))
        self.mark_button.setIcon(theme.icon("mark"))
        self.task_button.setIcon(theme.icon("rectification", "attention"))
        for card in self.hint_cards():
            card.retranslate()

    def _lay_out(self) -> None:
        set_role(self.number, "number")
        head = QHBoxLayout()
        head.setSpacing(2 * STEP)
        head.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        evidence = QHBoxLayout()
        evidence.setSpacing(STEP)
        evidence.addWidget(self.evidence_title, 1)
        for button in (self.take_button, self.mark_button):
            button.setStyleSheet("padding: 0 6px;")
            set_role(button, "flat")
            evidence.addWidget(button)
        self._hint_box.setSpacing(STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP + STEP // 2)
        column.addLayout(head)
        for widget in (self.badges, self.standard, self.bar, self.reason, self.fault):
            column.addWidget(widget)
        column.addLayout(self._hint_box)
        column.addWidget(self.note)
        column.addWidget(_line(self))
        column.addLayout(evidence)
        column.addWidget(self.strip)
        column.addWidget(self.task_button)
        column.addStretch(1)


def _wrapped(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setMinimumWidth(0)
    set_role(label, role)
    return label


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    set_role(line, "line")
    return line
