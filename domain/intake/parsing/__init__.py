"""Cells of text to values: dates, coordinates, addresses, words."""
