"""Measurements that print a table: `./run bench ...`."""
