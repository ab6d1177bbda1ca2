"""The language of the window: installed at the start, changed while it runs."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.faults import Language

SOURCES = Path(__file__).resolve().parents[2] / "resources" / "i18n"
PATIENCE_S = 30
log = logging.getLogger(__name__)


def compiled(language: Language, cache: Path) -> Path | None:
    """The compiled words of a language, made anew where they are missing or older.

    Looks beside the sources first (there set-up puts them) and compiles into
    ``cache`` where that folder cannot be written, as in an installed program.
    """
    source = SOURCES / f"{language}.ts"
    ready = SOURCES / f"{language}.qm"
    if _fresh(ready, source):
        return ready
    own = cache / f"{language}.qm"
    if _fresh(own, source) or _compile(source, own):
        return own
    return ready if ready.exists() else None


def _fresh(made: Path, source: Path) -> bool:
    if not made.exists():
        return False
    return not source.exists() or made.stat().st_mtime >= source.stat().st_mtime


def _compile(source: Path, target: Path) -> bool:
    tool = Path(PySide6.__file__).parent / "lrelease"
    if not tool.exists():
        tool = tool.with_suffix(".exe")
    if not source.exists() or not tool.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(
            [str(tool), "-silent", str(source), "-qm", str(target)],
            check=True,
            capture_output=True,
            timeout=PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.info("translations could not be compiled: %s", error)
        return False
    return True


class Translations:
    """Holds the translators that are installed; ``set`` changes the language at once."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._installed: list[QTranslator] = []

    def set(self, language: Language) -> None:
        """Speak ``language`` from now on: every widget gets a ``LanguageChange``."""
        self.remove()
        QLocale.setDefault(QLocale(language))
        if language == "en":
            return
        self._install(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), language)
        ready = compiled(language, self._cache)
        if ready is not None:
            self._load(str(ready))

    def remove(self) -> None:
        """Take every translator away again: the window ends, the application may go on."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []

    def _install(self, folder: Path, language: Language) -> None:
        self._load(str(folder / f"qtbase_{language}.qm"))

    def _load(self, path: str) -> None:
        translator = QTranslator(QCoreApplication.instance())
        if translator.load(path):
            self._installed.append(translator)
            QCoreApplication.installTranslator(translator)
