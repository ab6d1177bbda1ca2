"""From the settings to what analysis works with."""

from __future__ import annotations

import os
from typing import Protocol

from app.faults import Fault
from app.inference.choices import COUNTER_UNATTENDED, MOTION_MODEL, DetectorChoice, RuleChoice
from app.operations.analysis_pool import Plan
from app.operations.analysis_values import ANALYSIS_DEFAULTS
from app.operations.models import Models
from app.storage.values import Camera

_MOST_PROCESSES = 2
_US_PER_MINUTE = 60_000_000


class SettingsBook(Protocol):
    """Where settings are read (``operations.settings``)."""

    def get(self, key: str) -> object:
        """The value of a declared setting."""


def make_plan(settings: SettingsBook, models: Models) -> tuple[Plan, Fault | None]:
    """What to analyse with; where the chosen model is missing, motion blobs and why."""
    spare = DetectorChoice(rate_hz=_number(settings, "analysis.motion_rate_hz"))
    choice, missing = spare, None
    name = str(setting(settings, "analysis.model"))
    if name != MOTION_MODEL:
        try:
            choice = _model_choice(name, settings, models)
        except Fault as fault:
            missing = fault
    return Plan(choice, spare, _processes(settings)), missing


def make_rules(settings: SettingsBook, camera: Camera) -> tuple[RuleChoice, ...]:
    """The rules that watch a camera: none without a zone."""
    if not camera.zone:
        return ()
    min_us = round(_number(settings, "hints.absence_minutes") * _US_PER_MINUTE)
    return (RuleChoice(COUNTER_UNATTENDED, camera.zone, max(1, min_us)),)


def setting(settings: SettingsBook, key: str) -> object:
    """The value of a setting, or the default of analysis where it is not declared."""
    try:
        return settings.get(key)
    except (Fault, KeyError):
        return ANALYSIS_DEFAULTS[key]


def _model_choice(name: str, settings: SettingsBook, models: Models) -> DetectorChoice:
    return DetectorChoice(
        key=name,
        title=models.entry(name).title,
        path=models.path(name),
        device=str(setting(settings, "analysis.device")),
        threads=round(_number(settings, "analysis.threads")),
        confidence=_number(settings, "analysis.confidence"),
        rate_hz=_number(settings, "analysis.model_rate_hz"),
    )


def _processes(settings: SettingsBook) -> int:
    cores = os.cpu_count() or 1
    asked = round(_number(settings, "analysis.processes"))
    return max(1, min(asked or _MOST_PROCESSES, cores - 1))


def _number(settings: SettingsBook, key: str) -> float:
    return float(str(setting(settings, key)))
