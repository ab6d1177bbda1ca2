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
    score, place, last = 0, 0, -2
    for letter in wanted:
        found = _best_place(there, letter, place, last)
        if found is None:
            return None
        score += FOLLOWS if found == last + 1 else PLAIN
        score += WORD_START if _starts_word(there, found) else 0
        score += TEXT_START if found == 0 else 0
        last, place = found, found + 1
    return score * 100 - len(there)


def _best_place(text: str, letter: str, start: int, last: int) -> int | None:
    first = text.find(letter, start)
    if first < 0:
        return None
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
