"""The sound of one tile, in step with the wall's clock."""
