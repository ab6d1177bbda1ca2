"""One small object for each thing a user does; every door calls these."""
