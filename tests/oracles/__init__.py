"""Statistics against other libraries and published numbers.

A test imports statsmodels, libpysal or esda itself: every worker collects all tests, and loading these libraries took a
quarter of that.
"""
