"""Reviews with customers: their calendar, the pack made of what is recorded, what followed from each."""
