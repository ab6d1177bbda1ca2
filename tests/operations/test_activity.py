"""Where something goes on, after a store or a camera was corrected."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from app.operations.facade import Operations, open_operations
from app.operations.values import CameraDraft, Place, Store
from app.storage.credentials import Credentials
from app.video.media import Span
from tests.support.clips import make_clip

DAY_US = 1_772_409_600_000_000  # 2026-03-02 00:00 UTC
HOUR_US = 3_600_000_000


def until(true: Callable[[], object]) -> None:
    until_s = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until_s
        time.sleep(0.02)


def stage(tmp_path: Path, zone: str) -> tuple[Operations, Store, int]:
    """A camera with footage at 02:00 and 10:00 by its names, in a store of that time zone."""
    folder = tmp_path / "footage/cam1/2026-03-02"
    folder.mkdir(parents=True)
    for name in ("02-00-00.mp4", "10-00-00.mp4"):
        make_clip(folder / name, pictures=40)
    operations = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    stores = operations.stores
    region = stores.add_region(stores.add_company("Harbour Motors").id, "East")
    store = stores.add_store(region.id, "S001", "Store 1", zone)
    draft = CameraDraft(
        store.id, "cam1", "Camera 1", Place.FLOOR, recording_root=str(tmp_path / "footage"),
        recording_pattern="{camera}/%Y-%m-%d/%H-%M-%S.mp4",
    )  # fmt: skip
    return operations, store, stores.add_camera(draft).id


def test_small_keyframes_are_kept_in_the_data_folder_up_to_the_set_size(tmp_path: Path) -> None:
    operations, _, camera = stage(tmp_path, "UTC")
    copies = tmp_path / "home/cache/keyframes"
    folder = tmp_path / "footage/cam1/2026-03-02"
    for name in ("03-00-00.mp4", "04-00-00.mp4"):
        make_clip(folder / name, pictures=4, rate=2, keyframe_every=2, width=1280, height=720)
    try:
        operations.activity.want((camera,), Span(DAY_US, DAY_US + 24 * HOUR_US))
        until(lambda: len(list(copies.glob("*/*.keys"))) == 2)
        operations.settings.set("activity.copies_gb", 0)
        until(lambda: not list(copies.glob("*/*.keys")))
    finally:
        operations.close()


def test_the_night_does_not_stand_for_the_day_after_the_stores_zone_is_corrected(
    tmp_path: Path,
) -> None:
    operations, store, camera = stage(tmp_path, "UTC")
    activity = operations.activity

    def seen(at_us: int) -> bool:
        return activity.lane(camera, Span(at_us, at_us + 2_000_000), 1) != (None,)

    try:
        night_us = DAY_US + 2 * HOUR_US
        activity.want((camera,), Span(DAY_US, DAY_US + 24 * HOUR_US))
        until(lambda: seen(night_us) and seen(DAY_US + 10 * HOUR_US))
        activity.want((camera,), Span(DAY_US - 24 * HOUR_US, DAY_US - 23 * HOUR_US))
        zone = "Asia/Shanghai"
        operations.stores.update_store(store.id, store.region_id, "S001", "Store 1", zone)
        # 10:00 there is 02:00 UTC, where the file of the night was taken to lie.
        assert not seen(night_us)
        assert not seen(DAY_US + 10 * HOUR_US)
        activity.want((camera,), Span(DAY_US, DAY_US + 24 * HOUR_US))
        until(lambda: seen(night_us))
    finally:
        operations.close()
