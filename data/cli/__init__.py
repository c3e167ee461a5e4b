"""The command line: a module for each group of commands, what they print, and starting the server."""
