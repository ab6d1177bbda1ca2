"""Floorwalk: the control room with which headquarters inspects its stores remotely."""

__version__ = "0.1.0"
