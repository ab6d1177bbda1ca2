"""A progress bar on a terminal; plain lines where there is none."""

from __future__ import annotations

import sys

_WIDE = 32
_STEP = 0.1


class ProgressBar:
    """One line that fills; off a terminal, a line for each tenth."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._live = sys.stdout.isatty()
        self._told = -1.0
        self._open = False

    def show(self, done: float, what: str) -> None:
        """``done``: 0..1; ``what``: what is being made just now."""
        if self._live:
            filled = round(done * _WIDE)
            bar = "#" * filled + "." * (_WIDE - filled)
            sys.stdout.write(f"\r{self._title} [{bar}] {done:4.0%}  {what:<40.40}")
            self._open = True
        elif done - self._told >= _STEP or done >= 1 > self._told:
            sys.stdout.write(f"{self._title} {done:4.0%}  {what}\n")
            self._told = done
        sys.stdout.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._open:
            sys.stdout.write("\n")
            self._open = False
