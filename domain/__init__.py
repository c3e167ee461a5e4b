"""The domain model: pure functions from frames to frames, without I/O. Start reading at analysis.py."""
