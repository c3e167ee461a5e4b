"""The plan in hours: what is solved, its charts, what is in it and what is not."""
