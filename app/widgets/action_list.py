"""Every action of the window, declared once as data.

Menus, the command palette, the key help and the key editor follow from this
list. An action that does nothing yet is not in it.
"""

from __future__ import annotations

from app.widgets.action_list_playback import PLAYBACK_ACTIONS
from app.widgets.action_spec import (
    GENERAL,
    GROUPS,
    INSPECTION,
    PLAYBACK,
    QT_TRANSLATE_NOOP,
    SCREENS,
    WALL,
    ActionSpec,
)

__all__ = [
    "ACTIONS",
    "GENERAL",
    "GROUPS",
    "INSPECTION",
    "PLAYBACK",
    "SCREENS",
    "WALL",
    "ActionSpec",
]

ACTIONS: tuple[ActionSpec, ...] = (
    *PLAYBACK_ACTIONS,
    ActionSpec("wall.live", WALL, QT_TRANSLATE_NOOP("Actions", "Show live pictures"), (), "live"),
    ActionSpec(
        "wall.playback", WALL, QT_TRANSLATE_NOOP("Actions", "Show recordings"), (), "recording"
    ),
    ActionSpec(
        "tile.solo",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Selected tile alone, and back"),
        ("F",),
        "expand",
    ),
    ActionSpec(
        "tile.live",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Live picture in this tile, and back"),
        ("Q",),
        "live",
    ),
    ActionSpec(
        "tile.password",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Enter the password of the selected tile"),
        ("Alt+P",),
        "lock",
    ),
    ActionSpec("layout.1", WALL, QT_TRANSLATE_NOOP("Actions", "Layout of 1 tile"), ("Ctrl+1",)),
    ActionSpec("layout.4", WALL, QT_TRANSLATE_NOOP("Actions", "Layout of 4 tiles"), ("Ctrl+2",)),
    ActionSpec("layout.9", WALL, QT_TRANSLATE_NOOP("Actions", "Layout of 9 tiles"), ("Ctrl+3",)),
    ActionSpec("layout.16", WALL, QT_TRANSLATE_NOOP("Actions", "Layout of 16 tiles"), ("Ctrl+4",)),
    ActionSpec("layout.25", WALL, QT_TRANSLATE_NOOP("Actions", "Layout of 25 tiles"), ("Ctrl+5",)),
    ActionSpec("layout.36", WALL, QT_TRANSLATE_NOOP("Actions", "Layout of 36 tiles"), ("Ctrl+6",)),
    ActionSpec(
        "tile.left",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Select the tile on the left"),
        ("Ctrl+Left",),
    ),
    ActionSpec(
        "tile.right",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Select the tile on the right"),
        ("Ctrl+Right",),
    ),
    ActionSpec(
        "tile.up", WALL, QT_TRANSLATE_NOOP("Actions", "Select the tile above"), ("Ctrl+Up",)
    ),
    ActionSpec(
        "tile.down", WALL, QT_TRANSLATE_NOOP("Actions", "Select the tile below"), ("Ctrl+Down",)
    ),
    ActionSpec(
        "tile.move_left",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Swap the tile with the one on the left"),
        ("Ctrl+Shift+Left",),
    ),
    ActionSpec(
        "tile.move_right",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Swap the tile with the one on the right"),
        ("Ctrl+Shift+Right",),
    ),
    ActionSpec(
        "tile.move_up",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Swap the tile with the one above"),
        ("Ctrl+Shift+Up",),
    ),
    ActionSpec(
        "tile.move_down",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Swap the tile with the one below"),
        ("Ctrl+Shift+Down",),
    ),
    ActionSpec(
        "tile.zoom_in",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Digital zoom: closer"),
        ("PgUp",),
        "zoom-in",
    ),
    ActionSpec(
        "tile.zoom_out",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Digital zoom: wider"),
        ("PgDown",),
        "zoom-out",
    ),
    ActionSpec(
        "tile.zoom_reset",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Digital zoom: whole picture again"),
        ("Z",),
    ),
    ActionSpec(
        "tile.pan_left",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Digital zoom: to the left"),
        ("Alt+Left",),
    ),
    ActionSpec(
        "tile.pan_right",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Digital zoom: to the right"),
        ("Alt+Right",),
    ),
    ActionSpec("tile.pan_up", WALL, QT_TRANSLATE_NOOP("Actions", "Digital zoom: up"), ("Alt+Up",)),
    ActionSpec(
        "tile.pan_down", WALL, QT_TRANSLATE_NOOP("Actions", "Digital zoom: down"), ("Alt+Down",)
    ),
    ActionSpec(
        "tile.clear",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Take the camera off the selected tile"),
        ("Delete",),
        "close",
    ),
    ActionSpec(
        "wall.clear", WALL, QT_TRANSLATE_NOOP("Actions", "Clear the wall"), ("Shift+Delete",)
    ),
    ActionSpec(
        "overlays.toggle",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Boxes and trails on, off"),
        ("O",),
        "overlay",
    ),
    ActionSpec(
        "tile.facts",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Facts of the pictures on, off"),
        ("Shift+O",),
    ),
    ActionSpec(
        "wall.detach",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Wall in its own window, and back"),
        ("Ctrl+D",),
        "detach",
    ),
    ActionSpec(
        "wall.live_window",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Live wall in a second window, and away"),
        ("Ctrl+L",),
        "live",
    ),
    ActionSpec(
        "tile.to_live_wall",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Show the selected camera on the live wall"),
        ("Shift+Q",),
    ),
    ActionSpec(
        "wall.next_screen",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Wall to the next screen"),
        ("Ctrl+Shift+D",),
    ),
    ActionSpec(
        "wall.full_screen",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Full screen, and back"),
        ("F11",),
        "full-screen",
    ),
    ActionSpec(
        "analysis.start",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Look for hints in what the timeline shows"),
        ("Ctrl+H",),
        "hint",
    ),
    ActionSpec("analysis.stop", WALL, QT_TRANSLATE_NOOP("Actions", "Stop looking for hints")),
    ActionSpec(
        "timeline.fit",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Timeline: show all footage"),
        ("Ctrl+0",),
        "recording",
    ),
    ActionSpec(
        "timeline.in", WALL, QT_TRANSLATE_NOOP("Actions", "Timeline: closer"), ("+",), "zoom-in"
    ),
    ActionSpec(
        "timeline.earlier",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Timeline: look earlier"),
        ("Ctrl+PgUp",),
    ),
    ActionSpec(
        "timeline.later",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Timeline: look later"),
        ("Ctrl+PgDown",),
    ),
    ActionSpec(
        "timeline.here",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Timeline: back to the wall's moment"),
        ("Home",),
    ),
    ActionSpec(
        "timeline.out", WALL, QT_TRANSLATE_NOOP("Actions", "Timeline: wider"), ("-",), "zoom-out"
    ),
    ActionSpec(
        "sound.toggle",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Sound of the selected tile on, off"),
        ("S",),
        "sound",
    ),
    ActionSpec(
        "clip.export", WALL, QT_TRANSLATE_NOOP("Actions", "Export clip"), ("Ctrl+E",), "export"
    ),
    ActionSpec(
        "clip.open", WALL, QT_TRANSLATE_NOOP("Actions", "Open a clip"), ("Ctrl+O",), "import"
    ),
    ActionSpec(
        "fetch.recordings",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Fetch recordings to this workstation"),
        ("Ctrl+Shift+F",),
        "import",
    ),
    ActionSpec(
        "snapshot.take",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Keep a picture of the selected tile"),
        ("Ctrl+P",),
        "evidence",
    ),
    ActionSpec(
        "snapshot.all",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Keep a picture of every tile"),
        ("Ctrl+Shift+P",),
    ),
    ActionSpec(
        "snapshot.copy",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Copy the picture of the selected tile"),
        ("Ctrl+Shift+C",),
        "copy",
    ),
    ActionSpec(
        "snapshot.save",
        WALL,
        QT_TRANSLATE_NOOP("Actions", "Save the picture of the selected tile"),
        ("Ctrl+Shift+S",),
        "file",
    ),
    ActionSpec(
        "answer.pass", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Answer: pass"), ("1",), "check"
    ),
    ActionSpec(
        "answer.fail", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Answer: fail"), ("2",), "fail"
    ),
    ActionSpec(
        "answer.na",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Answer: N/A"),
        ("3",),
        "not-applicable",
    ),
    ActionSpec(
        "answer.cant",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Answer: not assessable"),
        ("4",),
        "not-assessable",
    ),
    ActionSpec(
        "answer.store_next",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Store the answer, next item"),
        ("Return", "Enter"),
        "next",
    ),
    ActionSpec(
        "answer.store_previous",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Store the answer, previous item"),
        ("Shift+Return", "Shift+Enter"),
        "previous",
    ),
    ActionSpec(
        "answer.note", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Write a note"), ("N",), "note"
    ),
    ActionSpec(
        "answer.take_back",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Take back the last answer"),
        ("Ctrl+Z",),
        "undo",
    ),
    ActionSpec(
        "evidence.take",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Evidence from the selected tile"),
        ("E",),
        "evidence",
    ),
    ActionSpec(
        "evidence.mark",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Mark the evidence"),
        ("M",),
        "mark",
    ),
    ActionSpec(
        "task.raise",
        INSPECTION,
        QT_TRANSLATE_NOOP("Actions", "Rectification task for this item"),
        ("T",),
        "rectification",
    ),
    ActionSpec("hint.next", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Next hint"), ("H",), "hint"),
    ActionSpec(
        "hint.previous", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Previous hint"), ("Shift+H",)
    ),
    ActionSpec("hint.accept", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Accept the hint"), ("Y",)),
    ActionSpec(
        "hint.dismiss", INSPECTION, QT_TRANSLATE_NOOP("Actions", "Dismiss the hint"), ("X",)
    ),
    ActionSpec("screen.wall", SCREENS, QT_TRANSLATE_NOOP("Actions", "Wall"), ("Alt+1",), "wall"),
    ActionSpec(
        "screen.rectifications",
        SCREENS,
        QT_TRANSLATE_NOOP("Actions", "Rectifications"),
        ("Alt+2",),
        "rectification",
    ),
    ActionSpec(
        "screen.scorecards",
        SCREENS,
        QT_TRANSLATE_NOOP("Actions", "Scorecards"),
        ("Alt+3",),
        "scorecard",
    ),
    ActionSpec(
        "screen.stores", SCREENS, QT_TRANSLATE_NOOP("Actions", "Stores"), ("Alt+4",), "store"
    ),
    ActionSpec(
        "screen.checklists",
        SCREENS,
        QT_TRANSLATE_NOOP("Actions", "Checklists"),
        ("Alt+5",),
        "checklist",
    ),
    ActionSpec(
        "screen.pictures",
        SCREENS,
        QT_TRANSLATE_NOOP("Actions", "Pictures"),
        ("Alt+7",),
        "pictures",
    ),
    ActionSpec(
        "screen.settings", SCREENS, QT_TRANSLATE_NOOP("Actions", "Settings"), ("Alt+6",), "settings"
    ),
    ActionSpec(
        "stores.import",
        SCREENS,
        QT_TRANSLATE_NOOP("Actions", "Cameras from a spreadsheet"),
        (),
        "import",
    ),
    ActionSpec(
        "stores.discover",
        SCREENS,
        QT_TRANSLATE_NOOP("Actions", "Find cameras in the network"),
        (),
        "search",
    ),
    ActionSpec(
        "stores.recorders", SCREENS, QT_TRANSLATE_NOOP("Actions", "Recorders"), (), "recording"
    ),
    ActionSpec(
        "palette.show",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Command palette"),
        ("Ctrl+K",),
        "search",
    ),
    ActionSpec(
        "help.keys",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Keys at a glance"),
        ("?", "F1"),
        "keyboard",
    ),
    ActionSpec(
        "dock.stores",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Store tree: fold away, show"),
        ("F9",),
        "tree",
    ),
    ActionSpec(
        "dock.inspection",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Inspection: fold away, show"),
        ("F10",),
        "panel-right",
    ),
    ActionSpec(
        "dock.bookmarks",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Bookmarks: fold away, show"),
        ("F7",),
        "bookmark",
    ),
    ActionSpec(
        "dock.timeline",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Timeline: fold away, show"),
        ("F8",),
        "panel-bottom",
    ),
    ActionSpec(
        "stores.search",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Search stores and cameras"),
        ("Ctrl+F", "/"),
        "search",
    ),
    ActionSpec(
        "focus.inspection",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "To the inspection: begin, go on"),
        ("I",),
        "checklist",
    ),
    ActionSpec("selftest.run", GENERAL, QT_TRANSLATE_NOOP("Actions", "What this machine can play")),
    ActionSpec(
        "theme.switch",
        GENERAL,
        QT_TRANSLATE_NOOP("Actions", "Dark or light"),
        ("Ctrl+Shift+L",),
        "theme",
    ),
    ActionSpec(
        "focus.wall", GENERAL, QT_TRANSLATE_NOOP("Actions", "Back to the wall"), ("Escape",)
    ),
    ActionSpec("app.quit", GENERAL, QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",)),
)
