"""The command line: its output, and starting the server."""
