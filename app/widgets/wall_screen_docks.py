"""The docks around the wall: stores, timeline, inspection; folded, moved, kept."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.widgets.context import Context
from app.widgets.dock import Dock

KEPT_DOCKS = "wall/docks"
DOCKS_VERSION = 1
NARROW_PX = 1300  # of the wall screen: less leaves tiles too small beside both docks


class WallDocks(QObject):
    """Places the docks of a window, remembers them, makes room in a narrow one."""

    def __init__(
        self,
        context: Context,
        window: QMainWindow,
        tree: QWidget,
        timeline: QWidget,
        panel: QWidget,
        bookmarks: QWidget,
    ) -> None:
        super().__init__(window)
        self._memory = context.memory
        self._window = window
        self._folded = False  # the stores, by us and not by hand
        self.tree = Dock("stores", tree, context.theme, window)
        self.timeline = Dock("timeline", timeline, context.theme, window)
        self.panel = Dock("inspection", panel, context.theme, window)
        self.bookmarks = Dock("bookmarks", bookmarks, context.theme, window)
        area, corner = Qt.DockWidgetArea, Qt.Corner
        window.setCorner(corner.BottomLeftCorner, area.BottomDockWidgetArea)
        window.setCorner(corner.BottomRightCorner, area.RightDockWidgetArea)
        window.addDockWidget(area.LeftDockWidgetArea, self.tree)
        window.addDockWidget(area.BottomDockWidgetArea, self.timeline)
        window.addDockWidget(area.RightDockWidgetArea, self.panel)
        window.addDockWidget(area.RightDockWidgetArea, self.bookmarks)
        self.bookmarks.hide()

    def retranslate(self) -> None:
        """Name the docks; the timeline's name comes from ``WallLanes``."""
        fold = fold_words()
        self.tree.set_words(self.tr("Stores"), fold)
        self.panel.set_words(self.tr("Inspection"), fold)
        self.bookmarks.set_words(self.tr("Bookmarks"), fold)

    def make_room(self, *, inspecting: bool) -> None:
        """In a narrow window the stores fold away while an inspection is open."""
        dock, narrow = self.tree, self._window.width() < NARROW_PX
        if inspecting and narrow and dock.isVisible() and not dock.isFloating():
            self._folded = True
            dock.hide()
        elif not inspecting and self._folded:
            self._folded = False
            dock.show()

    def restore(self) -> None:
        """Arrange the docks as they were at the last end."""
        kept = self._memory.value(KEPT_DOCKS)
        if isinstance(kept, QByteArray):
            self._window.restoreState(kept, DOCKS_VERSION)
        else:
            self._usual_sizes()

    def keep(self) -> None:
        """Remember them for the next start."""
        self.make_room(inspecting=False)
        self._memory.setValue(KEPT_DOCKS, self._window.saveState(DOCKS_VERSION))

    def _usual_sizes(self) -> None:
        """Widths of the docks at the very first start; Qt takes them only once shown."""
        sideways, upright = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        widths = [216, 324] if self._window.width() < NARROW_PX else [248, 348]
        self._window.resizeDocks([self.tree, self.panel], widths, sideways)
        self._window.resizeDocks([self.timeline], [176], upright)


def fold_words() -> str:
    """What the button says that folds a dock away."""
    return QCoreApplication.translate("WallDocks", "Fold away")
