"""The tests. Each worker computes on one thread, because there are more workers than cores."""

import os

# Read when Polars and OpenBLAS (NumPy, SciPy) are imported.
for name in ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
