"""Parse text cells to values: dates, coordinates, addresses, words."""
