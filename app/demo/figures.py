"""People of the demo: drawn figures with jointed limbs, one sprite per pose and size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np

from app.demo.sprites import Master, Sprite, cut_out, even, master

Colour = tuple[int, int, int]
Facing = Literal["left", "right", "near", "away"]
Pose = Literal["walk", "stand", "work"]

PHASES = 12
# Every pose is drawn once at this height and made smaller from there.
DRAWN_PX = 220


@dataclass(frozen=True)
class Outfit:
    """Colours (blue, green, red) and build of one person."""

    top: Colour
    trousers: Colour
    skin: Colour = (150, 180, 215)
    hair: Colour = (30, 30, 35)
    shoes: Colour = (40, 40, 45)
    long_hair: bool = False
    bag: Colour | None = None
    tall: float = 1.72


class _Pen:
    """Draws in body heights, origin between the feet, y up."""

    def __init__(self) -> None:
        rows, columns = even(DRAWN_PX * 1.12), even(DRAWN_PX * 0.72)
        self.foot = (columns / 2, rows - DRAWN_PX * 0.06)
        self.colour = np.zeros((rows, columns, 3), np.uint8)
        self.mask = np.zeros((rows, columns), np.uint8)

    def at(self, x: float, y: float) -> tuple[int, int]:
        return round(self.foot[0] + x * DRAWN_PX), round(self.foot[1] - y * DRAWN_PX)

    def limb(self, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
        thick = max(round(width * DRAWN_PX), 1)
        for start, end in pairwise(points):
            cv2.line(self.colour, self.at(*start), self.at(*end), colour, thick, cv2.LINE_8)
            cv2.line(self.mask, self.at(*start), self.at(*end), 255, thick, cv2.LINE_8)
        for point in points:
            cv2.circle(self.colour, self.at(*point), thick // 2, colour, -1)
            cv2.circle(self.mask, self.at(*point), thick // 2, 255, -1)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        axes = (max(round(rx * DRAWN_PX), 1), max(round(ry * DRAWN_PX), 1))
        cv2.ellipse(self.colour, self.at(x, y), axes, 0, 0, 360, colour, -1)
        cv2.ellipse(self.mask, self.at(x, y), axes, 0, 0, 360, 255, -1)

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        corners = np.array([self.at(*point) for point in points], np.int32)
        cv2.fillPoly(self.colour, [corners], colour)
        cv2.fillPoly(self.mask, [corners], 255)

    def shadow(self) -> None:
        axes = (round(0.17 * DRAWN_PX), round(0.035 * DRAWN_PX))
        cv2.ellipse(self.mask, self.at(0, 0.0), axes, 0, 0, 360, 105, -1)


def _darker(colour: Colour, by: float) -> Colour:
    return (int(colour[0] * by), int(colour[1] * by), int(colour[2] * by))


def _joints(
    x: float, y: float, length: float, first: float, second: float
) -> list[tuple[float, float]]:
    """Three points of a limb hanging from (x, y); angles from straight down, forwards positive."""
    elbow = (x + length * math.sin(first), y - length * math.cos(first))
    end = (elbow[0] + length * math.sin(second), elbow[1] - length * math.cos(second))
    return [(x, y), elbow, end]


def _side(pen: _Pen, outfit: Outfit, pose: Pose, turn: float) -> None:
    stride = 0.5 if pose == "walk" else 0.04
    for sign, shade in ((-1.0, 0.72), (1.0, 1.0)):
        swing = stride * math.sin(turn) * sign
        bend = stride * 1.3 * max(0.0, -math.cos(turn) * sign)
        leg = _joints(0.0, 0.5, 0.235, swing, swing - bend)
        pen.limb(leg, 0.085, _darker(outfit.trousers, shade))
        pen.limb([leg[2], (leg[2][0] + 0.05, leg[2][1] - 0.005)], 0.05, outfit.shoes)
        if sign < 0:
            _side_arm(pen, outfit, pose, -swing, turn, 0.72)
            _side_body(pen, outfit)
    _side_arm(pen, outfit, pose, -stride * math.sin(turn), turn, 0.88)


def _side_body(pen: _Pen, outfit: Outfit) -> None:
    body = [(-0.075, 0.5), (-0.085, 0.78), (-0.03, 0.84), (0.04, 0.84), (0.085, 0.75), (0.07, 0.5)]
    pen.shape(body, outfit.top)
    pen.limb([(0.005, 0.83), (0.01, 0.88)], 0.05, outfit.skin)
    pen.oval(0.012, 0.925, 0.056, 0.068, outfit.skin)
    pen.oval(-0.014, 0.958, 0.056, 0.044, outfit.hair)
    pen.oval(-0.034, 0.93, 0.034, 0.05, outfit.hair)
    if outfit.long_hair:
        pen.shape([(-0.06, 0.96), (-0.065, 0.8), (-0.01, 0.81), (-0.005, 0.94)], outfit.hair)
    if outfit.bag is not None:
        pen.shape([(-0.14, 0.6), (-0.15, 0.76), (-0.07, 0.8), (-0.07, 0.58)], outfit.bag)


def _side_arm(
    pen: _Pen, outfit: Outfit, pose: Pose, swing: float, turn: float, shade: float
) -> None:
    fore = swing + 0.25
    if pose == "work":
        swing, fore = 0.35, 1.45 + 0.2 * math.sin(turn * 2)
    elif pose == "stand":
        swing, fore = 0.05, 0.2 + 0.9 * max(0.0, math.sin(turn))
    arm = _joints(0.0, 0.8, 0.16, swing, fore)
    pen.limb(arm[:2], 0.06, _darker(outfit.top, shade))
    pen.limb(arm[1:], 0.046, _darker(outfit.top, shade))
    pen.oval(*arm[2], 0.026, 0.026, outfit.skin)


def _front(pen: _Pen, outfit: Outfit, pose: Pose, turn: float, *, away: bool) -> None:
    lift = 0.075 if pose == "walk" else 0.0
    sway = 0.012 * math.sin(turn)
    for sign in (-1.0, 1.0):
        up = lift * max(0.0, math.sin(turn) * sign)
        x = 0.058 * sign
        knee = (x * 1.05 + sway, 0.27 + up * 0.5)
        pen.limb([(x + sway, 0.5), knee, (x, 0.045 + up)], 0.088, outfit.trousers)
        pen.oval(x * 1.1, 0.02 + up, 0.04, 0.028, outfit.shoes)
    for sign in (-1.0, 1.0):
        _front_arm(pen, outfit, pose, sign, turn, sway)
    half = ((0.05, 0.845), (0.125, 0.79), (0.095, 0.49))
    body = [*((-x, y) for x, y in reversed(half)), *half]
    pen.shape([(x + sway, y) for x, y in body], outfit.top)
    pen.limb([(sway, 0.83), (sway, 0.88)], 0.055, outfit.skin)
    pen.oval(sway, 0.925, 0.054, 0.068, outfit.hair if away else outfit.skin)
    pen.oval(sway, 0.958, 0.058, 0.044, outfit.hair)
    if outfit.long_hair:
        for sign in (-1.0, 1.0):
            pen.limb([(sway + 0.052 * sign, 0.95), (sway + 0.06 * sign, 0.83)], 0.034, outfit.hair)
    if outfit.bag is not None and away:
        pen.shape([(-0.08, 0.58), (-0.08, 0.79), (0.08, 0.79), (0.08, 0.58)], outfit.bag)


def _front_arm(
    pen: _Pen, outfit: Outfit, pose: Pose, sign: float, turn: float, sway: float
) -> None:
    shoulder = (0.12 * sign + sway, 0.79)
    swing = 0.05 * math.sin(turn) * sign if pose == "walk" else 0.0
    elbow, hand = (0.155 * sign, 0.64 + swing), (0.15 * sign, 0.5 + swing)
    if pose == "work":
        elbow, hand = (0.16 * sign, 0.66), (0.06 * sign, 0.6 + 0.02 * math.sin(2 * turn + sign))
    elif pose == "stand" and sign > 0:
        hand = (0.15 - 0.06 * max(0.0, math.sin(turn)), 0.5 + 0.24 * max(0.0, math.sin(turn)))
    pen.limb([shoulder, elbow, hand], 0.056, _darker(outfit.top, 0.86))
    pen.oval(*hand, 0.027, 0.027, outfit.skin)


@lru_cache(maxsize=800)
def _drawn(outfit: Outfit, pose: Pose, facing: Facing, phase: int) -> Master:
    pen = _Pen()
    pen.shadow()
    turn = 2 * math.pi * phase / PHASES
    if facing in ("left", "right"):
        _side(pen, outfit, pose, turn)
    else:
        _front(pen, outfit, pose, turn, away=facing == "away")
    if facing == "left":
        pen.colour = np.ascontiguousarray(pen.colour[:, ::-1])
        pen.mask = np.ascontiguousarray(pen.mask[:, ::-1])
    return master(pen.colour, pen.mask, pen.foot)


@lru_cache(maxsize=6000)
def figure(outfit: Outfit, pose: Pose, facing: Facing, phase: int, height_px: int) -> Sprite:
    """The person in one of ``PHASES`` moments of a pose, ``height_px`` tall."""
    return cut_out(_drawn(outfit, pose, facing, phase), height_px / DRAWN_PX)
