"""Read the bytes of a file as tables of text cells, or as outlines."""
