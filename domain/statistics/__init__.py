"""Statistical methods, one a module: NumPy and SciPy only, arrays in and arrays out."""
