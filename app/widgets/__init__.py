"""Qt views and item models. No rules, no SQL."""
