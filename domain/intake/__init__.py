"""Turn the bytes of an export into clean records, and rejected rows with their reasons."""
