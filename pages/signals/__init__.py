"""The screen Signal, for a phone."""
