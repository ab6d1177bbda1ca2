"""From a finding to a hint, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.inference.values import Finding
from app.storage.values import Camera, Hint, HintDraft
from app.video.media import US_PER_S

SAME_START_US = 5 * US_PER_S


class HintBook(Protocol):
    """Where hints are kept (``operations.hints``)."""

    def list(self, store_id: int) -> Sequence[Hint]:
        """Hints of a store."""

    def add(self, draft: HintDraft) -> Hint:
        """Keep a hint."""


def keep_hint(hints: HintBook, camera: Camera, finding: Finding, model_key: str) -> bool:
    """Keep a finding as a hint unless it is known already; whether it was new.

    Footage may be analysed again, from another moment on or with another model:
    a finding is the same where it begins within five seconds of a kept one, or
    where half of the shorter of the two lies in the other.
    """
    known = [
        hint
        for hint in hints.list(camera.store_id)
        if hint.camera_id == camera.id and hint.rule_key == finding.rule_key
    ]
    if any(_same(finding, hint) for hint in known):
        return False
    hints.add(HintDraft(camera.id, finding.rule_key, finding.start_us, finding.end_us, model_key))
    return True


def _same(finding: Finding, hint: Hint) -> bool:
    if abs(finding.start_us - hint.start_us) <= SAME_START_US:
        return True
    common_us = min(finding.end_us, hint.end_us) - max(finding.start_us, hint.start_us)
    shorter_us = min(finding.end_us - finding.start_us, hint.end_us - hint.start_us)
    return 2 * common_us >= shorter_us > 0
