"""Who can help and what is coming: map, calendar, lists and the forms."""
