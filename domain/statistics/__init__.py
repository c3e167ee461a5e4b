"""Statistical methods, one per module: NumPy and SciPy only, arrays in and arrays out."""
