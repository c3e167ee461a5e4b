"""The screen Data: upload, check, history and quality of what is stored."""
