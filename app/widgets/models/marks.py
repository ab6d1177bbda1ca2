"""The marks on one evidence picture while they are drawn: plain state with undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from app.operations.values import Mark

Kind = Literal["box", "arrow", "text"]
LEAST = 0.008
"""A box or arrow smaller than this part of the picture was a slip of the mouse."""
_REACH = 0.02


class MarkBoard:
    """Marks in fractions of the picture, the chosen one, and what can be undone."""

    def __init__(self, marks: tuple[Mark, ...] = ()) -> None:
        self.marks = marks
        self.chosen: int | None = None
        self._stored = marks
        self._before: list[tuple[Mark, ...]] = []
        self._after: list[tuple[Mark, ...]] = []

    @property
    def changed(self) -> bool:
        """Whether there is something to store."""
        return self.marks != self._stored

    @property
    def can_undo(self) -> bool:
        """Whether a step can be undone."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether an undone step can be done again."""
        return bool(self._after)

    def stored(self) -> None:
        """What is shown is on disk now."""
        self._stored = self.marks

    def add(self, mark: Mark) -> bool:
        """Add and choose a mark; False for one too small to see, or a text without words."""
        if not _worth_keeping(mark):
            return False
        self._step((*self.marks, _inside(mark)))
        self.chosen = len(self.marks) - 1
        return True

    def place(self, kind: Kind, colour: str, text: str = "") -> bool:
        """Add a mark in the middle, to be moved by the arrow keys."""
        offset = 0.02 * (len(self.marks) % 5)
        left, top = 0.4 + offset, 0.4 + offset
        size = 0.0 if kind == "text" else 0.2
        return self.add(Mark(kind, left, top, left + size, top + size, text, colour))

    def remove_chosen(self) -> bool:
        """Remove the chosen mark."""
        if self.chosen is None:
            return False
        gone = self.chosen
        self._step(self.marks[:gone] + self.marks[gone + 1 :])
        self.chosen = min(gone, len(self.marks) - 1) if self.marks else None
        return True

    def choose_next(self, direction: int = 1) -> None:
        """Choose the next mark, around the ends."""
        if self.marks:
            here = -1 if self.chosen is None else self.chosen
            self.chosen = (here + direction) % len(self.marks)

    def choose_at(self, x: float, y: float) -> bool:
        """Choose the newest mark near a point."""
        hits = [place for place, mark in enumerate(self.marks) if _near(mark, x, y)]
        self.chosen = hits[-1] if hits else None
        return bool(hits)

    def move(self, dx: float, dy: float, *, end_only: bool = False) -> None:
        """Move the chosen mark, or only its end (the size of a box, the tip of an arrow)."""
        if self.chosen is None:
            return
        mark = self.marks[self.chosen]
        end_only = end_only and mark.kind != "text"
        start_dx, start_dy = (0.0, 0.0) if end_only else (dx, dy)
        moved = replace(
            mark,
            x1=mark.x1 + start_dx,
            y1=mark.y1 + start_dy,
            x2=mark.x2 + dx,
            y2=mark.y2 + dy,
        )
        self._exchange(_inside(moved) if end_only else _shifted_inside(moved))

    def set_text(self, text: str) -> None:
        """Change the words of the chosen text."""
        if self.chosen is not None and text.strip():
            self._exchange(replace(self.marks[self.chosen], text=text.strip()))

    def set_colour(self, colour: str) -> None:
        """Give the chosen mark another colour."""
        if self.chosen is not None:
            self._exchange(replace(self.marks[self.chosen], colour=colour))

    def undo(self) -> bool:
        """Take the last step back."""
        if not self._before:
            return False
        self._after.append(self.marks)
        self.marks = self._before.pop()
        self.chosen = None
        return True

    def redo(self) -> bool:
        """Do the undone step again."""
        if not self._after:
            return False
        self._before.append(self.marks)
        self.marks = self._after.pop()
        self.chosen = None
        return True

    def _exchange(self, mark: Mark) -> None:
        place = self.chosen
        if place is not None and mark != self.marks[place]:
            self._step((*self.marks[:place], mark, *self.marks[place + 1 :]))

    def _step(self, marks: tuple[Mark, ...]) -> None:
        self._before.append(self.marks)
        self._after.clear()
        self.marks = marks


def _worth_keeping(mark: Mark) -> bool:
    if mark.kind == "text":
        return bool(mark.text.strip())
    return abs(mark.x2 - mark.x1) >= LEAST or abs(mark.y2 - mark.y1) >= LEAST


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def _inside(mark: Mark) -> Mark:
    return replace(
        mark, x1=_clamp(mark.x1), y1=_clamp(mark.y1), x2=_clamp(mark.x2), y2=_clamp(mark.y2)
    )


def _shifted_inside(mark: Mark) -> Mark:
    """Move the whole mark back into the picture without changing its size."""
    dx = _back_inside(min(mark.x1, mark.x2), max(mark.x1, mark.x2))
    dy = _back_inside(min(mark.y1, mark.y2), max(mark.y1, mark.y2))
    return replace(mark, x1=mark.x1 + dx, y1=mark.y1 + dy, x2=mark.x2 + dx, y2=mark.y2 + dy)


def _back_inside(low: float, high: float) -> float:
    if low < 0:
        return -low
    return 1 - high if high > 1 else 0.0


def _near(mark: Mark, x: float, y: float) -> bool:
    left, right = sorted((mark.x1, mark.x2))
    top, bottom = sorted((mark.y1, mark.y2))
    if mark.kind == "text":
        # The words run to the right of their anchor and stand below it.
        right, bottom = left + 0.02 * max(3, len(mark.text)), top + 0.05
    return left - _REACH <= x <= right + _REACH and top - _REACH <= y <= bottom + _REACH
