"""How well a few typed letters fit a text."""

from __future__ import annotations

WORD_START = 10
TEXT_START = 5
FOLLOWS = 6
PLAIN = 1


def fuzzy_score(typed: str, text: str) -> int | None:
    """Higher fits better; None when not all letters occur in order.

    Letters at the start of the text and of words, and letters in a row count more; among equals
    the shorter text wins. Chinese characters each count as a word's start.
    """
    wanted, there = typed.casefold().replace(" ", ""), text.casefold()
    latest = _latest_places(wanted, there)
    if latest is None:
        return None
    score, place, last = 0, 0, -2
    for letter, limit in zip(wanted, latest, strict=True):
        found = _best_place(there[: limit + 1], letter, place, last)
        score += FOLLOWS if found == last + 1 else PLAIN
        score += WORD_START if _starts_word(there, found) else 0
        score += TEXT_START if found == 0 else 0
        last, place = found, found + 1
    return score * 100 - len(there)


def _latest_places(wanted: str, text: str) -> list[int] | None:
    """Where each letter may lie at the latest, so that those after it still find a place."""
    places: list[int] = []
    end = len(text)
    for letter in reversed(wanted):
        end = text.rfind(letter, 0, end)
        if end < 0:
            return None
        places.append(end)
    return places[::-1]


def _best_place(text: str, letter: str, start: int, last: int) -> int:
    """The place right after the one before, else the next word's start, else the next at all."""
    first = text.index(letter, start)
    if first == last + 1:
        return first
    place = first
    while place >= 0:
        if _starts_word(text, place):
            return place
        place = text.find(letter, place + 1)
    return first


def _starts_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum() or not text[place].isascii()
