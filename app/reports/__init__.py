"""Scorecards as PDF and XLSX."""
