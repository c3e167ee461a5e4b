"""A signal from a phone: the place, the words and what was sent."""
