"""International English: the day stands before the month, the clock has 24 hours."""
