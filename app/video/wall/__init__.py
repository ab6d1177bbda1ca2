"""The wall's decode engine: its worker processes, their tiles and the pictures they share."""
