"""Builds one consistent snapshot of reports, places and incidents from stored frames, once per version of the data."""
