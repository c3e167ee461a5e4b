"""Projects: all of them, one of them, its effect, its walkabouts and its report."""
