"""Clips: cut out of recorded footage, with the paper that travels with them."""
