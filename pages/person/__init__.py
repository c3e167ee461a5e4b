"""The screen on what is kept of one address or one reporter."""
