"""Looking back: what the list said at a past date, beside what came of it."""
