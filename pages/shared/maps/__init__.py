"""Maps shared by several screens."""
