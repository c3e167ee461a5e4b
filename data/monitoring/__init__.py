"""What an administrator sees of the running program: its log and its counters, without data about people or places."""
