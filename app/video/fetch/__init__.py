"""Spans of recordings copied from their recorder to this workstation."""
