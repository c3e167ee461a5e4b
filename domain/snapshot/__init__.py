"""Stored frames to one consistent picture of the reports, places and incidents; built once per version of the data."""
