"""Columns of a file to the fields they mean."""
