"""Keeps the Chinese words of the window complete.

python tools/translate.py            read the strings of app/ into the .ts file, compile it
python tools/translate.py --compile  only compile (set-up does this)
python tools/translate.py --check    fail when a string is untranslated or the file is stale
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN",)
Message = tuple[str, str]  # context, English


def tool(name: str) -> str:
    """The path of one of Qt's own programs, as PySide6 brings them."""
    folder = Path(PySide6.__file__).parent
    for candidate in (folder / name, folder / f"{name}.exe"):
        if candidate.exists():
            return str(candidate)
    raise SystemExit(f"PySide6 has no {name}; install PySide6-Essentials anew.")


def sources() -> list[str]:
    """Every Python file that may hold words of the window."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "app").rglob("*.py"))


def update(target: Path) -> None:
    """Bring a .ts file up to date with the sources; gone strings leave it."""
    with tempfile.NamedTemporaryFile("w", suffix=".lst", delete=False) as listing:
        listing.write("\n".join(sources()))
    words = ["-locations", "none", "-no-obsolete", "-silent"]
    words += ["-source-language", "en", "-target-language", target.stem]
    try:
        run([tool("lupdate"), f"@{listing.name}", *words, "-ts", str(target)])
    finally:
        Path(listing.name).unlink()


def compile_words(language: str) -> None:
    """Make the .qm file of a language."""
    source, target = FOLDER / f"{language}.ts", FOLDER / f"{language}.qm"
    run([tool("lrelease"), "-silent", str(source), "-qm", str(target)])


def run(command: list[str]) -> None:
    """Run one of Qt's programs from the repository's root."""
    subprocess.run(command, cwd=ROOT, check=True)


def messages(path: Path) -> dict[Message, str]:
    """What a .ts file says: translation by context and English; "" = unfinished."""
    found: dict[Message, str] = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            text = (translation.text or "") if done and translation is not None else ""
            found[(name, message.findtext("source") or "")] = text
    return found


def problems(language: str) -> list[str]:
    """What keeps a language from being complete; [] when it is."""
    kept = FOLDER / f"{language}.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / kept.name
        shutil.copy(kept, fresh)
        update(fresh)
        now, before = messages(fresh), messages(kept)
    stale = [f"not in {kept.name}: {key[0]}: {key[1]}" for key in now if key not in before]
    gone = [f"no longer used: {key[0]}: {key[1]}" for key in before if key not in now]
    open_ones = [f"untranslated: {key[0]}: {key[1]}" for key, text in now.items() if not text]
    places = [
        f"other places than the English: {key[0]}: {key[1]}"
        for key, text in now.items()
        if text and fields(text) != fields(key[1])
    ]
    return stale + gone + open_ones + places


def fields(text: str) -> set[str]:
    """The ``{named}`` places of a text."""
    import string

    return {name for _before, name, _form, _conversion in string.Formatter().parse(text) if name}


def main() -> int:
    """Update, compile or check; 1 when the check found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    chosen = parser.parse_args()
    found: list[str] = []
    for language in LANGUAGES:
        if chosen.check:
            found += problems(language)
            continue
        if not chosen.compile:
            update(FOLDER / f"{language}.ts")
        compile_words(language)
    for line in found:
        sys.stdout.write(f"{line}\n")
    if found:
        sys.stdout.write("Run python tools/translate.py, then complete resources/i18n.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
