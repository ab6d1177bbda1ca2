"""Nothing on a page overlaps or leaves it, however long the texts are.

Measured on the finished file by poppler, which knows where each word was drawn.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import combinations

import pytest

from app.reports.pdf import write_pdf
from app.reports.pdf_style import FOOT_HEIGHT, MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from tests.reports.samples import crowded, store_scorecard

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)


@dataclass(frozen=True)
class Word:
    """A word's box in points from the top left corner of the page."""

    x1: float
    y1: float
    x2: float
    y2: float
    text: str

    def covers(self, other: Word) -> bool:
        """Whether the letters of both stand on one another."""
        across = min(self.x2, other.x2) - max(self.x1, other.x1)
        down = min(self.y2, other.y2) - max(self.y1, other.y1)
        return across > 1 and down > 0.45 * min(self.y2 - self.y1, other.y2 - other.y1)


def words_of(path) -> list[list[Word]]:
    """The words of each page."""
    found = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, timeout=60
    )
    pages = found.stdout.decode("utf-8").split("<page ")[1:]
    return [
        [Word(*map(float, match[:4]), match[4]) for match in _WORD.findall(page)] for page in pages
    ]


@needs_poppler
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("make", [store_scorecard, crowded])
def test_no_word_stands_on_another_or_leaves_its_page(tmp_path, make, language):
    result = write_pdf(make(tmp_path), tmp_path / "card.pdf", language)
    pages = words_of(tmp_path / "card.pdf")
    assert len(pages) == result.pages
    for words in pages:
        assert len(words) > 10
        for word in words:
            assert MARGIN - 1 <= word.x1 <= word.x2 <= PAGE_WIDTH - MARGIN + 2, word
            assert 0 <= word.y1 <= word.y2 <= PAGE_HEIGHT, word
        assert [pair for pair in combinations(words, 2) if pair[0].covers(pair[1])] == []


@needs_poppler
def test_the_body_ends_above_the_foot(tmp_path):
    write_pdf(crowded(tmp_path), tmp_path / "card.pdf", "en")
    for words in words_of(tmp_path / "card.pdf"):
        body = [word for word in words if word.y1 < PAGE_HEIGHT - FOOT_HEIGHT + 10]
        assert max(word.y2 for word in body) <= PAGE_HEIGHT - FOOT_HEIGHT + 2
