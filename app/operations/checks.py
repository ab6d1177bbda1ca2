"""What a person types, checked before it is stored."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.faults import Fault, Sentence

MAX_NAME = 200
MAX_CODE = 64
MAX_TEXT = 4000

_EMPTY = Sentence("{what} is empty. Write at least one character.", "{what}为空，请填写。")
_TOO_LONG = Sentence(
    "{what} has {count} characters; at most {limit} are possible. Shorten it.",
    "{what}有 {count} 个字符，最多 {limit} 个。请缩短。",
)
_CONTROL = Sentence(
    "{what} holds characters that cannot be shown. Type it again without them.",
    "{what}含有无法显示的字符。请重新输入。",
)
_BAD_CODE = Sentence(
    "{what} “{code}” may not hold a slash, a backslash or a colon, because files are named "
    "after it. Choose other characters.",
    "{what}“{code}”不能含有斜杠、反斜杠或冒号，因为文件以此命名。请使用其他字符。",
)
_BAD_ZONE = Sentence(
    "“{zone}” is not a known time zone. Choose one like Asia/Shanghai or Europe/Berlin.",
    "“{zone}”不是已知的时区。请选择如 Asia/Shanghai 或 Europe/Berlin 的时区。",
)


class EntryFault(Fault):
    """Something that was typed cannot be stored; the sentence says what to change."""


def clean_name(text: str, what: Sentence, limit: int = MAX_NAME) -> str:
    """``text`` without outer spaces: one line, not empty; raises EntryFault."""
    name = clean_text(text, what, limit, lines=False)
    if not name:
        raise _fault(_EMPTY, what)
    return name


def clean_code(text: str, what: Sentence) -> str:
    """A name that may also be part of a file name."""
    code = clean_name(text, what, MAX_CODE)
    if any(character in code for character in "/\\:") or code in (".", ".."):
        raise _fault(_BAD_CODE, what, code=code)
    return code


def clean_text(text: str, what: Sentence, limit: int = MAX_TEXT, *, lines: bool = True) -> str:
    """``text`` without outer spaces; may be empty; ``lines`` allows line breaks."""
    cleaned = text.strip()
    allowed = "\n\t" if lines else ""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in cleaned):
        raise _fault(_CONTROL, what)
    if len(cleaned) > limit:
        raise _fault(_TOO_LONG, what, count=len(cleaned), limit=limit)
    return cleaned


def check_zone(name: str) -> str:
    """``name`` when it is an IANA time zone; raises EntryFault."""
    if not _is_zone(name):
        raise EntryFault(_BAD_ZONE, zone=name)
    return name


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        # a folder of the time zone data, a path, a name that is not there
        return False
    return True


def _fault(sentence: Sentence, what: Sentence, **values: object) -> EntryFault:
    """The sentence with its ``{what}`` said in each language."""
    return EntryFault(
        Sentence(sentence.en.replace("{what}", what.en), sentence.zh.replace("{what}", what.zh)),
        **values,
    )
