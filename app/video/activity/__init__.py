"""Where something goes on in recorded footage."""
