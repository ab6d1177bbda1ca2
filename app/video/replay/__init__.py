"""Recordings that stay on their recorder, played over the network."""
