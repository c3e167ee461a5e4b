"""The tests. Each worker computes on one thread, because there are more workers than cores."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # read when Polars is imported
