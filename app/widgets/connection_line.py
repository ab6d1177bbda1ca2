"""A button that tests what is entered, and under it what was found, line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.faults import Fault
from app.operations.connections import Finding
from app.widgets.context import Context
from app.widgets.form import FIELD_PX
from app.widgets.theme import STEP, set_role


class ConnectionLine(QWidget):
    """Runs a test off the UI thread; the newest question wins."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = 0
        self.busy = False  # a test runs; the button keeps its focus and waits
        self._results: list[QLabel] = []
        self._first: QPushButton | None = None
        self.button = QPushButton()
        self.row = QHBoxLayout()
        self.row.setSpacing(2 * STEP)
        self.row.addWidget(self.button)
        self.row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._column.addLayout(self.row)
        self.setFixedWidth(FIELD_PX)

    def put_first(self, button: QPushButton) -> None:
        """Another button before the test's own, by eye and by Tab."""
        self.row.insertWidget(0, button)
        self._first = button

    def showEvent(self, event: QShowEvent) -> None:
        """Order the Tab key here: joining a form has put the buttons in order of their making."""
        super().showEvent(event)
        if self._first is not None:
            QWidget.setTabOrder(self._first, self.button)

    def ask(self, work: Callable[[], Sequence[Finding]]) -> None:
        """Run ``work`` on another thread and show what it found; nothing while one runs."""
        if self.busy:
            return
        self._asked += 1
        asked = self._asked
        self.wait(self.tr("Testing…"))

        def done(findings: Sequence[Finding]) -> None:
            if asked == self._asked:
                self.show_findings(findings)

        def failed(fault: Fault) -> None:
            if asked == self._asked:
                self.say(fault.text(self._context.language), "fail")

        self._context.background.run(work, done, failed, owner=self)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """One line each, in its colour and with its words."""
        self.clear()
        for finding in findings:
            self._add(finding.text(self._context.language), finding.level)

    def wait(self, text: str) -> None:
        """Say that something runs. A disabled button would hand its focus to the next field."""
        self.say(text)
        self.busy = True

    def say(self, text: str, role: str = "quiet") -> None:
        """One line instead of a result."""
        self.clear()
        self._add(text, role)

    def clear(self) -> None:
        """Nothing was tested yet, or something else is entered now."""
        self.button.setEnabled(True)
        self.busy = False
        for label in self._results:
            self._column.removeWidget(label)
            label.deleteLater()
        self._results = []

    def forget(self) -> None:
        """Clear, and let no answer of an earlier question come in."""
        self._asked += 1
        self.clear()

    def text(self) -> str:
        """Everything it says now."""
        return "\n".join(label.text() for label in self._results)

    def _add(self, text: str, role: str) -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setFixedWidth(FIELD_PX)
        set_role(label, role)
        self._results.append(label)
        self._column.addWidget(label)
