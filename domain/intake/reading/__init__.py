"""Bytes of a file to tables of text cells, or to outlines."""
