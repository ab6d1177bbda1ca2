"""Every sentence a person reads says the same in both languages."""

from __future__ import annotations

import ast
import re
import string

import pytest

from app.faults import Sentence
from tests.house.files import modules, short, tree


def sentences() -> list[tuple[str, str, str]]:
    """Where, English, Chinese: of every ``Sentence(...)`` written out in the program."""
    return [
        (f"{short(path)}:{node.lineno}", *texts)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and (texts := texts_of(node)) is not None
    ]


def texts_of(call: ast.Call) -> tuple[str, str] | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    texts = [part.value for part in given if isinstance(part, ast.Constant)]
    if name != Sentence.__name__ or len(texts) != 2 or len(given) != 2:
        return None
    return str(texts[0]), str(texts[1])


def places(text: str) -> set[str]:
    """The named places; a value given once per language ends in ``_zh`` in the Chinese text."""
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    return {name.removesuffix("_zh") for name in names}


def has_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def has_words(text: str) -> bool:
    return re.search(r"[a-z]{3}", re.sub(r"\{.*?\}", "", text)) is not None


def test_there_are_sentences() -> None:
    assert len(sentences()) > 20


def test_both_languages_have_the_same_places() -> None:
    wrong = [where for where, en, zh in sentences() if places(en) != places(zh)]
    assert not wrong


def test_each_language_is_itself() -> None:
    # A language's own name is the same in every language.
    differing = [(where, en, zh) for where, en, zh in sentences() if en != zh]
    assert not [where for where, en, _ in differing if has_chinese(en)]
    assert not [where for where, en, zh in differing if has_words(en) and not has_chinese(zh)]


@pytest.mark.parametrize("shout", ["!", "！"])
def test_no_sentence_shouts(shout: str) -> None:
    assert not [where for where, en, zh in sentences() if shout in en + zh]


def test_no_sentence_is_written_in_one_language_only() -> None:
    """What the search above does not see must be built from words of both languages."""
    odd: list[str] = []
    for path in modules():
        for node in ast.walk(tree(path)):
            made = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence"
            if made and texts_of(node) is None:
                kinds = {type(part) for part in node.args}
                if len(node.args) + len(node.keywords) != 2 or ast.Constant in kinds:
                    odd.append(f"{short(path)}:{node.lineno}")
    assert not odd
