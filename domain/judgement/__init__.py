"""What people judge of a place, beside the score and never in it."""
