"""The screen Team session: the list of sessions, and the views of facilitator, shared screen and participants."""
