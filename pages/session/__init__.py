"""The screen Team session: the list of sessions, and the views of the facilitator, the shared screen and the participants."""
