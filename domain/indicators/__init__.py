"""What the reports say of an area: one indicator a module, built on ``domain.statistics``."""
