"""The five places of every store of the demo, each in two variants."""

from __future__ import annotations

from functools import lru_cache

from app.demo.scene import LOOKS, Scene
from app.demo.scene_bay import bay
from app.demo.scene_counter import counter
from app.demo.scene_entrance import entrance
from app.demo.scene_floor import floor
from app.demo.scene_shelf import shelf

PLACES = {
    "entrance": entrance,
    "floor": floor,
    "counter": counter,
    "shelf": shelf,
    "service_bay": bay,
}


@lru_cache(maxsize=4)
def scene_of(place: str, variant: str) -> Scene:
    """The scene of one place; building it takes a few hundred milliseconds."""
    return PLACES[place](LOOKS[variant])
