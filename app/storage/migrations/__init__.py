"""Steps from one schema to the next, for databases that are already in use."""
