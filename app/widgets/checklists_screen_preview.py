"""One checklist version, printed to be read."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.operations.values import ChecklistVersion
from app.widgets.context import Context
from app.widgets.models.answer_draft import score_text
from app.widgets.models.checklist_outline import OutlineItem, outline, points_of
from app.widgets.models.moments import day_and_minute
from app.widgets.theme import SMALL_PX, set_role


class ChecklistPreview(QTextBrowser):
    """Title, facts, sections and items; text can be selected and copied."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "plain")
        self._context = context
        self._version: ChecklistVersion | None = None
        self._zone = "UTC"
        self.setOpenLinks(False)
        context.theme.changed.connect(self._print)

    def show_version(self, version: ChecklistVersion | None, time_zone: str) -> None:
        """Show another version; ``time_zone`` is the reader's, for the time of import."""
        self._version, self._zone = version, time_zone
        self._print()

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._print()

    def _print(self) -> None:
        version = self._version
        if version is None:
            self.clear()
            return
        language, colours = self._context.language, self._context.theme.colours
        parts = [
            f"<h2>{escape(version.title.in_language(language))}</h2>",
            f"<p style='color:{colours.quiet}'>{escape(self._facts(version))}</p>",
        ]
        for section in outline(version.checklist, language):
            points = self.tr("{points} points").format(points=section.points)
            parts.append(
                f"<h3>{escape(section.title)} "
                f"<span style='color:{colours.quiet}; font-weight:normal'>{points}</span></h3>"
            )
            rows = "".join(self._row(item) for item in section.items)
            parts.append(f"<table cellspacing='0' cellpadding='4' width='100%'>{rows}</table>")
        self.setHtml("".join(parts))

    def _facts(self, version: ChecklistVersion) -> str:
        items = tuple(version.checklist.items())
        text = self.tr(
            "{key}, version {version} · {items} items in {sections} sections, {points} points · "
            "imported {when} by {who} · SHA-256 {digest}"
        )
        return text.format(
            key=version.key,
            version=version.version,
            items=len(items),
            sections=len(version.checklist.sections),
            points=score_text(points_of(items)),
            when=day_and_minute(version.imported_us, self._zone),
            who=version.imported_by,
            digest=version.digest[:12],
        )

    def _row(self, item: OutlineItem) -> str:
        colours = self._context.theme.colours
        red = ""
        if item.red_line:
            word = escape(self.tr("red line"))
            red = f" <span style='color:{colours.fail}'>▲ {word}</span>"
        facts = escape(" · ".join(item.facts))
        return (
            f"<tr><td width='40' style='color:{colours.quiet}'>{item.number}</td>"
            f"<td><b>{escape(item.title)}</b>{red}<br>{escape(item.standard)}<br>"
            f"<span style='color:{colours.quiet}; font-size:{SMALL_PX}px'>{facts}</span></td></tr>"
        )
