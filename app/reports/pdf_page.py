"""The foot of every page: report, export, exporter, page of pages, content hash."""

from __future__ import annotations

from typing import Any

from app.faults import Language
from app.reports.colours import LINE, QUIET
from app.reports.formats import offset_text, second_text, zone_of
from app.reports.pdf_style import MARGIN, MM, PAGE_WIDTH
from app.reports.scorecard import ScorecardData, content_hash
from app.reports.typesetting import Typesetter
from app.reports.words import W, say

_SIZE = 6.8


class PageFeet:
    """Collects finished pages and draws their feet once the number of pages is known."""

    def __init__(self, data: ScorecardData, setter: Typesetter) -> None:
        self._setter = setter
        self._language: Language = setter.language
        zone = zone_of(data.time_zone)
        time = f"{second_text(data.exported_us, zone)} {offset_text(data.exported_us, zone)}"
        exported = say(W.exported, self._language, time=time, who=data.exporter)
        self._left = f"{data.report_number} · {data.store_code} · {exported}"
        self._hash = f"{say(W.content_hash, self._language)} {content_hash(data)}"
        self.pages = 0

    def canvas_class(self) -> type[Any]:
        """A canvas that draws each page's foot when the document is saved."""
        from reportlab.pdfgen.canvas import Canvas

        feet = self

        class FootedCanvas(Canvas):
            """Keeps the state of each page until all pages are known."""

            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, **options)
                self._kept: list[dict[str, Any]] = []

            def showPage(self) -> None:  # noqa: N802 - reportlab's name
                self._kept.append(dict(self.__dict__))
                self._startPage()  # type: ignore[attr-defined]  # real, but not in the stub

            def save(self) -> None:
                feet.pages = len(self._kept)
                for number, state in enumerate(self._kept, start=1):
                    self.__dict__.update(state)
                    feet.draw(self, number)
                    super().showPage()
                super().save()

        return FootedCanvas

    def draw(self, canvas: Any, page: int) -> None:
        """One foot: a thin line, two lines of text, the page number at the right."""
        from reportlab.lib.colors import HexColor

        canvas.setStrokeColor(HexColor(LINE))
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, 15 * MM, PAGE_WIDTH - MARGIN, 15 * MM)
        canvas.setFillColor(HexColor(QUIET))
        number = say(W.page, self._language, page=page, pages=self.pages)
        number_width = self._width(number)
        room = PAGE_WIDTH - 2 * MARGIN - number_width - 5 * MM
        self._draw(canvas, MARGIN, 11 * MM, self._fitted(self._left, room))
        self._draw(canvas, PAGE_WIDTH - MARGIN - number_width, 11 * MM, number)
        self._draw(canvas, MARGIN, 7.5 * MM, self._hash)

    def _fitted(self, text: str, room: float) -> str:
        if self._width(text) <= room:
            return text
        while text and self._width(text + "…") > room:
            text = text[:-1]
        return text + "…"

    def _width(self, text: str) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return sum(stringWidth(run, face.name, _SIZE) for face, run in self._setter.runs(text))

    def _draw(self, canvas: Any, x: float, y: float, text: str) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        for face, run in self._setter.runs(text):
            canvas.setFont(face.name, _SIZE)
            canvas.drawString(x, y, run)
            x += stringWidth(run, face.name, _SIZE)
