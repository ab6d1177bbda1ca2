"""Decoded pictures: shape, colours, size, a part of one, PNG."""
