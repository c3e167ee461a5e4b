"""The check of an upload in three steps, its outcome, and the quality of what is stored."""
