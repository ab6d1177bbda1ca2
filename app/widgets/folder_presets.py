"""Names of recordings as other software writes them: recognised, or chosen by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.video.faults import FOLDER_SILENT, SourceFault
from app.video.patience import patiently
from app.video.recordings.presets import Detected, Preset, detect, presets
from app.widgets.context import Context
from app.widgets.form import FIELD_PX
from app.widgets.theme import STEP, set_role

PATIENCE_S = 10.0
PAUSE_MS = 400  # a person who types is not told about every letter


@dataclass(frozen=True)
class FolderChoice:
    """What goes into the fields of the form; ``root`` "" leaves the folder as it is."""

    root: str
    pattern: str
    time_zone: str


class FolderPresets(QWidget):
    """Looks into the folder off the UI thread; the newest question wins."""

    chosen = Signal(object)  # FolderChoice

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = self._code = self._pattern = ""
        self._found: Detected | None = None
        self.said, self.cameras, self.use = QLabel(), QComboBox(), QPushButton()
        self.by_hand = QPushButton()
        self.by_hand.setMenu(QMenu(self.by_hand))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.use.clicked.connect(self._take)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        self.said.setFixedWidth(FIELD_PX)
        set_role(self.said, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        row = QHBoxLayout()
        for part in (self.cameras, self.use):
            row.addWidget(part)
        row.addStretch(1)
        column.addWidget(self.by_hand, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said)
        column.addLayout(row)

    def ask(self, root: str, code: str, pattern: str) -> None:
        """What do the names in this folder look like? ``code`` is the camera's own."""
        self._code, self._pattern = code, pattern
        if root == self._asked:
            self._show()
            return
        self._asked, self._found = root, None
        self._show()
        self._pause.start()

    @property
    def found(self) -> Detected | None:
        """What the folder looks like, once that is known."""
        return self._found

    def _look(self) -> None:
        root = self._asked
        if not root:
            return

        def tell(found: Detected | None) -> None:
            if root == self._asked:
                self._found = found
                self._fill()
                self._show()

        # A folder that cannot be read is told by the preview beside this.
        self._context.background.run(lambda: _detected(root), tell, owner=self)

    def _fill(self) -> None:
        self.cameras.clear()
        names = self._found.cameras if self._found is not None else ()
        self.cameras.addItems(list(names))
        self.cameras.setCurrentText(self._code if self._code in names else next(iter(names), ""))

    def _choice(self) -> FolderChoice | None:
        found = self._found
        if found is None:
            return None
        camera = self.cameras.currentText()
        pattern = found.preset.pattern
        if camera and camera != self._code:
            pattern = found.pattern_for(camera)
        return FolderChoice(found.root, pattern, found.preset.time_zone)

    def _take(self) -> None:
        choice = self._choice()
        if choice is not None:
            self.chosen.emit(choice)

    def _pick(self, preset: Preset) -> None:
        self.chosen.emit(FolderChoice("", preset.pattern, preset.time_zone))

    def _show(self) -> None:
        """Say what was found, unless the form says it already."""
        found, choice = self._found, self._choice()
        news = found is not None and choice is not None and choice.pattern != self._pattern
        for part in (self.said, self.use):
            part.setVisible(news)
        self.cameras.setVisible(news and self.cameras.count() > 1)
        if found is None or not news:
            return
        title = found.preset.title.fill(self._context.language)
        count = len(found.cameras)
        words = self.tr("This looks like {software}.")
        if count:
            words = self.tr("This looks like {software}, with {count} cameras.")
        if count == 1:
            words = self.tr("This looks like {software}, with one camera.")
        self.said.setText(words.format(software=title, count=count))

    def retranslate(self) -> None:
        """Set the words."""
        self.use.setText(self.tr("Use these names"))
        self.by_hand.setToolTip(self.tr("Fill in how this software names its files"))
        self.by_hand.setText(self.tr("Recorded by…"))
        menu = self.by_hand.menu()
        menu.clear()
        for preset in presets():
            title = preset.title.fill(self._context.language)
            entry = menu.addAction(f"{title}   {preset.pattern}")
            entry.triggered.connect(partial(self._pick, preset))
        self._show()


def _detected(root: str) -> Detected | None:
    late = SourceFault(FOLDER_SILENT, name=root, camera="")
    try:
        return patiently((root, "names"), lambda: detect(root), PATIENCE_S, late)
    except (OSError, SourceFault):
        return None
