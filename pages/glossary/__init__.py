"""The words of the screens and their meanings."""
