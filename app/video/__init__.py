"""Footage in: sources, playback clock, decode engine, stills. No Qt."""
