"""Statistical methods, one a module, on NumPy and SciPy only; named after the method."""
