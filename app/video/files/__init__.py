"""One recorded file: opened, positioned, decoded forwards and backwards."""
