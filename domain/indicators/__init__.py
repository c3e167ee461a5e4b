"""Indicators of an area from its reports: one per module, built on ``domain.statistics``."""
