"""The list of candidates: rows, plot, weights, comparing, why not, and the card to print."""
