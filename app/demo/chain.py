"""The made-up chain of the demo: its stores, their cameras, and what was recorded when.

All cameras recorded the same twelve minutes of one morning. A scene lasts five
minutes and repeats; each store shows it shifted by whole minutes, so no two
stores do the same thing at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.demo.scene import LOOP_S

COMPANY = "Yunlu Motors 云鹿汽车"
PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
START = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
MINUTES = 12
SEGMENT_S = 60
FPS = 20  # enough for people who walk; 25 would take a quarter longer to draw
KEYFRAME_S = 2
START_US = int(START.timestamp()) * 1_000_000
END_US = START_US + MINUTES * 60_000_000


@dataclass(frozen=True)
class DemoStore:
    """One store: which variant of the scenes it shows and how many minutes ahead."""

    code: str
    name: str
    region: str
    time_zone: str
    variant: str
    ahead_min: int


@dataclass(frozen=True)
class DemoCamera:
    """One camera that every store has; ``place`` is also the name of its scene."""

    code: str
    name: str
    place: str


STORES = (
    DemoStore("S001", "Shanghai Pudong 上海浦东店", "East China 华东区", "Asia/Shanghai", "a", 0),
    DemoStore("S002", "Hangzhou Binjiang 杭州滨江店", "East China 华东区", "Asia/Shanghai", "b", 1),
    DemoStore("S003", "Chengdu Gaoxin 成都高新店", "West China 华西区", "Asia/Shanghai", "a", 2),
    DemoStore("S004", "Bangkok Bang Na 曼谷邦纳店", "Asia Pacific 亚太区", "Asia/Bangkok", "b", 3),
    DemoStore("S005", "Auckland 奥克兰店", "Asia Pacific 亚太区", "Pacific/Auckland", "a", 4),
)
CAMERAS = (
    DemoCamera("01-entrance", "Entrance 入口", "entrance"),
    DemoCamera("02-floor", "Showroom floor 展厅", "floor"),
    DemoCamera("03-counter", "Counter 前台", "counter"),
    DemoCamera("04-shelf", "Accessories shelf 精品货架", "shelf"),
    DemoCamera("05-bay", "Service bay 维修工位", "service_bay"),
)
# Minutes that were not recorded, counted from the start.
GAPS = {("S003", "04-shelf"): (4, 5), ("S005", "01-entrance"): (7,)}


@dataclass(frozen=True)
class Recorded:
    """One segment of a camera: where its file lies and which minute of the scene it shows."""

    path: Path
    minute: int
    scene_minute: int


def segments(footage: Path, store: DemoStore, camera: DemoCamera) -> list[Recorded]:
    """The files of one camera below ``footage``, named in the store's own time."""
    zone = ZoneInfo(store.time_zone)
    missing = GAPS.get((store.code, camera.code), ())
    found = []
    for minute in range(MINUTES):
        if minute in missing:
            continue
        local = (START + timedelta(minutes=minute)).astimezone(zone)
        path = footage / store.code / local.strftime(PATTERN.format(camera=camera.code))
        found.append(Recorded(path, minute, (minute + store.ahead_min) % (LOOP_S // SEGMENT_S)))
    return found
