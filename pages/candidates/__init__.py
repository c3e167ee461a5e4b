"""The screen Candidates."""
