"""The store: everything that is kept, in SQLite or PostgreSQL. ``database.py`` opens it; one module a kind of thing."""
