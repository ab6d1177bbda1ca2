"""Made-up stores and drawn footage with exact ground truth."""
