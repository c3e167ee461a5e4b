"""Map the columns of a file to fields."""
