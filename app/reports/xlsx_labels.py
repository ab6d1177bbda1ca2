"""Labels that several sheets share."""

from __future__ import annotations

from collections.abc import Sequence

from app.faults import Language, Sentence
from app.reports.scorecard import EvidencePicture, ScorecardData
from app.reports.words import say


def names_of(data: ScorecardData, language: Language) -> dict[str, str]:
    """Number and title of each item by its id."""
    numbers = data.item_numbers()
    return {
        item.id: f"{numbers[item.id]} {item.title.in_language(language)}"
        for item in data.checklist.items()
    }


def picture_number(data: ScorecardData, picture: EvidencePicture) -> str:
    """How the picture is called in this report: E1, E2..."""
    return f"E{data.evidence.index(picture) + 1}"


def say_all(labels: Sequence[Sentence], language: Language) -> list[str]:
    """The labels in ``language``."""
    return [say(label, language) for label in labels]
