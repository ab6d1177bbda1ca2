"""A window in a process of its own that answers items by keys, to be killed.

Arguments: home, footage, inspection. Prints ``stored ITEM KEY NOTE`` when the next
item is shown: from then on the answer must be on the disk.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.e2e.stage import PATIENCE_S, Hands, SmallStage, open_window

NOTE = "seen"


def answer_on(hands: Hands, inspection_id: int) -> None:
    """Answer one item after the other; every third gets a note."""
    panel = hands.wall.panel
    panel.open_inspection(inspection_id)
    hands.until(lambda: panel.inspection_id == inspection_id, "the inspection")
    opened = panel.desk.open_inspection
    assert opened is not None
    say(f"opened {opened.item.id}")
    while not panel.finish.isVisible():
        before = opened.item
        key, note = str(1 + opened.current % 2), NOTE if opened.current % 3 == 0 else ""
        hands.keys(key)
        if note:
            hands.keys("N")
            hands.until(panel.card.note.hasFocus, "the note")
            hands.type(note)
        hands.keys("Return")
        deadline_s = time.monotonic() + PATIENCE_S
        # Every millisecond counts for the one who kills: no pause between looks.
        while opened.item is before and not panel.finish.isVisible():
            QApplication.processEvents()
            assert time.monotonic() < deadline_s, f"{before.id}: {panel.card.fault.text()}"
        say(f"stored {before.id} {key} {note}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    stage = SmallStage(Path(sys.argv[1]), Path(sys.argv[2]))
    with open_window(stage) as window:
        say("window")
        answer_on(window, int(sys.argv[3]))
