"""Which detector and which rules belong to a choice: the one place that knows them all."""

from __future__ import annotations

from app.faults import Sentence
from app.footfall.geometry import Polygon
from app.inference.analysers import CounterUnattended
from app.inference.choices import COUNTER_UNATTENDED, DetectorChoice, RuleChoice
from app.inference.contracts import Analyser, Detector, Tracker
from app.inference.motion import MotionBlobs
from app.inference.sessions import open_session
from app.inference.tracker import OverlapTracker, TrackerRules
from app.inference.yolox import YoloxDetector


class Detectors:
    """Hands out detectors: one model shared by all cameras, or one scene per camera.

    Raises ModelFault where the model cannot be used.
    """

    def __init__(self, choice: DetectorChoice) -> None:
        self._choice = choice
        self._shared: YoloxDetector | None = None
        self.note: Sentence | None = None
        if choice.path is not None:
            session = open_session(choice.path, choice.device, choice.threads)
            self._shared = YoloxDetector(choice.title, session)
            self.note = session.note

    @property
    def device(self) -> str:
        """What detection runs on."""
        return "CPU" if self._shared is None else self._shared.device

    def for_camera(self) -> Detector:
        """A detector to use for one camera from now on."""
        return self._shared or MotionBlobs(self._choice.rate_hz)


def build_tracker(choice: DetectorChoice) -> Tracker:
    """A tracker for one camera that believes what this detector is sure of."""
    without_weights = choice.path is None
    return OverlapTracker(
        TrackerRules(sure_confidence=choice.confidence, born_inside_must_move=without_weights)
    )


def build_analyser(rule: RuleChoice, live: bool) -> Analyser:
    """The rule as an analyser. Raises ZoneFault for an impossible zone."""
    makers = {COUNTER_UNATTENDED: CounterUnattended}
    return makers[rule.rule_key](Polygon.of(rule.zone), rule.min_us, live)
