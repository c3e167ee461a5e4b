"""The screen Plan."""
