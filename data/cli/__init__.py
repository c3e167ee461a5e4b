"""The command line: its commands, what it prints, and starting the server."""
