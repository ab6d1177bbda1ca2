"""One recorder: where it is, how it is reached, what it can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from app.faults import Fault, Sentence
from app.operations.recorders import MAX_SESSIONS
from app.operations.values import (
    Recorder,
    RecorderAbility,
    RecorderDraft,
    RecorderKind,
    StoreTree,
)
from app.widgets.connection_line import ConnectionLine
from app.widgets.context import Context
from app.widgets.form import FIELD_PX, Form
from app.widgets.recorder_fields import KIND_NAMES
from app.widgets.theme import indent, set_role
from app.widgets.zone_field import ZoneField

NOT_PROBED = Sentence(
    "Not probed yet: until then it counts as playing at 1x only. Probe it while nobody else "
    "watches from it; up to eight sessions are tried for a moment.",
    "尚未测试其能力：测试前按仅支持 1 倍速处理。请在无人使用该录像机回放时测试，"
    "测试会短暂占用最多八路回放。",
)
NOT_PROBED_ONVIF = Sentence(
    "Not probed yet: until then it is taken for what ONVIF Profile G asks. Probe it while nobody "
    "else watches from it; up to eight sessions are tried for a moment.",
    "尚未测试其能力：测试前按 ONVIF Profile G 的要求处理。请在无人使用该录像机回放时测试，"
    "测试会短暂占用最多八路回放。",
)
SAVE_FIRST = Sentence(
    "What is entered here is not saved yet, and the recorder is probed as it is saved. Save it, "
    "then probe it.",
    "此处填写的内容尚未保存，测试使用已保存的设置。请先保存，再测试其能力。",
)
FEWER = Sentence(
    "It played {count} at once this time; the {entered} entered above stay.",
    "本次仅能同时回放 {count} 路；上方填写的 {entered} 路保持不变。",
)
CLOCK_OFF = Sentence(
    "Its clock is off; the {offset} s above make up for it.",
    "其时钟有偏差，上方的 {offset} 秒已用于修正。",
)
_CLOCK_S = 10 * 366 * 86_400.0


class RecorderForm(Form):
    """Add or change a recorder. The password goes to the keyring, by itself."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._recorder: Recorder | None = None
        self._saved_facts = RecorderDraft("", "", "")
        self.name, self.where, self.kind = QLineEdit(), QComboBox(), QComboBox()
        self.address, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.zone, self.clock, self.sessions = ZoneField(), QDoubleSpinBox(), QSpinBox()
        self.channel, self.probe = QLineEdit("1"), ConnectionLine(context)
        self.keyring, self.read_clock = QLabel(), QPushButton()
        self.probe.row.insertWidget(1, self.read_clock)
        self._set_ranges()
        self._lay_out()
        self.probe.button.clicked.connect(self._probe)
        self.read_clock.clicked.connect(self._read_clock)
        self.retranslate()

    def _set_ranges(self) -> None:
        for kind in RecorderKind:
            self.kind.addItem(KIND_NAMES[kind], kind.value)
        self.where.addItem("", None)
        self.clock.setRange(-_CLOCK_S, _CLOCK_S)
        self.clock.setDecimals(1)
        self.clock.setSuffix(" s")
        self.sessions.setRange(1, MAX_SESSIONS)
        indent(self.clock)
        indent(self.sessions)

    def _lay_out(self) -> None:
        rows: tuple[tuple[Callable[[], str], QWidget], ...] = (
            (lambda: self.tr("Name"), self.name),
            (lambda: self.tr("Store"), self.where),
            (lambda: self.tr("Kind"), self.kind),
            (lambda: self.tr("Address"), self.address),
            (lambda: self.tr("User"), self.user),
            (lambda: self.tr("Password"), self.password),
        )
        for words, field in rows:
            self.add_field(words, field)
        self._note(self.keyring)
        self.add_field(lambda: self.tr("Its time zone"), self.zone)
        self.add_field(lambda: self.tr("Added to its clock"), self.clock)
        self.add_field(lambda: self.tr("Plays at once"), self.sessions)
        self.add_field(lambda: self.tr("Channel to try"), self.channel)
        self.fields.addRow("", self.probe)
        self.column.addStretch(1)

    def _note(self, label: QLabel) -> None:
        label.setWordWrap(True)
        label.setFixedWidth(FIELD_PX)
        set_role(label, "quiet")
        self.fields.addRow("", label)

    def set_tree(self, tree: StoreTree) -> None:
        """Offer the stores there are."""
        kept = self.where.currentData()
        while self.where.count() > 1:
            self.where.removeItem(1)
        for node in tree.stores():
            self.where.addItem(f"{node.store.code}  {node.store.name}", node.store.id)
        self.where.setCurrentIndex(max(0, self.where.findData(kept)))

    def edit(self, recorder: Recorder) -> None:
        """Change one that is there."""
        self._recorder = recorder
        self._show(recorder.draft())
        known = RecorderAbility.from_json(recorder.ability_json)
        self.probe.forget()
        if known is not None:
            self.probe.say(known.text(self.context.language), "pass")
            return
        onvif = recorder.kind == RecorderKind.ONVIF.value
        sentence = NOT_PROBED_ONVIF if onvif else NOT_PROBED
        self.probe.say(sentence.fill(self.context.language), "attention")

    def new_recorder(self, store_id: int | None) -> None:
        """Enter another one."""
        self._recorder = None
        self._show(RecorderDraft("", RecorderKind.HIKVISION.value, "", store_id=store_id))
        self.probe.say(self.tr("Save the recorder, then probe what it can."))
        self.probe.button.setEnabled(False)
        self.name.setFocus()

    def _show(self, draft: RecorderDraft) -> None:
        self.name.setText(draft.name)
        self.where.setCurrentIndex(max(0, self.where.findData(draft.store_id)))
        self.kind.setCurrentIndex(self.kind.findData(draft.kind))
        self.address.setText(draft.address)
        self.user.setText(draft.user_name)
        self.password.clear()
        self.zone.set_zone(draft.time_zone)
        self.clock.setValue(draft.clock_offset_s)
        self.sessions.setValue(draft.sessions)
        self._saved_facts = self.draft()
        self.remove.setVisible(self._recorder is not None)
        self.say("")
        self.context.background.run(
            self.context.operations.stores.keyring_note,
            lambda note: self.keyring.setText(note.fill(self.context.language) if note else ""),
            owner=self,
        )
        self.retranslate()

    def draft(self) -> RecorderDraft:
        """What is entered."""
        store_id = self.where.currentData()
        return RecorderDraft(
            name=self.name.text(),
            kind=str(self.kind.currentData()),
            address=self.address.text(),
            user_name=self.user.text(),
            store_id=store_id if isinstance(store_id, int) else None,
            time_zone=self.zone.zone(),
            clock_offset_s=self.clock.value(),
            sessions=self.sessions.value(),
        )

    def store(self) -> None:
        """Add or change."""
        recorders, draft, before = self.context.operations.recorders, self.draft(), self._recorder
        password = self.password.text() or None
        if before is None:
            self.send(lambda: recorders.add(draft, password))
        else:
            self.send(lambda: recorders.edit(before.id, draft, password))

    def _probe(self) -> None:
        recorder = self._recorder
        if recorder is None or self.probe.busy:
            return
        if self._asks_another():
            self.probe.say(SAVE_FIRST.fill(self.context.language), "attention")
            return
        recorders, channel = self.context.operations.recorders, self.channel.text().strip() or "1"
        self.probe.wait(self.tr("Probing; this takes up to half a minute…"))
        self.context.background.run(
            lambda: recorders.probe(recorder.id, channel),
            self._probed,
            lambda fault: self._refused_probe(fault, recorder.id),
            owner=self,
        )

    def _asks_another(self) -> bool:
        """Whether what decides how it is asked was changed since it was saved."""
        now, saved = self.draft(), self._saved_facts
        elsewhere = replace(saved, name=now.name, store_id=now.store_id, sessions=now.sessions)
        return bool(self.password.text()) or now != elsewhere

    def _probed(self, recorder: Recorder) -> None:
        if self._recorder is None or recorder.id != self._recorder.id:
            return
        self._recorder = recorder
        known = RecorderAbility.from_json(recorder.ability_json)
        if known is None:
            return
        self.sessions.setValue(max(self.sessions.value(), recorder.sessions))
        if self.clock.value() == self._saved_facts.clock_offset_s:
            self.clock.setValue(recorder.clock_offset_s)
            self._saved_facts = replace(self._saved_facts, clock_offset_s=self.clock.value())
        self.probe.say("\n".join(self._found(known, recorder)), "pass")

    def _found(self, known: RecorderAbility, recorder: Recorder) -> list[str]:
        language = self.context.language
        told = [known.text(language)]
        if known.sessions < self.sessions.value() and not known.sessions_more:
            told.append(FEWER.fill(language, count=known.sessions, entered=self.sessions.value()))
        if known.clock_offset_us:
            told.append(CLOCK_OFF.fill(language, offset=f"{recorder.clock_offset_s:g}"))
        return told

    def _refused_probe(self, fault: Fault, recorder_id: int | None) -> None:
        if recorder_id != self._shown_id():
            return  # another recorder is shown by now
        self.probe.say(fault.text(self.context.language), "fail")

    def _read_clock(self) -> None:
        """By ONVIF, which tells its time without a password."""
        address = self.address.text().strip()
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
        discovery, asked = self.context.operations.discovery, self._shown_id()
        self.probe.say(self.tr("Asking for its time…"))
        self.context.background.run(
            lambda: discovery.clock_offset_s(f"[{host}]" if ":" in host else host),
            lambda offset_s: self._clock_known(offset_s, asked),
            lambda fault: self._refused_probe(fault, asked),
            owner=self,
        )

    def _shown_id(self) -> int | None:
        return self._recorder.id if self._recorder is not None else None

    def _clock_known(self, offset_s: float | None, recorder_id: int | None) -> None:
        if recorder_id != self._shown_id():
            return  # its clock is no other recorder's
        if offset_s is None:
            self.probe.say(self.tr("It does not tell its time."), "attention")
            return
        self.clock.setValue(offset_s)
        right = self.tr("Its clock is right.")
        off = self.tr("Its clock is off; the seconds above make up for it. Save them.")
        self.probe.say(off if offset_s else right, "attention" if offset_s else "pass")

    def retranslate(self) -> None:
        """Set the words."""
        super().retranslate()
        self.where.setItemText(0, self.tr("All stores"))
        self.address.setPlaceholderText("192.168.1.64:554")
        kept = self.tr("Empty: as it is kept now")
        self.password.setPlaceholderText(kept if self._recorder is not None else "")
        line = self.zone.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("As the store's"))
        self.clock.setToolTip(
            self.tr(
                "Seconds that must be added to the recorder's time to get the true time: "
                "420 when its clock is seven minutes slow."
            )
        )
        self.sessions.setToolTip(
            self.tr("How many recordings it plays at once; a further one waits its turn.")
        )
        self.probe.button.setText(self.tr("Probe what it can"))
        self.read_clock.setText(self.tr("Read its clock"))
        new = self.tr("New recorder")
        self.title.setText(new if self._recorder is None else self._recorder.name)
