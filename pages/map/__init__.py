"""The screen Map."""
