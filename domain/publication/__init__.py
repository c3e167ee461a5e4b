"""What is published to others: tables of disclosed figures, and a dictionary of their columns."""
