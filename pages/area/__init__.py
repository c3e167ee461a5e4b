"""One area, wherever it is shown: its card, its context and the shortlist."""
