"""What can go wrong, told to a person in both languages.

The one leaf every room may import: it knows nothing of the program.
A sentence is written twice, in English and in Chinese, side by side, so that
neither can be forgotten and no room needs Qt to speak.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh_CN"]


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages, with the same ``{named}`` places in each."""

    en: str
    zh: str

    def fill(self, language: Language, **values: object) -> str:
        """The sentence in ``language`` with its named places filled."""
        template = self.zh if language == "zh_CN" else self.en
        return template.format(**values)


class FaultKind(enum.Enum):
    """Who can mend it: the environment (a person can) or a bug (we must)."""

    ENVIRONMENT = "environment"
    BUG = "bug"


class Fault(Exception):  # noqa: N818 - the word of the house; what goes wrong is not always an error
    """An error that a person will read: names the thing and the next step.

    ``sentence`` says what happened, why, and what to do; ``values`` fill its
    places. Values must never hold a secret: pass addresses through
    ``app.video.address.redact`` first.
    """

    kind = FaultKind.ENVIRONMENT

    def __init__(self, sentence: Sentence, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence.fill("en", **values))

    def text(self, language: Language = "en") -> str:
        """What to show, in ``language``."""
        return self.sentence.fill(language, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default pickle loses keyword arguments.
        return (_rebuild, (type(self), self.sentence, self.values))


def _rebuild(kind: type[Fault], sentence: Sentence, values: dict[str, object]) -> Fault:
    fault = kind.__new__(kind)
    Fault.__init__(fault, sentence, **values)
    return fault
