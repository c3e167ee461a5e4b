"""What the reports say about an area: one statistic a module, each with its formula in words and its source."""
