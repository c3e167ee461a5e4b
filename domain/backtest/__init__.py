"""Backtest: the list at a past date against what followed."""
