"""Places evidence pictures two by two, each with what makes it evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from app.reports.answer_text import Tone
from app.reports.colours import LINE, PANEL, QUIET, TONES
from app.reports.formats import DASH, media_text, offset_text, zone_of
from app.reports.pdf_style import BODY_WIDTH, MM, Style, ruled, table
from app.reports.pictures import PrintedPicture, read_picture
from app.reports.scorecard import EvidencePicture, ScorecardData
from app.reports.words import W, say

_GAP = 4 * MM
_WIDTH = (BODY_WIDTH - _GAP) / 2
_HEIGHT = 62 * MM


class PictureShelf:
    """Numbers the pictures (E1, E2...) and places each of them once."""

    def __init__(self, data: ScorecardData, style: Style) -> None:
        self._data = data
        self._style = style
        self._zone = zone_of(data.time_zone)
        self._numbers = {id(p): f"E{n}" for n, p in enumerate(data.evidence, start=1)}
        self._items = data.item_numbers()
        self._placed: set[int] = set()
        self.problems: list[PrintedPicture] = []

    def number(self, picture: EvidencePicture) -> str:
        """How the picture is called in this report."""
        return self._numbers[id(picture)]

    def rows(self, pictures: Sequence[EvidencePicture]) -> Iterator[Any]:
        """The pictures two beside each other, with captions."""
        from reportlab.platypus import Spacer

        for start in range(0, len(pictures), 2):
            pair = pictures[start : start + 2]
            cells = [self._cell(picture) for picture in pair]
            if len(cells) == 1:
                cells.append([])
            yield Spacer(1, 5)
            yield table(
                [cells], [_WIDTH + _GAP, _WIDTH], ("RIGHTPADDING", (0, 0), (0, 0), _GAP), padding=0
            )

    def rest(self) -> Iterator[Any]:
        """The pictures that belong to no failed item."""
        left = [p for p in self._data.evidence if id(p) not in self._placed]
        if left:
            yield from self._style.heading(W.more_evidence, 84 * MM)
            yield from self.rows(left)

    def index(self) -> Iterator[Any]:
        """Every picture with its full SHA-256."""
        if not self._data.evidence:
            return
        style = self._style
        yield from style.heading(W.picture_index)
        yield style.say(W.picture_note, "small", QUIET, spaceAfter=4)
        labels = (W.number, W.item, W.camera, W.media_time, W.taken_by)
        head = [style.say(label, "small", QUIET) for label in labels]
        head.append(style.text("SHA-256", "small", QUIET))
        lines = [head, *(self._index_cells(picture) for picture in self._data.evidence)]
        share = (0.06, 0.07, 0.18, 0.15, 0.14, 0.40)
        widths = [BODY_WIDTH * part for part in share]
        yield table(lines, widths, *ruled(6, len(lines)), head=1, padding=3)

    def _index_cells(self, picture: EvidencePicture) -> list[Any]:
        style = self._style
        digests = [f"{say(W.original, style.language)} {picture.sha256}"]
        if picture.marked_sha256:
            digests.append(f"{say(W.marked, style.language)} {picture.marked_sha256}")
        texts = (
            self.number(picture),
            self._items.get(picture.item_id or "", DASH),
            picture.camera,
            media_text(picture.media_time_us, self._zone),
            picture.who,
            "\n".join(digests),
        )
        return [style.text(text, "small") for text in texts]

    def _cell(self, picture: EvidencePicture) -> list[Any]:
        self._placed.add(id(picture))
        printed = read_picture(picture)
        if printed.problem is not None:
            self.problems.append(printed)
        return [self._picture(printed), *self._caption(printed)]

    def _picture(self, printed: PrintedPicture) -> Any:
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import Image

        if printed.jpeg is None:
            words = self._style.say(
                printed.problem or W.picture_missing, "body", TONES[Tone.FAIL], align="center"
            )
            return table(
                [[words]],
                [_WIDTH],
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(PANEL)),
                ("BOX", (0, 0), (-1, -1), 0.5, HexColor(LINE)),
                padding=18,
            )
        scale = min(_WIDTH / printed.width, _HEIGHT / printed.height)
        image = Image(io.BytesIO(printed.jpeg), printed.width * scale, printed.height * scale)
        image.hAlign = "LEFT"
        return image

    def _caption(self, printed: PrintedPicture) -> Iterator[Any]:
        picture, style = printed.source, self._style
        zone = offset_text(picture.media_time_us, self._zone)
        time = f"{media_text(picture.media_time_us, self._zone)} {zone}"
        marked = f" · {say(W.marked, style.language)}" if picture.marked_sha256 else ""
        yield style.text(
            f"{self.number(picture)}  {picture.camera}{marked}", "small", bold=True, spaceBefore=2
        )
        yield style.text(f"{time} · {picture.who}", "small")
        yield style.text(f"SHA-256 {picture.sha256}", "small", QUIET)
        if printed.jpeg is not None and printed.problem is not None:
            yield style.say(printed.problem, "small", TONES[Tone.FAIL], bold=True)
