"""The bar over the wall: live or playback, layout, play, speed, the wall's time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.widgets.actions import Actions
from app.widgets.local_time import local, offset_text
from app.widgets.pick_button import PickButton
from app.widgets.segments import SegmentBar
from app.widgets.theme import CONTROL, HEADING_PX, STEP, Theme, set_role, ui_font
from app.widgets.transport_speeds import SpeedBar
from app.widgets.wall_controller import WallController
from app.widgets.wall_state import LAYOUTS

PLAY_ACTIONS = ("step.back", "play.toggle", "step.on")
MARK_ACTIONS = ("loop.cycle", "condense.toggle", "bookmark.set")
VIEW_ACTIONS = (
    "overlays.toggle",
    "wall.live_window",
    "wall.detach",
    "dock.stores",
    "dock.timeline",
    "dock.inspection",
)
TIMED = (
    *PLAY_ACTIONS,
    "play.pause",
    "play.forward",
    "play.reverse",
    "jump.back5",
    "jump.on5",
    "jump.back60",
    "jump.on60",
    "speed.up",
    "speed.down",
    "goto.time",
    "tile.live",
    "loop.cycle",
    "loop.start",
    "loop.end",
    "loop.clear",
    "condense.toggle",
    "condense.scope",
)

SHAPES = (
    (True, True, True),
    (False, True, True),
    (True, True, False),
    (False, True, False),
    (True, False, False),
    (False, False, False),
)
"""How the bar shrinks: the time with its date, all speeds, all layouts side by side."""


def upright(height: int = 20) -> QFrame:
    """A thin line between two groups."""
    line = QFrame()
    line.setFixedHeight(height)
    set_role(line, "upright")
    return line


def _tight(buttons: list[QToolButton]) -> QHBoxLayout:
    """Buttons without space between."""
    row = QHBoxLayout()
    row.setSpacing(0)
    for button in buttons:
        row.addWidget(button)
    return row


class TransportBar(QFrame):
    """Shows what the controller says and passes on what hands do."""

    live_chosen = Signal(bool)
    layout_chosen = Signal(int)
    speed_chosen = Signal(float)

    def __init__(
        self,
        actions: Actions,
        theme: Theme,
        controller: WallController,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._controller = controller
        self._told: tuple[int, str] | None = None  # the time that is shown, and its zone
        self._with_date = True
        set_role(self, "bar")
        self.mode = SegmentBar(["", ""])
        self.layouts = SegmentBar([str(layout) for layout in LAYOUTS])
        self.layouts_compact = PickButton(56)
        self.layouts_compact.hide()
        self.speeds = SpeedBar(theme)
        self.time = QPushButton()
        self.time.setFont(ui_font(HEADING_PX))
        self.time.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self.time, "flat")
        self._play = [self._button(name) for name in PLAY_ACTIONS]
        self._marks = [self._button(name) for name in MARK_ACTIONS]
        self._view = [self._button(name) for name in VIEW_ACTIONS]
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_mode()
        self.show_clock()

    def _button(self, action_id: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions.action(action_id))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(CONTROL + STEP, CONTROL)
        set_role(button, "flat")
        return button

    def set_menu(self, action_id: str, menu: QMenu) -> None:
        """Give one of the buttons a menu beside it."""
        for button in (*self._play, *self._marks, *self._view):
            if button.defaultAction() is self._actions.action(action_id):
                button.setMenu(menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
                button.setFixedWidth(CONTROL + 5 * STEP)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        row.setSpacing(2 * STEP)
        for part in (self.mode, upright(), self.layouts, self.layouts_compact, upright()):
            row.addWidget(part)
        row.addLayout(_tight(self._play))
        row.addWidget(self.speeds)
        row.addLayout(_tight(self._marks))
        row.addWidget(upright())
        row.addWidget(self.time)
        row.addStretch(1)
        row.addLayout(_tight(self._view))

    def _shape(self, *, date: bool, speeds: bool, layouts: bool) -> None:
        self._with_date = date
        self.speeds.set_compact(not speeds)
        self.layouts.setVisible(layouts)
        self.layouts_compact.setVisible(not layouts)
        pattern = "0000-00-00  00:00:00.0" if date else "00:00:00.0"
        self.time.setMinimumWidth(self.time.fontMetrics().horizontalAdvance(pattern) + 6 * STEP)

    def _fit(self) -> None:
        """Shrink as far as the room asks for."""
        row = self.layout()
        for date, speeds, layouts in SHAPES:
            self._shape(date=date, speeds=speeds, layouts=layouts)
            if row is None:
                return
            row.invalidate()
            if row.sizeHint().width() <= self.width():
                break
        if self._told is not None:
            self.time.setText("")
            self.show_time(*self._told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other things fit."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _connect(self) -> None:
        self.mode.chosen.connect(lambda place: self.live_chosen.emit(place == 0))
        self.layouts.chosen.connect(lambda place: self.layout_chosen.emit(LAYOUTS[place]))
        self.layouts_compact.picked.connect(self.layout_chosen.emit)
        self.speeds.chosen.connect(self.speed_chosen)
        self.time.clicked.connect(lambda: self._actions.trigger("goto.time"))
        self._controller.mode_changed.connect(self.show_mode)
        self._controller.layout_changed.connect(self.show_mode)
        self._controller.clock_changed.connect(self.show_clock)
        self._theme.changed.connect(self.show_clock)

    def retranslate(self) -> None:
        """Set the words."""
        live, playback = self.tr("Live"), self.tr("Playback")
        self.mode.set_texts(
            [live, playback],
            [self.tr("Show the cameras as they are now"), self.tr("Show recordings, in step")],
        )
        tiles = [self.tr("{count} tiles").format(count=layout) for layout in LAYOUTS]
        self.layouts.set_texts([str(layout) for layout in LAYOUTS], tiles)
        self.layouts_compact.set_choices(list(zip(LAYOUTS, tiles, strict=True)))
        self.layouts_compact.setAccessibleName(self.tr("Layout"))
        self.layouts_compact.setToolTip(self.tr("Layout"))
        self.time.setAccessibleName(self.tr("Go to a date and time"))
        self._explain_time()  # while the wall stands still its time is not shown anew

    def show_mode(self) -> None:
        """Live or playback, and the layout. Time belongs to playback alone."""
        state = self._controller.state
        self.mode.choose(0 if state.live else 1)
        self.layouts.choose(LAYOUTS.index(state.layout))
        self.layouts_compact.show_choice(state.layout, str(state.layout))
        for name in TIMED:
            self._actions.set_enabled(name, not state.live)
        self.speeds.setEnabled(not state.live)
        self.time.setEnabled(not state.live)

    def show_clock(self) -> None:
        """Playing or not, and how fast."""
        playing = self._controller.playing
        toggle = self._actions.action("play.toggle")
        toggle.setIcon(self._theme.icon("pause" if playing else "play"))
        self.speeds.show_speed(self._controller.speed)

    def show_time(self, media_time_us: int | None, zone: str) -> None:
        """The wall's time in the store's zone; None: it stands nowhere yet."""
        if media_time_us is None:
            self.time.setText("–")
            self._told = None
            self._explain_time()
            return
        moment = local(media_time_us, zone)
        text = f"{moment:%H:%M:%S}.{moment.microsecond // 100_000}"
        if self._with_date:
            text = f"{moment:%Y-%m-%d}  {text}"
        if text != self.time.text():
            self.time.setText(text)
            self._told = (media_time_us, zone)
            self._explain_time()

    def _explain_time(self) -> None:
        if self._told is None:
            self.time.setToolTip("")
            return
        media_time_us, zone = self._told
        self.time.setToolTip(
            self.tr("Time of the wall, {zone} ({offset}). Press to go elsewhere.").format(
                zone=zone, offset=offset_text(media_time_us, zone)
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.show_mode()
            self._fit()
        super().changeEvent(event)
