from __future__ import annotations

from tests.e2e.stage import LABELS, START_US, Hands, SmallStage, number_at


def test_an_empty_wall_teaches_and_its_button_fills_it(
    window: Hands, small_stage: SmallStage
) -> None:
    assert window.wall.empty.isVisible()
    window.click(window.wall.empty.fill)
    window.until(lambda: len(window.engine.tiles()) == 6)
    window.until(lambda: all(window.shown(tile) for tile in range(6)), "six pictures")
    window.wall.controller.seek(START_US + 1_250_000)
    for label in LABELS:
        tile = window.tile(small_stage.cameras[label].id)
        wanted = number_at(label, START_US + 1_200_000)
        window.until(lambda tile=tile, wanted=wanted: window.number(tile) == wanted, label)
