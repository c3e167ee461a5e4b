"""From the bytes of an export to clean reports or dwellings, and the rows that could not go in with their reasons."""
