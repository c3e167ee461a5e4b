"""Turn the rows of a mapped table into clean records, and rejected rows with their reason."""
