"""Projects (block approaches): their fields, phases, actions, progress, walkabouts and targets."""
