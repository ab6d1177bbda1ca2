"""Splits text into runs that each have a font which can draw every character."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from app.faults import Language
from app.reports.fonts import Face, ReportFonts

# Marks that both kinds of font hold: in Chinese text they are as wide as a character.
_SHARED = frozenset("“”‘’…—·")


class Typesetter:
    """Chooses fonts run by run and remembers the characters that no font can draw."""

    def __init__(self, fonts: ReportFonts, language: Language) -> None:
        self.fonts = fonts
        self.language = language
        self.undrawable: set[str] = set()

    def markup(self, text: str, *, bold: bool = False) -> str:
        """``text`` as paragraph markup; its own <, > and & are only characters."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "<br/>".join(
            "".join(
                f'<font name="{face.name}">{escape(run)}</font>'
                for face, run in self.runs(line, bold=bold)
            )
            for line in lines
        )

    def runs(self, text: str, *, bold: bool = False) -> Iterator[tuple[Face, str]]:
        """(face, characters) in reading order."""
        pairs = [self._drawn(character, bold=bold) for character in text]
        for face, group in groupby(pairs, key=lambda pair: pair[0]):
            yield face, "".join(character for _face, character in group)

    def has_chinese(self, text: str) -> bool:
        """Whether lines of ``text`` may be broken between any two characters."""
        return any(ord(character) >= 0x2E80 for character in text)

    def _drawn(self, character: str, *, bold: bool) -> tuple[Face, str]:
        latin = self.fonts.latin_bold if bold else self.fonts.latin
        chinese = self.fonts.chinese_bold if bold else self.fonts.chinese
        faces = [latin] if chinese is None else [latin, chinese]
        if character in _SHARED and self.language == "zh_CN":
            faces.reverse()
        if character in "\t\u00a0\u3000":
            return faces[0], " "
        for face in faces:
            if ord(character) in face.characters:
                return face, character
        # Control characters and halves of pairs cannot be shown in a warning either.
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        self.undrawable.add(shown)
        return latin, "□" if 0x25A1 in latin.characters else "?"
