"""The persistent store, in SQLite or PostgreSQL. ``database.py`` opens it; each kind of record has its own module."""
