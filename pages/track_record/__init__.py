"""The screen Track record."""
