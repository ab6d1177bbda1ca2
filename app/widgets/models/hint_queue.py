"""The order in which the hint keys walk through an inspection's hints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.operations.values import Hint


def queue(hints: Sequence[Hint], item_of: Callable[[Hint], int | None]) -> tuple[Hint, ...]:
    """Undecided hints that belong to an item, in the order of the checklist, then of time."""
    placed = [(item_of(hint), hint) for hint in hints if hint.decision is None]
    return tuple(
        hint
        for _, hint in sorted(
            ((place, hint) for place, hint in placed if place is not None),
            key=lambda pair: (pair[0], pair[1].start_us, pair[1].id),
        )
    )


def step(queued: Sequence[Hint], selected: int | None, direction: int) -> Hint | None:
    """The hint after (1) or before (-1) the selected one, around the ends; None without any."""
    if not queued:
        return None
    places = {hint.id: place for place, hint in enumerate(queued)}
    if selected not in places:
        return queued[0] if direction > 0 else queued[-1]
    return queued[(places[selected] + direction) % len(queued)]
