"""The screen Projects."""
