"""Opens a clip again: what it says of itself, and which camera it becomes part of."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.clips_values import FoundClip, Proof
from app.operations.values import Camera, StoreTree
from app.widgets.context import Context
from app.widgets.local_time import clock_text, offset_text
from app.widgets.models.moments import clock
from app.widgets.theme import STEP, set_role

WIDTH_PX = 560


class ClipDialog(QDialog):
    """``added`` tells the camera that now plays the clip, and when the clip begins."""

    added = Signal(object, object)  # Camera, FoundClip

    def __init__(
        self,
        context: Context,
        found: FoundClip,
        tree: StoreTree,
        suggestion: Camera | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._found, self._tree = context, found, tree
        self.setWindowTitle(self.tr("Open a clip"))
        self.setMinimumWidth(WIDTH_PX)
        self.proof = QLabel()
        self.proof.setWordWrap(True)
        self.store, self.camera = QComboBox(), QComboBox()
        self.fault = QLabel()
        self.fault.setWordWrap(True)
        set_role(self.fault, "fail")
        self.fault.hide()
        self.add, self.shut = QPushButton(self.tr("Put on the wall")), QPushButton(self.tr("Close"))
        set_role(self.add, "primary")
        self._fill(suggestion)
        self._lay_out()
        self._tell_proof()
        self.add.setDefault(True)
        self.add.setEnabled(self.store.count() > 0)
        self.store.currentIndexChanged.connect(lambda _place: self._list_cameras(None))
        self.add.clicked.connect(lambda _checked=False: self.take())
        self.shut.clicked.connect(lambda _checked=False: self.reject())

    def _fill(self, suggestion: Camera | None) -> None:
        for node in self._tree.stores():
            self.store.addItem(f"{node.store.code}  {node.store.name}", node.store.id)
        if suggestion is not None:
            self.store.setCurrentIndex(self.store.findData(suggestion.store_id))
        self._list_cameras(suggestion)

    def _list_cameras(self, chosen: Camera | None) -> None:
        self.camera.clear()
        for camera in self._tree.cameras():
            if camera.store_id == self.store.currentData():
                self.camera.addItem(camera.name, camera.id)
        self.camera.addItem(self.tr("A camera of its own"), None)
        place = -1 if chosen is None else self.camera.findData(chosen.id)
        self.camera.setCurrentIndex(place if place >= 0 else self.camera.count() - 1)

    def _lay_out(self) -> None:
        paper = self._found.paper
        form = QFormLayout()
        form.setHorizontalSpacing(4 * STEP)
        form.setVerticalSpacing(2 * STEP)
        zone = paper.time_zone
        begins = f"{clock_text(paper.start_us, zone)} – {clock(paper.end_us, zone)}"
        place = " / ".join(
            part for part in (paper.store_name or paper.store_code, paper.camera_name) if part
        )
        told = (
            (self.tr("Filmed at"), place or "–"),
            (self.tr("From, to"), f"{begins}  {offset_text(paper.start_us, zone)}"),
            (self.tr("Exported by"), paper.who or "–"),
            (self.tr("Why"), paper.why or "–"),
        )
        for name, text in told:
            label, value = QLabel(name), QLabel(text)
            set_role(label, "quiet")
            value.setWordWrap(True)
            form.addRow(label, value)
        for name, field in ((self.tr("Store"), self.store), (self.tr("Camera"), self.camera)):
            label = QLabel(name)
            set_role(label, "quiet")
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.proof)
        column.addLayout(form)
        column.addWidget(self.fault)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.shut)
        row.addWidget(self.add)
        column.addLayout(row)

    def _tell_proof(self) -> None:
        proof = self._found.proof
        if proof is Proof.WHOLE:
            self.proof.setText(
                self.tr("Unchanged since it was exported: it matches the SHA-256 of its sidecar.")
            )
            set_role(self.proof, "passed")
        elif proof is Proof.CHANGED:
            self.proof.setText(
                self.tr(
                    "This file was changed after it was exported: it does not match the SHA-256 "
                    "of its sidecar. Do not use it as evidence; ask for the original."
                )
            )
            set_role(self.proof, "fail")
        elif proof is Proof.CONTRADICTED:
            self.proof.setText(
                self.tr(
                    "The sidecar was changed: it does not say what the file itself says, which "
                    "stands below. Do not use it as evidence; ask for the original."
                )
            )
            set_role(self.proof, "fail")
        else:
            self.proof.setText(
                self.tr(
                    "The sidecar is missing, so nobody can say whether the file was changed. "
                    "Its times are those written inside it."
                )
            )
            set_role(self.proof, "attention")

    def take(self) -> None:
        """Make it a recording of the chosen camera."""
        clips, found = self._context.operations.clips, self._found
        camera_id, store_id = self.camera.currentData(), self.store.currentData()
        self.add.setEnabled(False)
        self.fault.hide()
        self._context.background.run(
            lambda: clips.add(found, camera_id, store_id),
            self._added,
            self._refused,
            owner=self,
            lane="clips",
        )

    def _added(self, camera: Camera) -> None:
        self.added.emit(camera, self._found)
        self.accept()

    def _refused(self, fault: Fault) -> None:
        self.add.setEnabled(True)
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()
