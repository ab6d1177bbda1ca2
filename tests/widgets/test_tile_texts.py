"""The words of a tile, in both languages and in the store's time."""

from __future__ import annotations

import pytest

from app.faults import Sentence
from app.video.media import FAR_FUTURE_US, Span
from app.video.tiles import CONNECTING, PLAYING, TileState, TileStateKind
from app.widgets.icons import icon_names
from app.widgets.tile_texts import TileTexts, clock_text, state_icon

T = 1_760_000_000_000_000  # 2025-10-09 08:53:20 UTC


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("UTC", "2025-10-09 08:53:20"),
        ("Asia/Shanghai", "2025-10-09 16:53:20"),
        ("America/New_York", "2025-10-09 04:53:20"),
        ("Nowhere/Land", "2025-10-09 08:53:20"),
    ],
)
def test_times_are_told_in_the_zone_of_the_store(zone, text):
    assert clock_text(T + 999_999, zone, with_date=True) == text
    assert clock_text(T + 999_999, zone, with_date=False) == text[11:]


def test_no_recording_is_told_with_its_span():
    texts, minute = TileTexts("en"), 60_000_000
    gap = TileState(TileStateKind.NO_RECORDING, span=Span(T, T + 9 * minute))
    assert texts.state(gap, "UTC") == "No recording 08:53:20 - 09:02:20"
    end = TileState(TileStateKind.NO_RECORDING, span=Span(T, FAR_FUTURE_US))
    assert texts.state(end, "UTC") == "No recording after 2025-10-09 08:53:20"
    start = TileState(TileStateKind.NO_RECORDING, span=Span(0, T))
    assert texts.state(start, "UTC") == "No recording before 2025-10-09 08:53:20"
    texts.language = "zh_CN"
    assert texts.state(gap, "UTC") == "08:53:20 - 09:02:20 无录像"


def test_a_reason_is_told_as_it_came():
    why = Sentence("{camera} does not answer.", "{camera} 没有应答。")
    state = TileState(TileStateKind.LOST, why, {"camera": "S001/door"})
    assert TileTexts("en").state(state, "UTC") == "S001/door does not answer."
    assert TileTexts("zh_CN").state(state, "UTC") == "S001/door 没有应答。"


def test_every_state_but_playing_has_words_and_a_known_icon():
    for kind in TileStateKind:
        if kind in {TileStateKind.PLAYING, TileStateKind.EMPTY}:
            assert state_icon(kind) is None
            continue
        assert TileTexts("en").state(TileState(kind), "UTC")
        assert TileTexts("zh_CN").state(TileState(kind), "UTC")
        assert state_icon(kind) in icon_names()
    assert TileTexts("en").state(PLAYING, "UTC") == ""
    assert TileTexts("en").state(CONNECTING, "UTC") == "Connecting"
