"""Finds the fonts a PDF carries inside itself, so that it reads on any machine.

reportlab embeds TrueType outlines only. Chinese therefore needs a TrueType font
of this machine (the usual Noto and Source Han files hold CFF outlines and are
refused). Latin text has a font of its own: the fallback fonts for Chinese have
poor Latin letters or none. Vera, which comes with reportlab, is always there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_SAMPLE = "巡店评分卡合格不适用整改期限，。（）"

# (regular, bold) file names, best reading first. A collection's first face is used.
_CHINESE = (
    ("msyh.ttc", "msyhbd.ttc"),
    ("Deng.ttf", "Dengb.ttf"),
    ("STHeiti Light.ttc", "STHeiti Medium.ttc"),
    ("wqy-microhei.ttc", ""),
    ("DroidSansFallbackFull.ttf", ""),
    ("DroidSansFallback.ttf", ""),
    ("simhei.ttf", ""),
    ("wqy-zenhei.ttc", ""),
    ("simsun.ttc", ""),
    ("uming.ttc", ""),
    ("Arial Unicode.ttf", ""),
)
_LATIN = (
    ("segoeui.ttf", "segoeuib.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),
)


@dataclass(frozen=True)
class Face:
    """One registered font: its name in the PDF and the characters it can draw."""

    name: str
    characters: frozenset[int]
    path: Path


@dataclass(frozen=True)
class ReportFonts:
    """The faces of a report; ``chinese`` is None where this machine has none."""

    latin: Face
    latin_bold: Face
    chinese: Face | None
    chinese_bold: Face | None

    @property
    def names(self) -> tuple[str, ...]:
        """File names of all faces, for the log and the curious."""
        faces = (self.latin, self.latin_bold, self.chinese, self.chinese_bold)
        return tuple(dict.fromkeys(face.path.name for face in faces if face is not None))


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return (
            Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
            Path(local) / "Microsoft" / "Windows" / "Fonts",
        )
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/usr/share/fonts-droid-fallback"),
    )


@cache
def system_fonts() -> ReportFonts:
    """The best fonts of this machine; looked for once."""
    return find_fonts(font_folders())


def find_fonts(folders: Sequence[Path]) -> ReportFonts:
    """The best usable fonts under ``folders``; Latin falls back to reportlab's own."""
    import reportlab

    own = Path(reportlab.__file__).parent / "fonts"
    known = _files((*folders, own))
    latin, latin_bold = _pair(_LATIN, known, "Floorwalk") or (None, None)
    if latin is None:
        raise FileNotFoundError(own / "Vera.ttf")
    chinese, chinese_bold = _pair(_CHINESE, known, _SAMPLE) or (None, None)
    return ReportFonts(latin, latin_bold or latin, chinese, chinese_bold or chinese)


def _files(folders: Iterable[Path]) -> dict[str, Path]:
    """Every font file by its lower-case name; the first folder that has it wins."""
    known: dict[str, Path] = {}
    for folder in folders:
        for path in _walk(folder):
            known.setdefault(path.name.lower(), path)
    return known


def _walk(folder: Path) -> Iterator[Path]:
    for root, _folders, names in os.walk(folder):
        for name in names:
            if name.lower().endswith((".ttf", ".ttc")):
                yield Path(root) / name


def _pair(
    wanted: Sequence[tuple[str, str]], known: dict[str, Path], sample: str
) -> tuple[Face, Face | None] | None:
    for regular_name, bold_name in wanted:
        regular = _face(known.get(regular_name.lower()), sample)
        if regular is not None:
            return regular, _face(known.get(bold_name.lower()), sample)
    return None


def _face(path: Path | None, sample: str) -> Face | None:
    """The registered face; None where the file is not TrueType or lacks the sample."""
    if path is None:
        return None
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    name = f"FW-{path.stem.replace(' ', '')}"
    try:
        font: Any = TTFont(name, str(path), subfontIndex=0)
    except (TTFError, OSError):
        return None
    characters = frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph)
    if not characters.issuperset(map(ord, sample)):
        return None
    pdfmetrics.registerFont(font)
    return Face(name, characters, path)
