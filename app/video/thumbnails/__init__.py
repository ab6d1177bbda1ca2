"""Small pictures for the timeline."""
