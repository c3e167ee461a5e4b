"""The screen Overview."""
