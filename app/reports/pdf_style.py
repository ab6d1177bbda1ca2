"""Colours, sizes and paragraph styles of the printed page, each named once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.faults import Language, Sentence
from app.reports.colours import INK, LINE, PANEL, QUIET
from app.reports.fonts import ReportFonts
from app.reports.typesetting import Typesetter

MM = 72 / 25.4
MARGIN = 18 * MM
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN
FOOT_HEIGHT = 20 * MM

SIZES = {
    "title": (19, 24),
    "store": (11.5, 15),
    "heading": (13, 17),
    "subheading": (10.5, 14),
    "body": (9, 12.5),
    "small": (7.5, 10),
    "figure": (30, 34),
    "tile": (12.5, 16),
}


class Style:
    """Builds paragraphs: the one place that turns text into print."""

    def __init__(self, fonts: ReportFonts, language: Language) -> None:
        self.language = language
        self.setter = Typesetter(fonts, language)

    def text(
        self,
        text: str,
        size: str = "body",
        colour: str = INK,
        *,
        bold: bool = False,
        align: str = "left",
        **spacing: float,
    ) -> Any:
        """A paragraph of somebody's text; ``spacing`` is spaceBefore and spaceAfter."""
        return self._paragraph(
            self.setter.markup(text, bold=bold), text, size, colour, align, spacing
        )

    def say(self, sentence: Sentence, size: str = "body", colour: str = INK, **rest: Any) -> Any:
        """A paragraph of the report's own words."""
        return self.text(sentence.fill(self.language), size, colour, **rest)

    def labelled(self, label: Sentence, text: str, size: str = "body", **spacing: float) -> Any:
        """``Label: text`` with a quiet label."""
        name = label.fill(self.language) + ("：" if self.language == "zh_CN" else ": ")
        markup = f'<font color="{QUIET}">{self.setter.markup(name)}</font>'
        return self._paragraph(
            markup + self.setter.markup(text), name + text, size, INK, "left", spacing
        )

    def heading(self, sentence: Sentence, room: float = 38 * MM) -> Iterator[Any]:
        """The heading of a part of the report, on a page with ``room`` for what follows."""
        from reportlab.platypus import CondPageBreak

        # Not keepWithNext: that would carry a whole table to the next page.
        yield CondPageBreak(room)
        yield self.say(sentence, "heading", INK, bold=True, spaceBefore=16, spaceAfter=5)

    def _paragraph(
        self, markup: str, text: str, size: str, colour: str, align: str, spacing: dict[str, float]
    ) -> Any:
        from reportlab.lib.colors import HexColor
        from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        points, leading = SIZES[size]
        make: Any = ParagraphStyle  # its stub knows no keywords from a mapping
        style = make(
            size,
            fontName=self.setter.fonts.latin.name,
            fontSize=points,
            leading=leading,
            textColor=HexColor(colour),
            alignment={"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}[align],
            # Chinese breaks between any two characters, Latin between words.
            wordWrap="CJK" if self.setter.has_chinese(text) else None,
            **spacing,
        )
        return Paragraph(markup or "&nbsp;", style)


def table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *commands: tuple[Any, ...],
    head: int = 0,
    padding: float = 4,
) -> Any:
    """A table as wide as the page's body; ``head`` rows repeat on each page.

    A row taller than a page is split, so no text is ever lost.
    """
    from reportlab.platypus import Table, TableStyle

    built = Table(
        [list(row) for row in rows], list(widths), repeatRows=head, splitInRow=1, hAlign="LEFT"
    )
    base = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), padding),
        ("RIGHTPADDING", (0, 0), (-1, -1), padding),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
    ]
    built.setStyle(TableStyle([*base, *commands]))
    return built


def ruled(columns: int, rows: int, head: int = 1) -> tuple[tuple[Any, ...], ...]:
    """Table commands for a head on a panel and a thin line under each row."""
    from reportlab.lib.colors import HexColor

    line = HexColor(LINE)
    last = columns - 1
    under = ("LINEBELOW", (0, head), (last, -1), 0.4, line)
    return (
        ("BACKGROUND", (0, 0), (last, head - 1), HexColor(PANEL)),
        ("LINEBELOW", (0, head - 1), (last, head - 1), 0.8, HexColor(QUIET)),
        *((under,) if rows > head else ()),
    )
