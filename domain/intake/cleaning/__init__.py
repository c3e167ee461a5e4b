"""Rows of a mapped table to clean records, and rejected rows with their reason."""
