"""One area, shared by several screens: its card, its context and the shortlist."""
