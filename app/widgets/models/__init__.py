"""Item models: plain rows to Qt views, tested without a window."""
