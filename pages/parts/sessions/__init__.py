"""Team sessions: the shared screen, the facilitator, who takes part, and what ticks between them."""
