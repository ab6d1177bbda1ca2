"""The actions of playback, in the order in which they are shown."""

from __future__ import annotations

from app.widgets.action_spec import PLAYBACK, QT_TRANSLATE_NOOP, ActionSpec

PLAYBACK_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "play.toggle", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Play or pause"), ("Space",), "play"
    ),
    ActionSpec("play.pause", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Pause"), ("K",), "pause"),
    ActionSpec(
        "play.forward",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Play; again for faster"),
        ("L",),
        "forward",
    ),
    ActionSpec(
        "play.reverse",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Play backwards; again for faster"),
        ("J",),
        "reverse",
    ),
    ActionSpec(
        "step.back", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "One frame back"), (",",), "step-back"
    ),
    ActionSpec(
        "step.on", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "One frame on"), (".",), "step-on"
    ),
    ActionSpec("jump.back5", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "5 s back"), ("Left",)),
    ActionSpec("jump.on5", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "5 s on"), ("Right",)),
    ActionSpec("jump.back60", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "60 s back"), ("Shift+Left",)),
    ActionSpec("jump.on60", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "60 s on"), ("Shift+Right",)),
    ActionSpec("speed.down", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Slower"), ("[",)),
    ActionSpec("speed.up", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Faster"), ("]",)),
    ActionSpec(
        "goto.time",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Go to a date and time"),
        ("G",),
        "calendar",
    ),
    ActionSpec(
        "loop.cycle",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Loop: from here, to here, off"),
        ("R",),
        "loop",
    ),
    ActionSpec(
        "loop.start", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Loop begins here"), ("Alt+A",), ""
    ),
    ActionSpec(
        "loop.end", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Loop ends here"), ("Alt+B",), ""
    ),
    ActionSpec("loop.clear", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "No loop"), ("Shift+R",), ""),
    ActionSpec(
        "condense.toggle",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Condense: skip the quiet, on, off"),
        ("D",),
        "condense",
    ),
    ActionSpec(
        "condense.scope",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Condense: any tile, or the selected one"),
        ("Shift+D",),
        "",
    ),
    ActionSpec(
        "store.moment",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Same moment on all cameras of this store, and back"),
        ("W",),
        "store",
    ),
    ActionSpec(
        "bookmark.set",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Bookmark; again to write its text"),
        ("B",),
        "bookmark",
    ),
    ActionSpec(
        "bookmark.next", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Next bookmark"), ("Ctrl+B",), ""
    ),
    ActionSpec(
        "bookmark.previous",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Previous bookmark"),
        ("Ctrl+Shift+B",),
        "",
    ),
    ActionSpec(
        "evidence.next", PLAYBACK, QT_TRANSLATE_NOOP("Actions", "Next evidence"), ("V",), ""
    ),
    ActionSpec(
        "evidence.previous",
        PLAYBACK,
        QT_TRANSLATE_NOOP("Actions", "Previous evidence"),
        ("Shift+V",),
        "",
    ),
)
