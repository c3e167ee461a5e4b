"""The screen Team session: its list, the facilitator, the shared screen and the participants."""
