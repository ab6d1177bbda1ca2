"""Hearing the selected tile: on and off by one key, volume and words in a small panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Sentence
from app.video.media import Media
from app.video.sound.player import SoundPlayer, SoundStatus
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.theme import CONTROL, STEP, set_role

if TYPE_CHECKING:
    from app.widgets.wall_controller import WallController
    from app.widgets.wall_screen import WallScreen

LOOK_MS = 250
KEPT_VOLUME = "sound/volume"
PANEL_PX = 260
NOTHING = Sentence(
    "The selected tile is empty, so there is nothing to hear. Select one with a camera.",
    "选中的格子为空，没有声音。请选择有摄像机的格子。",
)


class SoundPanel(QFrame):
    """Opens under the button: volume, and by which way the sound comes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_role(self, "panel")
        self.heading, self.words = QLabel(), QLabel()
        self.words.setWordWrap(True)
        set_role(self.heading, "caption")
        set_role(self.words, "quiet")
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, 100)
        self.toggle = QPushButton()
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        column.setSpacing(2 * STEP)
        for part in (self.heading, self.volume, self.words, self.toggle):
            column.addWidget(part)
        self.setFixedWidth(PANEL_PX)


class WallSound(QObject):
    """Follows the selected tile while it is on, alone or in the grid."""

    shown = Signal()  # what ``icon_of`` says may be another

    def __init__(
        self,
        screen: WallScreen,
        context: Context,
        actions: Actions,
        player: SoundPlayer | None = None,
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._context = context
        self._heard: WallController = screen.controller  # whose selected tile
        self._media: Media | None = None
        self._shown = ""
        self.player = player or SoundPlayer(lambda: context.engine.clock.state)
        self.player.volume = float(str(context.memory.value(KEPT_VOLUME, "0.8")))
        self.button = QToolButton(screen.bar)
        self.panel = SoundPanel(self.button)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._follow)
        self._dress()
        actions.on("sound.toggle", self.toggle)
        screen.controller.selected_changed.connect(lambda _tile: self._follow())
        context.theme.changed.connect(self._show)
        self.retranslate()

    def _dress(self) -> None:
        self.button.setIconSize(QSize(20, 20))
        self.button.setFixedSize(CONTROL + STEP, CONTROL)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self.button, "flat")
        row = self._screen.bar.layout()
        if row is not None:
            row.addWidget(self.button)
        self.panel.volume.setValue(round(self.player.volume * 100))
        self.panel.volume.valueChanged.connect(self._set_volume)
        self.panel.toggle.clicked.connect(lambda: self.stop() if self.on else self.toggle())
        self.button.clicked.connect(self.open_panel)
        self.button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Set the words."""
        self.panel.heading.setText(self.tr("Sound of the selected tile"))
        self.panel.volume.setAccessibleName(self.tr("Volume"))
        self.button.setAccessibleName(self.tr("Sound"))
        self._show()

    # -- on and off ------------------------------------------------------------------

    @property
    def on(self) -> bool:
        """Whether the selected tile is to be heard."""
        return self._look.isActive()

    def toggle(self) -> None:
        """Hear the wall's selected tile, or nothing."""
        self.toggle_of(self._screen.controller)

    def toggle_of(self, controller: WallController) -> None:
        """Hear that wall's selected tile; nothing where it was heard already."""
        if self.on and self._heard is controller:
            self.stop()
            return
        if _selected(controller) is None:
            self._context.notices.say(NOTHING, Level.ATTENTION, key="sound")
            return
        self._heard = controller
        self._look.start()
        self._follow()

    def leave(self, controller: WallController) -> None:
        """A wall goes: what was heard of it ends."""
        if self._heard is controller:
            self.stop()
            self._heard = self._screen.controller

    def close(self) -> None:
        """The window closes."""
        self.stop()
        self.player.close()

    def stop(self) -> None:
        """Silence."""
        self._look.stop()
        self._media = None
        self.player.stop()
        self._show()

    def _follow(self) -> None:
        """Play what is selected now; a fault is told once and ends it."""
        if not self.on:
            return
        media = _selected(self._heard)
        if media != self._media:
            self._media = media
            self.player.stop()
            if media is not None:
                self.player.start(media)
        fault = self.player.status.fault
        if fault is not None:
            self._context.notices.fault(fault)
            self._look.stop()
            self._media = None
            self.player.stop()
        self._show()

    # -- what is seen ----------------------------------------------------------------

    def open_panel(self) -> None:
        """Show volume and words under the button."""
        self.panel.adjustSize()
        below = self.button.mapToGlobal(QPoint(self.button.width(), self.button.height() + STEP))
        self.panel.move(below - QPoint(self.panel.width(), 0))
        self.panel.show()

    def _set_volume(self, percent: int) -> None:
        self.player.volume = percent / 100
        self._context.memory.setValue(KEPT_VOLUME, str(self.player.volume))
        self._show()

    def status_text(self) -> str:
        """What is heard, by which way, and why not."""
        status: SoundStatus = self.player.status
        if status.fault is not None:
            return status.text(self._context.language)
        if not self.on:
            return self.tr("Off.")
        if self.player.volume == 0:
            return self.tr("Silent: the volume is 0.")
        return status.text(self._context.language) or self.tr("Opening…")

    def icon_of(self, controller: WallController) -> QIcon:
        """Whether that wall's selected tile is heard, is to be heard, or is not."""
        theme = self._context.theme
        if not self.on or self._heard is not controller:
            return theme.icon("sound-off")
        heard = self.player.status.silent is None and self.player.volume > 0
        return theme.icon("sound", "accent" if heard else "text")

    def _show(self) -> None:
        self.button.setIcon(self.icon_of(self._screen.controller))
        self.shown.emit()
        text = self.status_text()
        if text != self._shown:
            self._shown = text
            self.panel.words.setText(text)
            self.button.setToolTip(self.tr("Sound of the selected tile. {text}").format(text=text))
        self.panel.toggle.setText(self.tr("Switch off") if self.on else self.tr("Switch on"))


def _selected(wall: WallController) -> Media | None:
    return wall.engine.media(wall.state.selected)
