"""Recording folders and the footage of one camera across its segments."""
