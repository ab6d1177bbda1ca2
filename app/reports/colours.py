"""The colours of a report, on paper white; each named once."""

from __future__ import annotations

from app.reports.answer_text import Tone

INK = "#1B2126"
QUIET = "#5B6770"
LINE = "#D3D9DE"
PANEL = "#F3F5F7"
ACCENT = "#1F6FB2"
# Each at least 4.5:1 on white and on PANEL.
TONES = {
    Tone.PLAIN: QUIET,
    Tone.PASS: "#1B7A51",
    Tone.ATTENTION: "#8F5F00",
    Tone.FAIL: "#B92F35",
    Tone.BLOCKED: "#6547B8",
}
